"""A known fault is held by a strict xfail that says what is wrong and by which error it shows."""

import ast
from collections.abc import Iterator
from pathlib import Path

from infra.paths import ROOT
from tests.house.tree import parse, python_files

NEEDED = {"strict", "raises", "reason"}
TOO_WIDE = {"Exception", "BaseException"}


def list_xfails(path: Path) -> Iterator[ast.expr]:
    """The xfail marks of a module, called or bare."""
    tree = parse(path)
    called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "xfail":
            yield called.get(id(node), node)


def find_faults(mark: ast.expr) -> Iterator[str]:
    """What an xfail mark lacks of a known fault's."""
    if not isinstance(mark, ast.Call):
        yield "says nothing"
        return
    told = {one.arg: one.value for one in mark.keywords if one.arg}
    yield from (f"has no {name}" for name in sorted(NEEDED - told.keys()))
    if mark.args:
        yield "depends on a condition"
    strict, raises, reason = (told.get(name) for name in ("strict", "raises", "reason"))
    if isinstance(strict, ast.Constant) and strict.value is not True:
        yield "is not strict"
    if isinstance(raises, ast.Name) and raises.id in TOO_WIDE:
        yield "would pass for any error"
    if isinstance(reason, ast.Constant) and len(str(reason.value).split()) < 5:
        yield "does not say the fault in a sentence"


def test_every_known_fault_is_strict_and_says_what_is_wrong_and_by_which_error_it_shows() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{mark.lineno} {fault}"
        for path in python_files(ROOT / "tests")
        for mark in list_xfails(path)
        for fault in find_faults(mark)
    ]
    assert wrong == []


def test_a_mark_that_hides_more_than_its_fault_is_found() -> None:
    bare, loose = (
        list(find_faults(ast.parse(text, mode="eval").body))
        for text in (
            "pytest.mark.xfail",
            "pytest.mark.xfail(os.name, strict=False, raises=Exception, reason='flaky')",
        )
    )
    assert bare == ["says nothing"]
    assert loose == [
        "depends on a condition",
        "is not strict",
        "would pass for any error",
        "does not say the fault in a sentence",
    ]

"""What kinds say of places, of facts and of each other is true: no Lambda is the first to find out."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from chalicelib.cases import registry
from chalicelib.cases.kind import AnyKind, Later
from chalicelib.cases.projections import project_retention
from chalicelib.cases.registry import FILE, Registered, read_kinds
from infra.paths import ROOT
from tests.house.tree import ROOMS, parse, python_files

TOYS = ROOT / "tests" / "toys"
TABLES = (FILE, *sorted((ROOT / "tests").rglob("kinds.json")))
PLACE = re.compile(r"(app|chalicelib|infra|local|bench|tests)(\.\w+)+:\w+")
WRITTEN_BY_HAND = {"dossier"}
"""Kinds whose codec has the daily job look at them, for want of the projection."""


def places_in(path: Path) -> Iterator[str]:
    """Every place that a module writes, whoever imports it, and those that each `Later` is given."""
    tree = parse(path)
    names = {"__name__": ".".join(path.relative_to(ROOT).with_suffix("").parts), **texts_of(tree)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if PLACE.fullmatch(text):
                yield text
            case ast.Call(
                func=ast.Name(id="Later") | ast.Subscript(value=ast.Name(id="Later")),
                args=[ast.JoinedStr() as place],
            ):
                yield put_together(place, names)
            case _:
                pass


def texts_of(tree: ast.Module) -> dict[str, str]:
    """The names of a module that are one text each."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def put_together(place: ast.JoinedStr, names: Mapping[str, str]) -> str:
    """A place with its names filled in; one that no reader can know stays empty, and is not there."""
    parts: list[str] = []
    for part in place.values:
        match part:
            case ast.Constant(value=str(text)):
                parts.append(text)
            case ast.FormattedValue(value=ast.Name(id=name)):
                parts.append(names.get(name, ""))
            case _:
                pass
    return "".join(parts)


def all_places() -> list[str]:
    modules = [
        path
        for top in ("chalicelib", "infra", "local", "bench", "tests")
        for path in python_files(ROOT / top)
    ]
    written = [place for path in modules for place in places_in(path)]
    return sorted({*written, *(place for table in TABLES for place in places_of(table))})


def places_of(table: Path) -> Iterator[str]:
    for one in read_kinds(table).values():
        assert isinstance(one.kind, Later)
        yield one.kind.place


def all_registered() -> dict[str, Registered]:
    return {prefix: one for table in TABLES for prefix, one in read_kinds(table).items()}


def everybody() -> list[AnyKind]:
    return [one.kind.get() for one in all_registered().values()]


@pytest.mark.parametrize("place", all_places())
def test_what_is_imported_later_is_there(place: str) -> None:
    assert Later[object](place).get() is not None


def test_the_places_of_every_kind_are_looked_at() -> None:
    looked_at = set(all_places())
    assert {"chalicelib.dossiers.kind:DOSSIER", "tests.toys.rounds:ROUND"} <= looked_at
    assert "chalicelib.timeline.follow:follow" in looked_at
    assert "chalicelib.connection_jobs.words:OF_LIST" in looked_at
    assert "chalicelib.health.forms:HealthView" in looked_at
    assert "tests.cases.test_plain_slots:SLOTS" in looked_at


def test_a_place_is_read_as_its_module_writes_it() -> None:
    tree = ast.parse('ROOM = "chalicelib.desk"\nplace = f"{ROOM}.model:{unknown}"')
    (joined,) = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    assert put_together(joined, texts_of(tree)) == "chalicelib.desk.model:"
    for gone in ("no_such_room:NAME", "cases.kind:NO_SUCH_NAME"):
        place = f"chalicelib.{gone}"
        with pytest.raises((ImportError, AttributeError)):
            Later[object](place).get()


def test_only_these_modules_import_what_their_data_name() -> None:
    assert {path.name for path in python_files(ROOMS) if imports_by_value(path)} == {
        "registry.py",  # the table of kinds
        "take_turn.py",  # a process's acts, which are texts of its declaration
    }


def imports_by_value(path: Path) -> bool:
    """Whether a module makes a `Later` of something else than a text that stands in it."""
    calls = (node for node in ast.walk(parse(path)) if isinstance(node, ast.Call))
    return any(
        not isinstance(call.args[0], ast.Constant | ast.JoinedStr)
        for call in calls
        if isinstance(call.func, ast.Name | ast.Subscript)
        and getattr(getattr(call.func, "value", call.func), "id", "") == "Later"
    )


def test_the_table_of_kinds_says_what_they_declare() -> None:
    told = {prefix: (one.name, frozenset(one.hears)) for prefix, one in all_registered().items()}
    declared = {kind.prefix: (kind.name, frozenset(kind.hears)) for kind in everybody()}
    assert told == declared


def test_every_fact_that_is_heard_is_told_by_a_kind() -> None:
    heard = {fact for kind in everybody() for fact in kind.hears}
    assert heard <= {fact for kind in everybody() for fact in kind.tells.values()}


def test_consumers_of_one_event_have_marks_of_their_own() -> None:
    for kind in everybody():
        names = [one.name for one in kind.consumers]
        assert len(names) == len(set(names)), kind.name
        assert not any("/" in name for name in names), kind.name


WITHOUT_A_PERSON = {"library"}
"""Whose documents name nobody but us: the daily job's row is there for what goes through all cases."""


def test_what_the_daily_job_looks_at_has_a_rule_and_the_other_way_round() -> None:
    looked_at = {kind.name for kind in everybody() if project_retention in kind.projections}
    ruled = {kind.name for kind in everybody() if kind.retention}
    assert "booking" in looked_at
    assert ruled == (looked_at - WITHOUT_A_PERSON) | WRITTEN_BY_HAND


def test_kinds_are_registered_under_their_own_prefix_once() -> None:
    prefixes = [prefix for table in TABLES for prefix in read_kinds(table)]
    assert len(prefixes) == len(set(prefixes))
    assert registry.list_registered().keys() <= set(prefixes)

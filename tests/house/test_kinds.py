"""What kinds say of places, of facts and of each other is true: no Lambda is the first to find out."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.cases import registry
from chalicelib.cases.kind import AnyKind, Later
from chalicelib.cases.projections import project_retention
from chalicelib.cases.registry import FILE, Registered, read_kinds
from infra.paths import ROOT
from tests.house.tree import parse, python_files

TOYS = ROOT / "tests" / "toys"
TABLES = (FILE, *sorted((ROOT / "tests").rglob("kinds.json")))
WRITTEN_BY_HAND = {"dossier"}
"""Kinds whose codec has the daily job look at them, for want of the projection."""


def places_in(path: Path) -> Iterator[str]:
    """The places of each `Later(...)` of a module; ValueError for one that no reader can know."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Later":
            (place,) = node.args
            yield _written(place, module, path)


def _written(place: ast.expr, module: str, path: Path) -> str:
    match place:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(
            values=[
                ast.FormattedValue(value=ast.Name(id="__name__")),
                ast.Constant(value=str(rest)),
            ]
        ):
            return module + rest
        case _:
            raise ValueError(f"{path}:{place.lineno}: a place that is put together")


def all_places() -> list[str]:
    modules = [
        path
        for top in ("chalicelib", "infra", "local", "bench", "tests")
        for path in python_files(ROOT / top)
        if path.name != "registry.py"  # its places are the table's
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
    assert "tests.cases.test_plain_slots:SLOTS" in looked_at


def test_a_place_that_is_put_together_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="put together"):
        _written(ast.parse("room + ':NAME'", mode="eval").body, "m", tmp_path)


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


def test_what_the_daily_job_looks_at_has_a_rule_and_the_other_way_round() -> None:
    looked_at = {kind.name for kind in everybody() if project_retention in kind.projections}
    ruled = {kind.name for kind in everybody() if kind.retention}
    assert "booking" in looked_at
    assert ruled == looked_at | WRITTEN_BY_HAND


def test_kinds_are_registered_under_their_own_prefix_once() -> None:
    prefixes = [prefix for table in TABLES for prefix in read_kinds(table)]
    assert len(prefixes) == len(set(prefixes))
    assert registry.list_registered().keys() <= set(prefixes)

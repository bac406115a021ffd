"""Which kinds of case there are: found by the prefix of an id, imported when first wanted.

The table is `chalicelib/kinds.json`, which packaging takes as it is: no Lambda imports a system to
know that it exists, and nothing here names one.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.cases.kind import AnyKind, Later, Wanted
from chalicelib.refusals import NotFound

FILE = Path(__file__).parents[1] / "kinds.json"


@dataclass(frozen=True, slots=True)
class Registered:
    """Where a kind is declared, and the facts of other systems that it hears."""

    kind: Wanted[AnyKind]
    hears: tuple[str, ...] = ()


class UnknownKind(NotFound):
    """No system registers the prefix of this id: for whoever asks, nothing is there."""


@cache
def _table() -> dict[str, Registered]:
    told: Mapping[str, Mapping[str, object]] = json.loads(FILE.read_text())
    return {
        prefix: Registered(Later(str(one["kind"])), tuple(map(str, one.get("hears", ()))))  # type: ignore[call-overload] # JSON's own types
        for prefix, one in told.items()
    }


def list_registered() -> Mapping[str, Registered]:
    """List what is registered, by prefix."""
    return _table()


def prefix_of(case_id: str) -> str:
    """Give the prefix of an id: what stands before its first underscore."""
    return case_id.partition("_")[0]


def kind_of(case_id: str) -> AnyKind:
    """Give the kind of a case by its id; UnknownKind when no system registers its prefix."""
    found = _table().get(prefix_of(case_id))
    if found is None:
        raise UnknownKind
    return found.kind.get()


def list_kinds() -> tuple[AnyKind, ...]:
    """Import and give every kind: for what goes through all of them, never on a request's path."""
    return tuple(one.kind.get() for one in _table().values())


def list_hearers(fact: str) -> tuple[AnyKind, ...]:
    """Give the kinds that hear a fact."""
    return tuple(one.kind.get() for one in _table().values() if fact in one.hears)


@contextmanager
def registered(more: Mapping[str, Registered]) -> Iterator[None]:
    """Register more kinds for a while: a system that is tried out beside the others."""
    table = _table()
    known = dict(table)
    table.update(more)
    try:
        yield
    finally:
        table.clear()
        table.update(known)

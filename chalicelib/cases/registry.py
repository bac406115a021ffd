"""Which kinds of case there are: found by the prefix of an id, imported when first wanted.

The table is `chalicelib/kinds.json`, which packaging takes as it is: no Lambda imports a system to
know that it exists, and nothing here names one.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.cases.kind import AnyKind, Later, Wanted
from chalicelib.cases.model import CaseChange
from chalicelib.refusals import NotFound

FILE = Path(__file__).parents[1] / "kinds.json"


@dataclass(frozen=True, slots=True)
class Registered:
    """Where a kind is declared, the facts of other systems that it hears, and its name."""

    kind: Wanted[AnyKind]
    hears: tuple[str, ...] = ()
    name: str = ""


class UnknownKind(NotFound):
    """No system registers the prefix of this id: for whoever asks, nothing is there."""


@cache
def _table() -> dict[str, Registered]:
    return read_kinds(FILE)


def read_kinds(path: Path) -> dict[str, Registered]:
    """Read a table of kinds, by prefix."""
    told: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text())
    return {
        prefix: Registered(Later(one["kind"]), tuple(one.get("hears", ())), one["name"])
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


def kind_named(name: str) -> AnyKind:
    """Give a kind by its name, as addresses of the API say it; UnknownKind for any other."""
    found = next((one for one in _table().values() if one.name == name), None)
    if found is None:
        raise UnknownKind
    return found.kind.get()


def ask_of(case_id: str, command: str, case: Any, now: datetime) -> CaseChange:
    """Ask a case of another system what it makes of a command: a change for the same transaction.

    Raises NotFound where its kind takes no such command, and what the command refuses.
    """
    commands = kind_of(case_id).commands
    if command not in commands:
        raise NotFound
    return commands[command](case, now)


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

"""The rules of files of a kind of case, where it has any."""

from typing import Any

from chalicelib.cases.files.slots import Slots
from chalicelib.cases.kind import AnyKind
from chalicelib.refusals import NotFound


def slots_of(kind: AnyKind) -> Slots[Any, Any]:
    """Give a kind's rules of files; NotFound for a kind whose cases have none."""
    if kind.slots is None:
        raise NotFound
    return kind.slots.get()

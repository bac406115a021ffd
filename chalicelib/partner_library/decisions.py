"""What may happen to a document of the library: pure decisions, from what is to what becomes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from chalicelib.partner_library.model import Act, LibraryItem, Sheet, in_order
from chalicelib.refusals import NotFound

STEP: Final = Decimal(1000)
"""Between the places of a document and of one put beyond the last."""

FINEST: Final = Decimal("1e-12")


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of a document: the act, and the document after it."""

    act: Act
    item: LibraryItem


def edit(item: LibraryItem, sheet: Sheet) -> Decided | None:
    """Decide to write another sheet; None when it says the same."""
    if item.sheet == sheet:
        return None
    return Decided(Act.EDITED, replace(item, sheet=sheet))


def withdraw(item: LibraryItem) -> Decided | None:
    """Decide to take a document off the shelf; None when it is off it already."""
    if item.is_withdrawn:
        return None
    return Decided(Act.WITHDRAWN, replace(item, is_withdrawn=True))


def restore(item: LibraryItem) -> Decided | None:
    """Decide to put a document back; None when it is not withdrawn."""
    if not item.is_withdrawn:
        return None
    return Decided(Act.RESTORED, replace(item, is_withdrawn=False))


def move(item: LibraryItem, place: Decimal) -> Decided | None:
    """Decide to give a document another place; None when it has it."""
    if item.place == place:
        return None
    return Decided(Act.MOVED, replace(item, place=place))


def place_at(items: Sequence[LibraryItem], item_id: str, position: int) -> Decimal:
    """Find the place that makes a document the `position`-th of the library, counted from 1.

    Between two neighbours it is the middle, so that no other row changes. NotFound for a
    document that is not among them; a position beyond the ends is the end.
    """
    ordered = in_order(items)
    now_at = next((at for at, one in enumerate(ordered) if one.item_id == item_id), None)
    if now_at is None:
        raise NotFound
    others = [one for one in ordered if one.item_id != item_id]
    wanted = min(max(position - 1, 0), len(others))
    if wanted == now_at:
        return ordered[now_at].place
    if wanted == 0:
        return others[0].place - STEP
    if wanted == len(others):
        return others[-1].place + STEP
    middle = (others[wanted - 1].place + others[wanted].place) / 2
    return middle.quantize(FINEST)

"""The sides of a PDF's pages, as they are shown: the crop box within the media box.

Boxes are inherited from the page tree, and a printer's media box is larger than its page. Almost
every box of almost every file is within bounds, which its text tells at once; only when one is
not are the pages measured one by one.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

import pikepdf

from chalicelib.verdicts.limits import PDF_MAX_NESTING, PDF_MAX_SIDE_MM, PDF_MIN_SIDE_MM
from chalicelib.verdicts.verdict import ReasonCode, Rejected

_POINT_MM: Final = 25.4 / 72
_BOXES: Final = re.compile(rb"/(?:MediaBox|CropBox) (\[ [-+.\d ]+ \])?")
_WITHOUT: Final = (0.0, 0.0, 612.0, 792.0)
"""A page without any box is shown as a letter."""

type _Box = tuple[float, float, float, float]


def has_plain_sides(written: bytes) -> bool:
    """Tell whether all boxes in an object's text are within bounds, and its unit is the point."""
    if b"/UserUnit " in written:
        return False
    return all(_is_plain(numbers) for numbers in _BOXES.findall(written))


@lru_cache(maxsize=64)
def _is_plain(numbers: bytes) -> bool:
    """Judge a box that is written out; pages of one file mostly share one."""
    try:
        box = _as_box([float(number) for number in numbers.strip(b"[ ]").split()])
    except ValueError:
        return False
    return box is not None and _is_within(box, 1.0)


def refuse_sides(pdf: pikepdf.Pdf) -> None:
    """Measure every page as it is shown; raises Rejected at the first out of bounds."""
    for page in pdf.pages:
        media = _inherited(page.obj, "/MediaBox") or _WITHOUT
        shown = _common(media, _inherited(page.obj, "/CropBox") or media) or media
        if not _is_within(shown, _unit_of(page.obj)):
            raise Rejected(ReasonCode.PDF_PAGE_SIDES)


def _is_within(box: _Box, unit: float) -> bool:
    sides = [(box[2] - box[0]) * _POINT_MM * unit, (box[3] - box[1]) * _POINT_MM * unit]
    return min(sides) >= PDF_MIN_SIDE_MM and max(sides) <= PDF_MAX_SIDE_MM


def _inherited(page: pikepdf.Object, key: str) -> _Box | None:
    """Find a page's box, its own or its nearest parent's."""
    holder: object = page
    for _ in range(PDF_MAX_NESTING):
        if not isinstance(holder, pikepdf.Dictionary):
            return None
        value = holder.get(key)
        if isinstance(value, pikepdf.Array):
            return _as_box([float(one) for one in value.as_list()])
        holder = holder.get("/Parent")
    return None


def _as_box(numbers: Sequence[float]) -> _Box | None:
    """Read two opposite corners, whichever they are."""
    if len(numbers) < 4:
        return None
    left, bottom, right, top = numbers[:4]
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _common(media: _Box, crop: _Box) -> _Box | None:
    """Give what both boxes cover; None when that is nothing, and viewers show the media box."""
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if right > left and top > bottom else None


def _unit_of(page: pikepdf.Object) -> float:
    unit: object = page.get("/UserUnit", 1)
    return float(unit) if isinstance(unit, int | float | Decimal) else 1.0

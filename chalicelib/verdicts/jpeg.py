"""The verdict on a JPEG: size from its header, then a walk over its markers to the very end.

A cut picture has no end marker outside its thumbnail: the walk skips segments by their length
and coded data by search, for a hundredth of a decode's time and none of its memory. Whether
every pixel decodes is seen when the served copy is made. A phone's MPO is a JPEG.
"""

import mmap
import re
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from chalicelib.verdicts.png import refuse_pixel_flood
from chalicelib.verdicts.verdict import FileKind, Outcome, ReasonCode, Rejected, Verdict

_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""A marker that ends coded data: no stuffed zero, no restart, no padding."""

_START_OF_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = 0xD9
_ALONE: Final = frozenset({0x01, 0xD8})
"""Markers without a length after them."""

Image.MAX_IMAGE_PIXELS = None  # our own limit, lower and refused from the header, rules


def judge_jpeg(path: Path) -> Verdict:
    """Judge the JPEG at `path`; raises Rejected."""
    try:
        with Image.open(path, formats=["JPEG"]) as picture:
            width, height = picture.size
    except UnidentifiedImageError as error:
        raise Rejected(ReasonCode.PICTURE_UNREADABLE) from error
    refuse_pixel_flood(width, height)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        _require_end(whole)
    return Verdict(Outcome.ACCEPTED, (), FileKind.JPEG, width=width, height=height)


def _require_end(whole: mmap.mmap) -> None:
    """Walk from marker to marker until the end of the image; at least one scan must come first."""
    at, has_scan = 2, False
    while found := _MARKER.search(whole, at):
        code = whole[found.start() + 1]
        if code == _END_OF_IMAGE and has_scan:
            return
        at = found.end()
        has_scan = has_scan or code == _START_OF_SCAN
        if code not in _ALONE and code != _END_OF_IMAGE:
            at += max(2, int.from_bytes(whole[at : at + 2]))
    raise Rejected(ReasonCode.PICTURE_TRUNCATED if has_scan else ReasonCode.PICTURE_UNREADABLE)

"""The verdict on a JPEG: size from its header, then a walk over its markers to the very end.

A cut picture has no end marker outside its thumbnail: the walk skips segments by their length
and coded data by search, for a hundredth of a decode's time and none of its memory. Whether
every pixel decodes is seen when the served copy is made. A phone's MPO is a JPEG.
"""

import mmap
import re
from collections.abc import Buffer, Iterator
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from chalicelib.verdicts.limits import JPEG_MAX_SCANS, JPEG_MAX_SEGMENTS
from chalicelib.verdicts.png import refuse_pixel_flood
from chalicelib.verdicts.verdict import FileKind, Outcome, ReasonCode, Rejected, Verdict

_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""A marker that ends coded data: no stuffed zero, no restart, no padding."""

_START_OF_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = 0xD9
_ALONE: Final = frozenset({0x01, 0xD8, _END_OF_IMAGE})
"""Markers without a length after them."""

_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers whose segment holds the picture's size."""

Image.MAX_IMAGE_PIXELS = None  # our own limit, lower and refused from the header, rules


def judge_jpeg(path: Path) -> Verdict:
    """Judge the JPEG at `path`; raises Rejected."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        refuse_pixel_flood(*find_size(whole))
        _require_end(whole)
    try:
        with Image.open(path, formats=["JPEG"]) as picture:
            width, height = picture.size
    except UnidentifiedImageError as error:
        raise Rejected(ReasonCode.PICTURE_UNREADABLE) from error
    refuse_pixel_flood(width, height)
    return Verdict(Outcome.ACCEPTED, (), FileKind.JPEG, width=width, height=height)


def find_size(packed: Buffer, start: int = 0) -> tuple[int, int]:
    """Read the largest width and height of the frames before the first scan; (0, 0) without any.

    `start` is where the JPEG begins. Raises Rejected past the most segments.
    """
    width = height = 0
    for code, at in _segments(packed, start):
        if code == _START_OF_SCAN:
            break
        if code in _FRAMES:
            sides = bytes(memoryview(packed)[at + 3 : at + 7])
            height = max(height, int.from_bytes(sides[:2]))
            width = max(width, int.from_bytes(sides[2:]))
    return width, height


def _require_end(whole: mmap.mmap) -> None:
    """Walk from marker to marker until the end of the image; at least one scan must come first."""
    scans = 0
    for code, _ in _segments(whole, 0):
        if code == _END_OF_IMAGE and scans:
            return
        scans += code == _START_OF_SCAN
        if scans > JPEG_MAX_SCANS:
            raise Rejected(ReasonCode.TOO_HEAVY_TO_READ)
    raise Rejected(ReasonCode.PICTURE_TRUNCATED if scans else ReasonCode.PICTURE_UNREADABLE)


def _segments(packed: Buffer, start: int) -> Iterator[tuple[int, int]]:
    """Give each marker's code and the place after it; raises Rejected past the most segments."""
    at = start + 2
    for _ in range(JPEG_MAX_SEGMENTS):
        found = _MARKER.search(packed, at)
        if found is None:
            return
        code, at = found[0][1], found.end()
        yield code, at
        if code not in _ALONE:
            at += max(2, int.from_bytes(bytes(memoryview(packed)[at : at + 2])))
    raise Rejected(ReasonCode.TOO_HEAVY_TO_READ)

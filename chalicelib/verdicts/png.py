"""The verdict on a PNG: its chunks walked and summed, its pixels inflated and counted, in blocks.

Nothing is decoded into a picture here, so a 50-megapixel PNG costs no memory.
"""

import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from chalicelib.verdicts.limits import (
    PICTURE_MAX_PIXELS,
    PICTURE_MAX_SIDE_PIXELS,
    PNG_ALL_TEXT_MAX_BYTES,
    PNG_MAX_CHUNKS,
    PNG_TEXT_CHUNK_MAX_BYTES,
)
from chalicelib.verdicts.unpack import blocks, inflate
from chalicelib.verdicts.verdict import FileKind, Outcome, ReasonCode, Rejected, Verdict

_SIGNATURE_BYTES: Final = 8
_TEXT: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"iCCP"})
_PACKED_TEXT: Final = frozenset({b"zTXt", b"iTXt", b"iCCP"})
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS: Final = {
    0: (1, 2, 4, 8, 16),
    2: (8, 16),
    3: (1, 2, 4, 8),
    4: (8, 16),
    6: (8, 16),
}
_ADAM7: Final = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
_JOINED_BYTES: Final = 16_384


@dataclass
class _Walk:
    """What the chunks said so far."""

    width: int = 0
    height: int = 0
    expected_bytes: int = 0
    text_bytes: int = 0
    has_data: bool = False
    has_end: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)


def judge_png(path: Path) -> Verdict:
    """Judge the PNG at `path`; raises Rejected. Bytes after its end are not served, so harmless."""
    with path.open("rb") as file:
        # Not closed by hand: a refusal on its way up still holds slices of the view.
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    walk = _Walk()
    _walk_chunks(view, walk)
    _require_pixels(view, walk)
    return Verdict(Outcome.ACCEPTED, (), FileKind.PNG, width=walk.width, height=walk.height)


def _walk_chunks(view: memoryview, walk: _Walk) -> None:
    """Read chunk after chunk to the last, and compare each checksum."""
    at = _SIGNATURE_BYTES
    for _ in range(PNG_MAX_CHUNKS):
        at = _read_chunk(view, at, walk)
        if walk.has_end:
            return
    raise Rejected(ReasonCode.TOO_HEAVY_TO_READ)


def _read_chunk(view: memoryview, at: int, walk: _Walk) -> int:
    """Read the chunk at `at`, and give the place of the next."""
    head = bytes(view[at : at + 8])
    length, name = int.from_bytes(head[:4]), head[4:]
    if len(head) < 8:
        raise Rejected(_cut_or_broken(walk))
    if length > 0x7FFFFFFF or not name.isalpha() or (not walk.width and name != b"IHDR"):
        raise Rejected(ReasonCode.PICTURE_UNREADABLE)
    if name == b"IDAT":
        walk.has_data = True
        walk.spans.append((at + 8, length))
    elif (name == b"IHDR" or name in _TEXT) and length > PNG_TEXT_CHUNK_MAX_BYTES:
        raise Rejected(ReasonCode.PICTURE_TEXT_TOO_BIG)
    end = at + 8 + length
    written = bytes(view[end : end + 4])
    if len(written) < 4:
        raise Rejected(_cut_or_broken(walk))
    if int.from_bytes(written) != zlib.crc32(view[at + 4 : end]):
        raise Rejected(ReasonCode.PICTURE_UNREADABLE)
    _keep(name, view[at + 8 : end], walk)
    return end + 4


def _cut_or_broken(walk: _Walk) -> ReasonCode:
    return ReasonCode.PICTURE_TRUNCATED if walk.has_data else ReasonCode.PICTURE_UNREADABLE


def _keep(name: bytes, body: memoryview, walk: _Walk) -> None:
    """Keep of a chunk only what its name calls for."""
    if name == b"IHDR":
        _read_header(bytes(body), walk)
    elif name in _TEXT:
        _meter_text(name, bytes(body), walk)
    walk.has_end = name == b"IEND"


def _read_header(body: bytes, walk: _Walk) -> None:
    """Read the size and bound it before anything is inflated."""
    if len(body) != 13 or walk.width:
        raise Rejected(ReasonCode.PICTURE_UNREADABLE)
    walk.width, walk.height = int.from_bytes(body[:4]), int.from_bytes(body[4:8])
    depth, colour, _, _, interlace = body[8:]
    if not walk.width or not walk.height or depth not in _DEPTHS.get(colour, ()) or interlace > 1:
        raise Rejected(ReasonCode.PICTURE_UNREADABLE)
    refuse_pixel_flood(walk.width, walk.height)
    walk.expected_bytes = _expected_bytes(walk, depth * _CHANNELS[colour], is_adam7=interlace == 1)


def refuse_pixel_flood(width: int, height: int) -> None:
    """Refuse a picture whose header declares more pixels than the limit; raises Rejected."""
    too_long = max(width, height) > PICTURE_MAX_SIDE_PIXELS
    if too_long or width * height > PICTURE_MAX_PIXELS:
        raise Rejected(ReasonCode.PICTURE_TOO_MANY_PIXELS)


def _expected_bytes(walk: _Walk, bits: int, *, is_adam7: bool) -> int:
    passes = _ADAM7 if is_adam7 else ((0, 0, 1, 1),)
    total = 0
    for left, top, step_x, step_y in passes:
        columns = -(-(walk.width - left) // step_x)
        rows = -(-(walk.height - top) // step_y)
        if columns > 0 and rows > 0:
            total += rows * (1 + -(-columns * bits // 8))
    return total


def _meter_text(name: bytes, body: bytes, walk: _Walk) -> None:
    """Bound what a text chunk unpacks to, alone and with the others."""
    size = len(body)
    if name in _PACKED_TEXT:
        size = max(size, _unpacked_text_bytes(body))
    walk.text_bytes += size
    if size > PNG_TEXT_CHUNK_MAX_BYTES or walk.text_bytes > PNG_ALL_TEXT_MAX_BYTES:
        raise Rejected(ReasonCode.PICTURE_TEXT_TOO_BIG)


def _unpacked_text_bytes(body: bytes) -> int:
    """Count what the packed part of a text chunk becomes; it begins after the keyword."""
    start = body.find(b"\x78", body.find(b"\x00") + 1)
    if start < 0:
        return 0
    total = 0
    for block in inflate([body[start:]]):
        total += len(block)
        if total > PNG_TEXT_CHUNK_MAX_BYTES:
            break
    return total


def _require_pixels(view: memoryview, walk: _Walk) -> None:
    """Inflate the picture's data and require every row of it; stop past what it announces."""
    if not walk.has_data:
        raise Rejected(ReasonCode.PICTURE_UNREADABLE)
    total = 0
    for block in inflate(_data(view, walk.spans)):
        total += len(block)
        if total >= walk.expected_bytes:
            return
    raise Rejected(ReasonCode.PICTURE_TRUNCATED)


def _data(view: memoryview, spans: list[tuple[int, int]]) -> Iterator[bytes]:
    """Give the picture's data in blocks, its short pieces joined."""
    held = bytearray()
    for start, length in spans:
        for block in blocks(view[start : start + length]):
            held += block
            if len(held) >= _JOINED_BYTES:
                yield bytes(held)
                held.clear()
    yield bytes(held)

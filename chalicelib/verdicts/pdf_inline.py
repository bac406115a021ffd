"""The pictures that stand inside a drawing itself, between BI and EI (PDF 32000-1, 8.9.7)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from chalicelib.verdicts.pdf_filters import FULL_NAMES, Filter

_SEEN_BYTES: Final = 4 * 1024 * 1024
_DICTIONARY_MAX_BYTES: Final = 700
_DICTIONARY: Final = re.compile(
    rb"(?<![^\s\]>)])BI(?=[\s/])(.{1,600}?)(?<=[\s\]\w>)/])ID\s", re.DOTALL
)
"""An inline picture's dictionary, from BI to the blank after ID."""

_WIDTH: Final = re.compile(rb"/(?:W|Width)\s+(\d{1,9})\b")
_HEIGHT: Final = re.compile(rb"/(?:H|Height)\s+(\d{1,9})\b")
_FILTERS: Final = re.compile(rb"/(?:F|Filter)\s*(\[[^\]]*\]|/\w+)")
_NAME: Final = re.compile(rb"/\w+")
_NOT_EARLY: Final = re.compile(rb"/EarlyChange\s+0\b")


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """The pixels it declares, its layers, and what follows its ID."""

    pixels: int
    layers: tuple[Filter, ...]
    data: memoryview


def list_inline(flow: Iterable[bytes]) -> Iterator[InlinePicture]:
    """Find the inline pictures of a drawing, which is read to its end.

    A picture's data are seen for 4 MiB at least, or to the drawing's end.
    """
    blocks = iter(flow)
    held = b""
    for block in blocks:
        if b"ID" not in block and b"ID" not in held[-2:] + block[:1]:
            # No dictionary ends here: what may begin one is kept, without a copy of the rest.
            held = (held + block if len(block) < _DICTIONARY_MAX_BYTES else block)[
                -_DICTIONARY_MAX_BYTES:
            ]
            continue
        held, at = held + block, 0
        while found := _find(held, at):
            at = found.end()
            if len(held) - at < _SEEN_BYTES:
                held, at = _filled(held[at:], blocks), 0
            yield _picture(found[1], memoryview(held)[at:])
        held = held[max(at, len(held) - _DICTIONARY_MAX_BYTES) :]


def _find(held: bytes, at: int) -> re.Match[bytes] | None:
    """Search for a dictionary where its last word stands at all: the word alone is found faster."""
    return _DICTIONARY.search(held, at) if held.find(b"ID", at) >= 0 else None


def _filled(held: bytes, blocks: Iterator[bytes]) -> bytes:
    """Add blocks until twice what must be seen is held, so that few additions are made."""
    pieces, size = [held], len(held)
    while size < 2 * _SEEN_BYTES and (block := next(blocks, b"")):
        pieces.append(block)
        size += len(block)
    return b"".join(pieces)


def _picture(dictionary: bytes, data: memoryview) -> InlinePicture:
    filters = _FILTERS.search(dictionary)
    names = _NAME.findall(filters[1]) if filters else ()
    early = _NOT_EARLY.search(dictionary) is None
    layers = tuple(Filter(_full(name), is_early=early) for name in names)
    return InlinePicture(_side(_WIDTH, dictionary) * _side(_HEIGHT, dictionary), layers, data)


def _full(name: bytes) -> str:
    short = name.decode("ascii", errors="replace")
    return FULL_NAMES.get(short, short)


def _side(key: re.Pattern[bytes], dictionary: bytes) -> int:
    found = key.search(dictionary)
    return int(found[1]) if found else 0

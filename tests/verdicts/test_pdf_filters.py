"""What the packings of a PDF undo, against encoders that know nothing of the readers."""

import base64
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.verdicts.pdf_filters import Filter, most_bytes, unpack
from tests.verdicts.made_packed import lzw, lzw_bomb, runs

CONTENT = b"0 0 m 100 100 l S\n" * 2_000 + bytes(range(256)) * 40 + bytes(9_000)


def pieces(packed: bytes, size: int) -> Iterator[bytes]:
    return (packed[at : at + size] for at in range(0, len(packed), size))


def undone(packed: bytes, *layers: Filter, size: int = 65_536) -> bytes:
    return b"".join(unpack(pieces(packed, size), layers))


@pytest.mark.parametrize("size", [1, 7, 4_096, 65_536])
def test_every_packing_is_undone_whatever_the_pieces(size: int) -> None:
    assert undone(zlib.compress(CONTENT), Filter("/FlateDecode"), size=size) == CONTENT
    assert undone(lzw(CONTENT), Filter("/LZWDecode"), size=size) == CONTENT
    late = Filter("/LZWDecode", is_early=False)
    assert undone(lzw(CONTENT, early=0), late, size=size) == CONTENT
    packed = base64.a85encode(CONTENT, wrapcol=60) + b"~>"
    assert undone(packed, Filter("/ASCII85Decode"), size=size) == CONTENT
    assert undone(CONTENT.hex().encode() + b">", Filter("/ASCIIHexDecode"), size=size) == CONTENT
    assert undone(runs(12_800), Filter("/RunLengthDecode"), size=size) == bytes(12_800)
    literal = b"\x04hello\xff!\x80 what follows the end"
    assert undone(literal, Filter("/RunLengthDecode"), size=size) == b"hello!!"


@given(st.binary(max_size=3_000))
def test_lzw_gives_back_any_content(content: bytes) -> None:
    assert undone(lzw(content), Filter("/LZWDecode")) == content


@given(st.binary(max_size=2_000))
def test_nonsense_under_any_packing_ends_and_never_crashes(content: bytes) -> None:
    for name in ("/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode"):
        layer = Filter(name)
        assert len(undone(content, layer)) <= max(most_bytes(len(content), [layer]), 2_000 * 4)
    undone(content, Filter("/ASCIIHexDecode"), Filter("/FlateDecode"))


def test_an_lzw_bomb_stands_for_more_than_two_thousand_times_its_size() -> None:
    packed = lzw_bomb(20_000_000)
    made = sum(len(block) for block in unpack([packed], [Filter("/LZWDecode")]))
    assert 20_000_000 <= made <= most_bytes(len(packed), [Filter("/LZWDecode")])

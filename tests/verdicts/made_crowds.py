"""PDFs of very many objects, as office suites write when they tag every word of a long report."""

import zlib
from collections.abc import Iterator
from itertools import batched

from tests.verdicts.made_pdfs import HEAD, PAGE, PAGES, stream

_TOGETHER = 200


def tagged(count: int, attributes: bytes = b"") -> bytes:
    """Write `count` objects, nearly all of them tags, in object streams of two hundred."""
    packers = -(-count // _TOGETHER)
    out, table = bytearray(HEAD), bytearray(b"\0\0\0\0\0\xff\xff")
    packed_at: list[int] = []
    for number, batch in enumerate(
        batched(_objects(count, attributes), _TOGETHER, strict=False), count + 1
    ):
        packed_at.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, _packed(batch, (number - count - 1)))
        table += b"".join(
            b"\2" + number.to_bytes(4) + place.to_bytes(2) for place in range(len(batch))
        )
    end = len(out)
    table += b"".join(b"\1" + place.to_bytes(4) + b"\0\0" for place in [*packed_at, end])
    size = count + packers + 2
    entries = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Filter/FlateDecode" % size
    out += b"%d 0 obj\n%b\nendobj\n" % (size - 1, stream(zlib.compress(table), entries))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % end)


def _objects(count: int, attributes: bytes) -> Iterator[bytes]:
    yield b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>"
    yield PAGES
    yield PAGE
    yield b"<</Type/StructTreeRoot/K 5 0 R>>"
    for number in range(5, count + 1):
        yield b"<</S/P/P %d 0 R/K %d/Pg 3 0 R%b>>" % (max(4, number - 1), number, attributes)


def _packed(batch: tuple[bytes, ...], turn: int) -> bytes:
    heads, body = [], b""
    for number, one in enumerate(batch, turn * _TOGETHER + 1):
        heads.append(b"%d %d" % (number, len(body)))
        body += one + b" "
    first = b" ".join(heads) + b" "
    entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(batch), len(first))
    return stream(zlib.compress(first + body), entries)

"""Files made to hurt whoever reads them: cut, locked, packed beyond reason, turning in circles."""

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from bench.documents.made_pdfs import add_page, make_scan, make_text
from tests.verdicts.made_files import zeros
from tests.verdicts.made_packed import claiming_jpeg, inline, lzw_bomb, runs, shown, sized

MIB = 1024 * 1024
SMALL = b"/W 8/H 8/BPC 8/CS/G/F/Fl"
HEAD = b"%PDF-1.7\n"


def make_hostile(folder: Path) -> Mapping[str, Path]:
    """Make every hostile file, by what it is: each has a name that its content deserves."""
    scan = make_scan(folder / "whole.pdf", 50_000_000).read_bytes()
    text = make_text(folder / "text.pdf", 20, packs_objects=False).read_bytes()
    made = {
        "cut at 90 % of 50 MB.pdf": scan[: len(scan) * 9 // 10],
        "cut, with an end glued on, 50 MB.pdf": scan[: len(scan) * 9 // 10]
        + b"\nstartxref\n9\n%%EOF",
        "table of objects off by nine, 50 MB.pdf": HEAD + scan[len(HEAD) + 9 :],
        "locked by a password.pdf": _locked(text),
        "512 MB of zeros in half a megabyte.pdf": _bomb(zeros(512 * MIB), Name.FlateDecode),
        "the same packed twice.pdf": _bomb(zlib.compress(zeros(512 * MIB), 9), _twice()),
        "fifty bombs of 100 MB.pdf": _many_bombs(),
        "an object stream of 512 MB.pdf": _object_stream_bomb(),
        "pages that are their own parents.pdf": _cyclic(),
        "a page tree of 20,000 levels.pdf": _deep_pages(20_000),
        "arrays 200,000 deep.pdf": _deep_arrays(200_000),
        "a table of objects that points at itself.pdf": _looping_tables(),
        "a million empty objects.pdf": _crowd(1_000_000),
        "nothing but opening brackets, 20 MB.pdf": HEAD + b"<<" * (10 * MIB) + b"\n%%EOF",
        "a name of 20 MB.pdf": HEAD + b"1 0 obj /" + b"A" * (20 * MIB) + b"\nendobj\n%%EOF",
        "200 MB by LZW in 80 KB.pdf": _saved([(lzw_bomb(200 * MIB), Name.LZWDecode)]),
        "160 MB by run lengths in 2.5 MB.pdf": _saved([(runs(160 * MIB), Name.RunLengthDecode)]),
        "9 MB by run lengths of one.pdf": _saved([(b"\0a" * (9 * MIB // 2), Name.RunLengthDecode)]),
        "a page inside a page's picture, 200 MB.pdf": inline(SMALL, zeros(200 * MIB)),
        "JPEG of 3.6 gigapixels in a page.pdf": shown(
            claiming_jpeg(60_000, 60_000), sized(16, 16) + b"/Filter/DCTDecode"
        ),
        "50,000 by 50,000 pixels.png": png_bomb(50_000, 50_000),
        "60,000 short pieces of data.png": png_pieces(60_000),
        "65,500 by 65,500 pixels.jpg": jpeg_flood(),
        "a million markers.jpg": b"\xff\xd8" + b"\xff\xe0\0\2" * 1_000_000,
    }
    return dict(_written(folder, made))


def _written(folder: Path, made: Mapping[str, bytes]) -> Iterator[tuple[str, Path]]:
    for name, content in made.items():
        path = folder / name
        path.write_bytes(content)
        yield name, path


def _locked(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b", R=6))
    return out.getvalue()


def _twice() -> Array:
    return Array([Name.FlateDecode, Name.FlateDecode])


def _bomb(*packed: bytes | pikepdf.Object) -> bytes:
    content, filters = packed
    return _saved([(bytes(content), filters)])


def _many_bombs() -> bytes:
    return _saved([(zeros(100 * MIB), Name.FlateDecode)] * 50)


def _saved(streams: list[tuple[bytes, object]]) -> bytes:
    made = pikepdf.new()
    for content, filters in streams:
        add_page(made, b"", Dictionary())
        stream = pikepdf.Stream(made, content)
        stream.Filter = filters
        made.pages[-1].obj.Contents = made.make_indirect(stream)
    out = io.BytesIO()
    made.save(out, compress_streams=False)
    return out.getvalue()


def _object_stream_bomb() -> bytes:
    packed = zeros(512 * MIB)
    head = (
        f"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {len(packed)}>>\nstream\n"
    )
    body = HEAD + head.encode() + packed + b"\nendstream\nendobj\n"
    entries = bytes(6) + b"\1" + len(HEAD).to_bytes(4) + b"\0" + b"\2\0\0\0\1\0"
    table = (
        f"3 0 obj\n<</Type/XRef/Size 3/W[1 4 1]/Root 2 0 R/Length {len(entries)}>>\nstream\n"
    ).encode()
    return body + table + entries + f"\nendstream\nendobj\nstartxref\n{len(body)}\n%%EOF\n".encode()


def _numbered(objects: list[bytes], root: int = 1) -> bytes:
    """Write objects 1, 2, 3… with a right table, so that no repair is needed."""
    out, places = bytearray(HEAD), []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\n" % (len(objects) + 1, root)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def _cyclic() -> bytes:
    return _numbered(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>",
            b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2/Parent 2 0 R>>",
        ]
    )


def _deep_pages(levels: int) -> bytes:
    middle = [
        b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (level + 1, level - 1)
        for level in range(2, levels)
    ]
    leaf = b"<</Type/Page/MediaBox[0 0 595 842]/Parent %d 0 R>>" % (levels - 1)
    return _numbered([b"<</Type/Catalog/Pages 2 0 R>>", *middle, leaf])


def _deep_arrays(levels: int) -> bytes:
    return _numbered(
        [
            b"<</Type/Catalog/Pages 2 0 R/Deep 4 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/MediaBox[0 0 595 842]/Parent 2 0 R>>",
            b"[" * levels + b"]" * levels,
        ]
    )


def _looping_tables() -> bytes:
    body = HEAD + b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2/Root 1 0 R/Prev %d>>\n"
    return body + table % len(body) + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _crowd(count: int) -> bytes:
    pages = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/MediaBox[0 0 595 842]/Parent 2 0 R>>",
    ]
    return _numbered([*pages, *([b"null"] * count)])


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png(width: int, height: int, *data: bytes) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    pieces = b"".join(_chunk(b"IDAT", one) for one in data)
    return b"\x89PNG\r\n\x1a\n" + header + pieces + _chunk(b"IEND", b"")


def png_bomb(width: int, height: int) -> bytes:
    """Make a valid PNG of black bits, far larger than any screen."""
    return _png(width, height, zeros((width // 8 + 1) * height // MIB * MIB + MIB))


def png_pieces(count: int) -> bytes:
    """Make a PNG whose data stands in many pieces of one byte."""
    packed = zlib.compress(bytes(5_001 * 8_000), 0)[:count]
    return _png(40_000 // 2, 3_000, *(packed[at : at + 1] for at in range(count)))


def jpeg_flood() -> bytes:
    """Make a JPEG that announces four gigapixels."""
    frame = b"\x08" + (65_500).to_bytes(2) * 2 + b"\x01\x01\x11\x00"
    return b"\xff\xd8\xff\xc0" + (len(frame) + 2).to_bytes(2) + frame + b"\xff\xda\0\2\0\xff\xd9"

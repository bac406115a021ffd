"""Streams packed in every way that a PDF allows, by encoders written here, apart from the readers."""

import base64
import struct
import zlib
from collections.abc import Iterable
from functools import cache

from chalicelib.verdicts.verdict import ReasonCode
from tests.verdicts.made_files import jpeg, zeros
from tests.verdicts.made_pdfs import BIG, HEAVY, PICTURE, one_page, stream

MIB = 1024 * 1024
CLEAR, END = 256, 257


def lzw(content: bytes, *, early: int = 1) -> bytes:
    """Pack by LZW as PDF 32000-1, 7.4.4 tells: codes of 9 to 12 bits, cleared when full."""
    codes: list[tuple[int, int]] = []
    table = {bytes([byte]): byte for byte in range(256)}
    width, free, run = 9, 258, b""
    codes.append((CLEAR, width))
    for byte in content:
        longer = run + bytes([byte])
        if longer in table:
            run = longer
            continue
        codes.append((table[run], width))
        table[longer] = free
        free += 1
        run = bytes([byte])
        if free + early > 1 << width:
            width += 1
        if free == 4_094:
            codes.append((CLEAR, width))
            table = {bytes([one]): one for one in range(256)}
            width, free = 9, 258
    if run:
        codes.append((table[run], width))
    codes.append((END, width))
    return _bits(codes)


@cache
def lzw_bomb(size: int) -> bytes:
    """Pack zeros into codes that each stand for more zeros than the last, by arithmetic alone."""
    codes, free, width, made = [(CLEAR, 9), (0, 9)], 258, 9, 1
    while made < size:
        code = min(free, 4_095)
        codes.append((code, width))
        made += code - 256
        if free < 4_096:
            free += 1
        if free + 1 >= 1 << width and width < 12:
            width += 1
    return _bits([*codes, (END, width)])


def _bits(codes: Iterable[tuple[int, int]]) -> bytes:
    text = "".join(f"{code:0{width}b}" for code, width in codes)
    text += "0" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8)


def runs(size: int) -> bytes:
    """Pack `size` zeros as runs of 128."""
    return b"\x81\0" * (size // 128) + b"\x80"


def base85(content: bytes) -> bytes:
    return base64.a85encode(content) + b"~>"


def drawn(packed: bytes, filters: bytes) -> bytes:
    """Make a page whose drawing is packed so."""
    return one_page(stream(packed, b"/Filter" + filters), page=b"/Contents 4 0 R")


def shown(packed: bytes, entries: bytes) -> bytes:
    """Make a page that shows one picture."""
    return one_page(
        stream(packed, PICTURE + entries),
        stream(b"q 9 0 0 9 0 0 cm /I Do Q"),
        page=b"/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R",
    )


def inline(dictionary: bytes, packed: bytes) -> bytes:
    """Make a page with a picture inside its drawing."""
    content = b"q 9 0 0 9 0 0 cm BI %b ID %b EI Q" % (dictionary, packed)
    return drawn(zlib.compress(content, 9), b"/FlateDecode")


def sized(width: int, height: int) -> bytes:
    return b"/Width %d/Height %d" % (width, height)


def claiming_jpeg(width: int, height: int) -> bytes:
    """Make a small JPEG whose frame claims another size."""
    whole = jpeg((16, 16))
    at = whole.index(b"\xff\xc0") + 5
    return whole[:at] + struct.pack(">HH", height, width) + whole[at + 4 :]


def claiming_jpx(width: int, height: int) -> bytes:
    """Make the head of a JPEG 2000 codestream that claims a size."""
    return b"\xff\x4f\xff\x51\0\x29\0\0" + struct.pack(">IIII", width, height, 0, 0) + bytes(60)


def claiming_jbig2(width: int, height: int) -> bytes:
    """Make a JBIG2 page segment that claims a size."""
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    return struct.pack(">IBBBI", 0, 48, 0, 1, len(page)) + page


LONG = b"".join(b"%d 0 m %d 9 l S\n" % (n, n * 7) for n in range(9_000))
NESTED = zlib.compress(zeros(200 * MIB), 9)

PACKED: dict[str, tuple[ReasonCode | None, bytes]] = {
    "drawing by LZW": (None, drawn(lzw(LONG), b"/LZWDecode")),
    "drawing by LZW, codes late": (
        None,
        one_page(
            stream(lzw(LONG, early=0), b"/Filter/LZWDecode/DecodeParms<</EarlyChange 0>>"),
            page=b"/Contents 4 0 R",
        ),
    ),
    "drawing by run lengths": (None, drawn(runs(200_000), b"/RunLengthDecode")),
    "drawing by base 85 over LZW": (
        None,
        drawn(base85(lzw(LONG)), b"[/ASCII85Decode/LZWDecode]"),
    ),
    "bomb by LZW": (BIG, drawn(lzw_bomb(200 * MIB), b"/LZWDecode")),
    "bomb by LZW, short name": (BIG, drawn(lzw_bomb(200 * MIB), b"[/LZW]")),
    "bomb by LZW in hexadecimal": (
        BIG,
        drawn(lzw_bomb(200 * MIB).hex().encode() + b">", b"[/AHx/LZW]"),
    ),
    "bomb by LZW, then Flate": (
        BIG,
        drawn(zlib.compress(lzw_bomb(200 * MIB)), b"[/FlateDecode/LZWDecode]"),
    ),
    "bomb by run lengths": (HEAVY, drawn(runs(160 * MIB), b"/RunLengthDecode")),
    "bomb by run lengths over Flate": (
        HEAVY,
        drawn(zlib.compress(runs(160 * MIB)), b"[/Fl/RL]"),
    ),
    "bomb by base 85 over Flate": (
        BIG,
        drawn(base85(zeros(200 * MIB)), b"[/ASCII85Decode/FlateDecode]"),
    ),
    "bomb whose outer layer alone is large": (
        BIG,
        drawn(zeros(200 * MIB), b"[/FlateDecode/ASCIIHexDecode]"),
    ),
    "too much for slow readers": (HEAVY, drawn(b"\0a" * (2 * MIB), b"/RunLengthDecode")),
    "bomb in a picture of one pixel": (
        BIG,
        shown(zeros(400 * MIB), sized(1, 1) + b"/Filter/FlateDecode"),
    ),
    "bomb in a mask": (
        BIG,
        shown(zeros(400 * MIB), sized(9, 9) + b"/ImageMask true/Filter/FlateDecode"),
    ),
    "thirty pages scanned without loss": (
        None,
        one_page(
            *(
                stream(
                    zeros(27 * MIB),
                    PICTURE.replace(b"Gray", b"RGB") + sized(2_480, 3_807) + b"/Filter/FlateDecode",
                )
                for _ in range(30)
            )
        ),
    ),
    "JPEG that claims more than its dictionary": (
        BIG,
        shown(claiming_jpeg(60_000, 60_000), sized(16, 16) + b"/Filter/DCTDecode"),
    ),
    "the same behind Flate": (
        BIG,
        shown(
            zlib.compress(claiming_jpeg(60_000, 60_000)),
            sized(16, 16) + b"/Filter[/FlateDecode/DCTDecode]",
        ),
    ),
    "the same, its head led astray": (
        BIG,
        shown(
            claiming_jpeg(60_000, 60_000),
            sized(16, 16) + b"/X(stream\n" + b"\xff\xd8\xff\xd9" + b")/Filter/DCTDecode",
        ),
    ),
    "the same, its head led astray by a comment": (
        BIG,
        shown(
            claiming_jpeg(60_000, 60_000),
            sized(16, 16) + b"%stream\n\xff\xd8\xff\xd9\n/Filter/DCTDecode",
        ),
    ),
    "JPEG 2000 that claims more than its dictionary": (
        BIG,
        shown(claiming_jpx(70_000, 70_000), sized(16, 16) + b"/Filter/JPXDecode"),
    ),
    "JPEG 2000 without a size in its dictionary": (
        BIG,
        shown(claiming_jpx(70_000, 70_000), b"/Filter/JPXDecode"),
    ),
    "JBIG2 that claims more than its dictionary": (
        BIG,
        shown(claiming_jbig2(70_000, 70_000), sized(16, 16) + b"/Filter/JBIG2Decode"),
    ),
    "fax with endless columns": (
        BIG,
        shown(
            b"\0" * 20,
            sized(16, 60_000)
            + b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 60000/Rows 60000>>",
        ),
    ),
    "fax of a plan in A0 at 600 dots an inch": (
        None,
        shown(
            b"\0" * 20,
            sized(19_866, 28_087)
            + b"/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 19866>>",
        ),
    ),
    "grey picture as large as a plan's fax": (
        BIG,
        shown(b"\0" * 20, sized(19_866, 28_087) + b"/BitsPerComponent 8/Filter/FlateDecode"),
    ),
    "fax larger than any plan": (
        BIG,
        shown(b"\0" * 20, sized(30_000, 30_000) + b"/BitsPerComponent 1/Filter/CCITTFaxDecode"),
    ),
    "picture that declares too much": (
        BIG,
        shown(b"\0" * 20, sized(60_000, 60_000) + b"/Filter/CCITTFaxDecode"),
    ),
    "inline picture": (None, inline(b"/W 8/H 8/BPC 8/CS/G/F/Fl", zlib.compress(bytes(64)))),
    "inline picture that declares too much": (BIG, inline(b"/W 60000/H 60000/BPC 1/IM true", b"x")),
    "inline bomb": (BIG, inline(b"/W 8/H 8/BPC 8/CS/G/F/Fl", zeros(200 * MIB))),
    "inline bomb, long names": (
        BIG,
        inline(b"/Width 8/Height 8/BPC 8/CS/G/Filter[/FlateDecode]", zeros(200 * MIB)),
    ),
    "inline bomb packed twice": (BIG, inline(b"/W 8/H 8/BPC 8/CS/G/F[/Fl/Fl]", NESTED)),
    "inline bomb by LZW": (BIG, inline(b"/W 8/H 8/BPC 8/CS/G/F/LZW", lzw_bomb(200 * MIB))),
    "inline bomb in a pattern": (
        BIG,
        one_page(
            stream(
                b"BI /W 8/H 8/BPC 8/CS/G/F/Fl ID " + zeros(200 * MIB) + b" EI",
                b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>",
            ),
            page=b"/Resources<</Pattern<</P 4 0 R>>>>",
        ),
    ),
}

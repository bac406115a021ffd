"""Pictures of every make, sound, cut, overfull or under a false name. Name → reason, or None."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

from chalicelib.verdicts import limits
from chalicelib.verdicts.verdict import ReasonCode
from tests.verdicts.made_files import chunk, jpeg, pdf, png, png_of, rows_of, zeros

BROKEN, CUT = ReasonCode.PICTURE_UNREADABLE, ReasonCode.PICTURE_TRUNCATED
FLOOD, TEXT = ReasonCode.PICTURE_TOO_MANY_PIXELS, ReasonCode.PICTURE_TEXT_TOO_BIG
OTHER, HEAVY = ReasonCode.FORMAT_NOT_ACCEPTED, ReasonCode.TOO_HEAVY_TO_READ
ZIP = b"PK\x03\x04" + bytes(26) + b"a" + b"PK\x05\x06" + bytes(18)
RAR = b"Rar!\x1a\x07\x01\0" + bytes(40)
CRC_AT = 29


def saved(picture: Image.Image, format_: str, **save: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, format_, **save)
    return out.getvalue()


def shades(mode: str, size: tuple[int, int] = (160, 120)) -> Image.Image:
    return Image.effect_noise(size, 40).convert("RGB").convert(mode)


def mpo() -> bytes:
    """A phone's photo with a second one inside."""
    return saved(shades("RGB"), "MPO", save_all=True, append_images=[shades("RGB", (80, 60))])


def oriented(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 29.0)
    return saved(shades("RGB"), "JPEG", exif=exif)


def with_restarts() -> bytes:
    return saved(shades("RGB"), "JPEG", restart_marker_blocks=4)


def frame(marker: int, *, bits: int = 8, size: tuple[int, int] = (160, 120)) -> bytes:
    """A sound JPEG whose frame is rewritten: its kind, depth or size."""
    whole = jpeg((160, 120))
    at = whole.index(b"\xff\xc0")
    rewritten = bytes([0xFF, marker]) + whole[at + 2 : at + 4] + bytes([bits])
    return whole[:at] + rewritten + struct.pack(">HH", size[1], size[0]) + whole[at + 9 :]


def many_scans(count: int) -> bytes:
    whole = saved(shades("L", (16, 16)), "JPEG", progressive=True)
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + scan * count + b"\xff\xd9"


def png_without_end() -> bytes:
    return png()[:-12]


def png_in_pieces(count: int) -> bytes:
    data = zlib.compress(rows_of(200, 300), 0)[:count]
    pieces = b"".join(chunk(b"IDAT", data[at : at + 1]) for at in range(count))
    plain = png_of(200, 300)
    return plain[: plain.index(b"IDAT") - 4] + pieces + chunk(b"IEND", b"")


def png_with(name: bytes, body: bytes) -> bytes:
    return png_of(4, 4, chunk(name, body), data=rows_of(4, 4))


def interlaced() -> bytes:
    """A 5 by 5 PNG in seven passes, every byte zero."""
    header = struct.pack(">IIBBBBB", 5, 5, 8, 0, 0, 0, 1)
    rows = zlib.compress(
        bytes((1 + 1) + (1 + 1) + (1 + 2) + 2 * (1 + 1) + (1 + 3) * 2 + (1 + 2) * 3 + (1 + 5) * 2)
    )
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def animated() -> bytes:
    return saved(shades("RGB"), "PNG", save_all=True, append_images=[shades("RGB"), shades("RGB")])


def isobmff(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1" + brand + bytes(200)


JPEGS: dict[str, tuple[ReasonCode | None, bytes]] = {
    "phone with two photos": (None, mpo()),
    "progressive": (None, saved(shades("RGB"), "JPEG", progressive=True)),
    "grey": (None, saved(shades("L"), "JPEG")),
    "printer's colours": (None, saved(shades("CMYK"), "JPEG")),
    "restart markers": (None, with_restarts()),
    "without subsampling": (None, saved(shades("RGB"), "JPEG", subsampling=0, optimize=True)),
    "one pixel": (None, saved(shades("RGB", (1, 1)), "JPEG")),
    "colour profile of several segments": (
        None,
        saved(shades("RGB"), "JPEG", icc_profile=bytes(200_000)),
    ),
    "long comment": (None, saved(shades("RGB"), "JPEG", comment=b"x" * 60_000)),
    **{f"turned {way}": (None, oriented(way)) for way in range(1, 9)},
    "archive after": (None, jpeg() + ZIP),
    "other archive after": (None, jpeg() + RAR),
    "document after": (None, jpeg() + pdf()),
    "photo after": (None, jpeg() + jpeg()),
    "page in a comment": (
        None,
        saved(shades("RGB"), "JPEG", comment=b"<html><script>alert(1)</script>"),
    ),
    "twelve bits": (BROKEN, frame(0xC0, bits=12)),
    "declares four gigapixels": (FLOOD, frame(0xC0, size=(65_500, 65_500))),
    "declares a ribbon": (FLOOD, frame(0xC0, size=(65_500, 8))),
    "declares nothing": (BROKEN, frame(0xC0, size=(0, 0))),
    "a hundred scans more": (HEAVY, many_scans(120)),
    "a million segments": (HEAVY, b"\xff\xd8" + b"\xff\xe0\0\2" * 1_000_000),
    "header alone": (BROKEN, jpeg()[:200]),
    "signature alone": (BROKEN, b"\xff\xd8\xff\xe0"),
    "thumbnail whole, photo cut": (CUT, oriented(1)[:-900]),
    **{
        f"cut at {tenth}0 %": (CUT, jpeg((400, 300))[: int(len(jpeg((400, 300))) * tenth / 10)])
        for tenth in range(1, 10)
    },
    "HEIC": (ReasonCode.HEIC_NOT_ACCEPTED, isobmff(b"heic")),
    "AVIF": (OTHER, isobmff(b"avif")),
    "WebP": (OTHER, saved(shades("RGB"), "WEBP")),
    "TIFF": (OTHER, saved(shades("RGB"), "TIFF")),
    "BMP": (OTHER, saved(shades("RGB"), "BMP")),
    "GIF": (OTHER, saved(shades("P"), "GIF")),
    "SVG": (OTHER, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "archive": (OTHER, ZIP),
    "page before": (OTHER, b"<html>" + jpeg()),
    "PNG": (None, png()),
}

PNGS: dict[str, tuple[ReasonCode | None, bytes]] = {
    "palette": (None, saved(shades("P"), "PNG")),
    "palette with transparency": (None, saved(shades("P"), "PNG", transparency=0)),
    "one bit": (None, saved(shades("1"), "PNG")),
    "sixteen bits": (None, saved(Image.new("I;16", (40, 30), 9_000), "PNG")),
    "grey with transparency": (None, saved(shades("LA"), "PNG")),
    "with transparency": (None, saved(shades("RGBA"), "PNG")),
    "interlaced": (None, interlaced()),
    "animated": (None, animated()),
    "one pixel": (None, saved(shades("RGB", (1, 1)), "PNG")),
    "colour profile": (None, saved(shades("RGB"), "PNG", icc_profile=bytes(3_000))),
    "international text": (None, png_with(b"iTXt", b"c\0\0\0fr\0\0" + "été".encode())),
    "private chunk": (None, png_with(b"prVt", bytes(2_000_000))),
    "archive after": (None, png() + ZIP),
    "page after": (None, png() + b"<script>alert(1)</script>"),
    "document after": (None, png() + pdf()),
    "wrong checksum of the header": (BROKEN, png()[:CRC_AT] + b"\0\0\0\0" + png()[CRC_AT + 4 :]),
    "no end": (CUT, png_without_end()),
    "no data": (
        BROKEN,
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0))
        + chunk(b"IEND", b""),
    ),
    "no header": (BROKEN, b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")),
    "signature alone": (BROKEN, b"\x89PNG\r\n\x1a\n"),
    "depth that is not": (
        BROKEN,
        png_of(4, 4).replace(struct.pack(">IIB", 4, 4, 8), struct.pack(">IIB", 4, 4, 7)),
    ),
    "no width": (BROKEN, png_of(0, 4)),
    "bomb in its profile": (TEXT, png_with(b"iCCP", b"p\0\0" + zeros(64 * limits.MIB))),
    "bomb in its text": (TEXT, png_with(b"zTXt", b"c\0\0" + zeros(64 * limits.MIB))),
    "bomb in its international text": (
        TEXT,
        png_with(b"iTXt", b"c\0\1\0fr\0\0" + zeros(64 * limits.MIB)),
    ),
    "bomb after its pixels": (None, png_of(4, 4, data=rows_of(4, 4) + bytes(64 * limits.MIB))),
    "data in too many pieces": (HEAVY, png_in_pieces(limits.PNG_MAX_CHUNKS + 5)),
    "too large": (FLOOD, png_of(50_000, 50_000)),
    **{
        f"cut at {tenth}0 %": (CUT, png((300, 200))[: int(len(png((300, 200))) * tenth / 10)])
        for tenth in range(1, 10)
    },
    "chunk that announces two gigabytes": (TEXT, png()[:-12] + b"\x7f\xff\xff\xff" + b"tEXt"),
    "JPEG": (None, jpeg()),
}

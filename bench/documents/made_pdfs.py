"""PDFs as people send them, made here: scans of a given weight, texts of a given length."""

import io
import random
import zlib
from functools import cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream
from PIL import Image

SEED = 20_240_301
A4 = [0, 0, 595, 842]
SCAN_PIXELS = (1_240, 1_754)
PAGE_WORDS = 200


@cache
def scanned_page(pixels: tuple[int, int] = SCAN_PIXELS) -> bytes:
    """Make one scanned page: a grey JPEG as grainy as paper, near 0.9 MB at 150 dpi."""
    out = io.BytesIO()
    Image.effect_noise(pixels, 60).save(out, "JPEG", quality=60)
    return out.getvalue()


def make_scan(path: Path, size_bytes: int) -> Path:
    """Make a scan of about `size_bytes`: one JPEG a page, a smaller one for a small file."""
    picture, pixels = scanned_page(), SCAN_PIXELS
    if size_bytes < len(picture):
        pixels = (290, 410)
        picture = scanned_page(pixels)
    made = pikepdf.new()
    for _ in range(max(1, size_bytes // len(picture))):
        shown = Dictionary(XObject=Dictionary(I=_picture(made, picture, pixels)))
        add_page(made, b"q 595 0 0 842 0 0 cm /I Do Q", shown)
    made.save(path)
    return path


def add_page(made: Pdf, content: bytes, resources: Dictionary) -> None:
    """Add an A4 page that shows `content`."""
    page = Dictionary(
        Type=Name.Page,
        MediaBox=A4,
        Resources=resources,
        Contents=made.make_indirect(Stream(made, content)),
    )
    made.pages.append(pikepdf.Page(page))


def _picture(made: Pdf, packed: bytes, pixels: tuple[int, int]) -> pikepdf.Object:
    stream = Stream(made, packed)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = pixels
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceGray, 8
    stream.Filter = Name.DCTDecode
    return made.make_indirect(stream)


def make_text(path: Path, pages: int, *, packs_objects: bool) -> Path:
    """Make a text of so many pages, each with words of its own; its objects packed or not."""
    chance = random.Random(SEED)
    made = pikepdf.new()
    font = made.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for _ in range(pages):
        words = " ".join(str(chance.randrange(10**6)) for _ in range(PAGE_WORDS))
        content = f"BT /F 10 Tf 50 800 Td ({words}) Tj ET".encode()
        add_page(made, content, Dictionary(Font=Dictionary(F=font)))
    packs = ObjectStreamMode.generate if packs_objects else ObjectStreamMode.disable
    made.save(path, object_stream_mode=packs)
    return path


def make_flate_scan(path: Path, pages: int) -> Path:
    """Make a colour scan whose pictures are packed without loss, some 6 MB of pixels a page."""
    made = pikepdf.new()
    pixels = Image.effect_noise(SCAN_PIXELS, 12).convert("RGB").tobytes()
    for _ in range(pages):
        stream = Stream(made, zlib.compress(pixels, 6))
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width, stream.Height = SCAN_PIXELS
        stream.ColorSpace, stream.BitsPerComponent = Name.DeviceRGB, 8
        stream.Filter = Name.FlateDecode
        named = Dictionary(XObject=Dictionary(I=made.make_indirect(stream)))
        add_page(made, b"q 595 0 0 842 0 0 cm /I Do Q", named)
    made.save(path, compress_streams=False)
    return path


def make_links(path: Path, pages: int) -> Path:
    """Make a text whose every page carries a link, as a catalogue's does."""
    made = pikepdf.new()
    for _ in range(pages):
        add_page(made, b"", Dictionary())
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=[0, 0, 9, 9],
            A=Dictionary(S=Name.URI, URI="https://exemple.test"),
        )
        made.pages[-1].obj.Annots = Array([made.make_indirect(link)])
    made.save(path)
    return path

"""Files that we make, one at least for every reason of the closed list: name → bytes."""

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from chalicelib.verdicts import limits
from chalicelib.verdicts.verdict import ReasonCode

A4 = [0, 0, 595, 842]


def pdf(shape: Callable[[Pdf], None] = lambda _pdf: None, **save: Any) -> bytes:
    """A one-page PDF, shaped further before it is saved."""
    made = pikepdf.new()
    content = Stream(made, b"0 0 m 100 100 l S")
    page = Dictionary(Type=Name.Page, MediaBox=A4, Contents=made.make_indirect(content))
    made.pages.append(pikepdf.Page(page))
    shape(made)
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", pikepdf.PageCopyWarning
        )  # a field outside any form is meant
        made.save(out, **save)
    return out.getvalue()


def script(code: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=code)


def with_root(**entries: object) -> Callable[[Pdf], None]:
    def shape(made: Pdf) -> None:
        for name, value in entries.items():
            made.Root[f"/{name}"] = value

    return shape


def with_annotation(**entries: Any) -> Callable[[Pdf], None]:
    def shape(made: Pdf) -> None:
        annotation = Dictionary(Type=Name.Annot, Rect=[0, 0, 10, 10], **entries)
        made.pages[0].obj.Annots = Array([made.make_indirect(annotation)])

    return shape


def with_page(**entries: object) -> Callable[[Pdf], None]:
    def shape(made: Pdf) -> None:
        for name, value in entries.items():
            made.pages[0].obj[f"/{name}"] = value

    return shape


def with_file(name: str, content: bytes) -> Callable[[Pdf], None]:
    def shape(made: Pdf) -> None:
        stream = made.make_indirect(Stream(made, content))
        wanted = Dictionary(Type=Name.Filespec, F=name, UF=name, EF=Dictionary(F=stream))
        names = Dictionary(Names=Array([name, made.make_indirect(wanted)]))
        made.Root.Names = Dictionary(EmbeddedFiles=names)

    return shape


def with_packed(packed: bytes, filters: object) -> Callable[[Pdf], None]:
    def shape(made: Pdf) -> None:
        stream = Stream(made, packed)
        stream.Filter = filters
        made.pages[0].obj.Contents = made.make_indirect(stream)

    return shape


@cache
def zeros(size: int) -> bytes:
    """Deflate `size` zero bytes: one block, flushed whole, stands for every mebibyte."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(limits.MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (size % 65_521) << 16 | 1
    return b"\x78\xda" + block * (size // limits.MIB) + b"\x03\0" + struct.pack(">I", checksum)


def jpeg(size: tuple[int, int] = (320, 240), **save: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, "JPEG", **save)
    return out.getvalue()


def png(size: tuple[int, int] = (64, 48)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, "PNG")
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int, *chunks: bytes, data: bytes = b"") -> bytes:
    """A greyscale PNG that declares a size and holds what it is given."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            *chunks,
            chunk(b"IDAT", zlib.compress(data)),
            chunk(b"IEND", b""),
        )
    )


def rows_of(width: int, height: int) -> bytes:
    return (b"\0" + bytes(width)) * height


XML = b"<?xml version='1.0'?><Invoice/>"
FIELD = {"Subtype": Name.Widget, "FT": Name.Tx, "T": "champ"}
XFA = Dictionary(XFA=Array([]), Fields=Array([]))
OWNER_ONLY = pikepdf.Encryption(owner="secret", user="", R=6)
LOCKED = pikepdf.Encryption(owner="secret", user="secret", R=6)
LONG_TEXT = chunk(b"tEXt", b"c\0" + b"x" * limits.PNG_TEXT_CHUNK_MAX_BYTES)
PACKED_TEXT = chunk(b"zTXt", b"c\0\0" + zlib.compress(bytes(4 * limits.MIB)))

ACCEPTED: dict[str, bytes] = {
    "simple.pdf": pdf(),
    "MAJUSCULES.PDF": pdf(),
    "proprietaire.pdf": pdf(encryption=OWNER_ONLY),
    "facture-x.pdf": pdf(with_file("factur-x.xml", XML)),
    "champ-script.pdf": pdf(with_annotation(**FIELD, AA=Dictionary(K=script()))),
    "lien.pdf": pdf(
        with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="https://exemple.test"))
    ),
    "ouvre-page.pdf": pdf(with_root(OpenAction=Array([1, Name.Fit]))),
    "noir.pdf": pdf(with_packed(zeros(11 * limits.MIB), Name.FlateDecode)),
    "photo.jpg": jpeg(),
    "photo.jpeg": jpeg(progressive=True),
    "photo.JPG": jpeg(exif=Image.Exif()),
    "suivi.jpg": jpeg() + b"\0SEFT" + bytes(200),
    "image.png": png(),
    "texte.png": png_of(4, 4, chunk(b"tEXt", b"c\0petit"), data=rows_of(4, 4)),
}

REJECTED: dict[str, tuple[ReasonCode, bytes]] = {
    "vide.pdf": (ReasonCode.EMPTY_FILE, b""),
    "facture.heic": (ReasonCode.HEIC_NOT_ACCEPTED, jpeg()),
    "facture": (ReasonCode.NAME_NOT_ACCEPTED, pdf()),
    "photo-webp.jpg": (ReasonCode.FORMAT_NOT_ACCEPTED, b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40)),
    "page.pdf": (ReasonCode.FORMAT_NOT_ACCEPTED, b"<!doctype html><html></html>"),
    "photo.pdf": (ReasonCode.NAME_AND_CONTENT_DISAGREE, jpeg()),
    "facture.png": (ReasonCode.NAME_AND_CONTENT_DISAGREE, pdf()),
    "gif-et-pdf.pdf": (ReasonCode.TWO_FILES_IN_ONE, b"GIF89a" + bytes(20) + pdf()),
    "zip-apres.pdf": (ReasonCode.TWO_FILES_IN_ONE, pdf() + b"PK\x03\x04" + bytes(60)),
    "octets-avant.pdf": (ReasonCode.PDF_STRAY_BYTES, b"\1\2\3\4" + pdf()),
    "longue-suite.pdf": (ReasonCode.PDF_STRAY_BYTES, pdf() + b"x" * 5000),
    "abime.pdf": (ReasonCode.PDF_UNREADABLE, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"),
    "coupe.pdf": (ReasonCode.PDF_TRUNCATED, pdf()[:-40].replace(b"startxref", b"")),
    "mot-de-passe.pdf": (ReasonCode.PDF_PASSWORD, pdf(encryption=LOCKED)),
    "procede-inconnu.pdf": (
        ReasonCode.PDF_LOCKED,
        pdf(encryption=OWNER_ONLY).replace(b"/Standard", b"/Inconnue"),
    ),
    "ouverture.pdf": (ReasonCode.PDF_RUNS_BY_ITSELF, pdf(with_root(OpenAction=script()))),
    "fermeture.pdf": (
        ReasonCode.PDF_RUNS_BY_ITSELF,
        pdf(with_root(AA=Dictionary(WC=script()))),
    ),
    "page-ouverte.pdf": (
        ReasonCode.PDF_RUNS_BY_ITSELF,
        pdf(with_page(AA=Dictionary(O=script()))),
    ),
    "champ-visible.pdf": (
        ReasonCode.PDF_RUNS_BY_ITSELF,
        pdf(with_annotation(**FIELD, AA=Dictionary(PV=script()))),
    ),
    "ensuite.pdf": (
        ReasonCode.PDF_RUNS_BY_ITSELF,
        pdf(with_root(OpenAction=Dictionary(S=Name.GoTo, D=Array([0]), Next=script()))),
    ),
    "adresse-auto.pdf": (
        ReasonCode.PDF_RUNS_BY_ITSELF,
        pdf(with_root(OpenAction=Dictionary(S=Name.URI, URI="https://exemple.test"))),
    ),
    "envoi-auto.pdf": (
        ReasonCode.PDF_RUNS_BY_ITSELF,
        pdf(with_root(OpenAction=Dictionary(S=Name.SubmitForm, F="https://exemple.test"))),
    ),
    "bibliotheque.pdf": (
        ReasonCode.PDF_RUNS_BY_ITSELF,
        pdf(with_root(Names=Dictionary(JavaScript=Dictionary(Names=Array(["a", script()]))))),
    ),
    "lien-script.pdf": (
        ReasonCode.PDF_RUNS_BY_ITSELF,
        pdf(with_annotation(Subtype=Name.Link, A=script())),
    ),
    "dans-objets.pdf": (
        ReasonCode.PDF_RUNS_BY_ITSELF,
        pdf(
            with_root(OpenAction=script()),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        ),
    ),
    "programme.pdf": (
        ReasonCode.PDF_STARTS_PROGRAM,
        pdf(with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F="cmd.exe"))),
    ),
    "video.pdf": (ReasonCode.PDF_RICH_MEDIA, pdf(with_annotation(Subtype=Name.RichMedia))),
    "joint.pdf": (ReasonCode.PDF_EMBEDDED_FILE, pdf(with_file("notes.zip", b"PK\3\4"))),
    "faux-xml.pdf": (ReasonCode.PDF_EMBEDDED_FILE, pdf(with_file("notes.xml", b"MZ\0\0"))),
    "xfa.pdf": (ReasonCode.PDF_DYNAMIC_FORM, pdf(with_root(AcroForm=XFA))),
    "affiche.pdf": (ReasonCode.PDF_PAGE_SIDES, pdf(with_page(MediaBox=[0, 0, 15000, 842]))),
    "unite.pdf": (ReasonCode.PDF_PAGE_SIDES, pdf(with_page(UserUnit=20))),
    "bombe.pdf": (
        ReasonCode.PDF_UNPACKS_TOO_BIG,
        pdf(with_packed(zeros(200 * limits.MIB), Name.FlateDecode), compress_streams=False),
    ),
    "bombe-double.pdf": (
        ReasonCode.PDF_UNPACKS_TOO_BIG,
        pdf(
            with_packed(
                zlib.compress(zeros(200 * limits.MIB), 9),
                Array([Name.FlateDecode, Name.FlateDecode]),
            ),
            compress_streams=False,
        ),
    ),
    "bombe-hexa.pdf": (
        ReasonCode.PDF_UNPACKS_TOO_BIG,
        pdf(
            with_packed(
                zeros(200 * limits.MIB).hex().encode() + b">",
                Array([Name.ASCIIHexDecode, Name.FlateDecode]),
            ),
            compress_streams=False,
        ),
    ),
    "filtres.pdf": (
        ReasonCode.PDF_UNPACKS_TOO_BIG,
        pdf(with_packed(bytes(100), Array([Name.FlateDecode] * 11)), compress_streams=False),
    ),
    "abime.png": (ReasonCode.PICTURE_UNREADABLE, png()[:40] + b"\0" + png()[41:]),
    "coupe.png": (ReasonCode.PICTURE_TRUNCATED, png()[:-1000]),
    "lignes.png": (ReasonCode.PICTURE_TRUNCATED, png_of(64, 64, data=rows_of(64, 32))),
    "coupe.jpg": (ReasonCode.PICTURE_TRUNCATED, jpeg()[:-2000]),
    "abime.jpg": (ReasonCode.PICTURE_UNREADABLE, b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(30)),
    "foule.png": (ReasonCode.PICTURE_TOO_MANY_PIXELS, png_of(9400, 9400)),
    "ruban.png": (ReasonCode.PICTURE_TOO_MANY_PIXELS, png_of(12, 1_767_135_348)),
    "texte-long.png": (
        ReasonCode.PICTURE_TEXT_TOO_BIG,
        png_of(4, 4, LONG_TEXT, data=rows_of(4, 4)),
    ),
    "texte-dense.png": (
        ReasonCode.PICTURE_TEXT_TOO_BIG,
        png_of(4, 4, PACKED_TEXT, data=rows_of(4, 4)),
    ),
}

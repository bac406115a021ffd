"""What people read: upright, without private data, without anything that acts or hides."""

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from chalicelib.verdicts.judge_file import judge_file
from chalicelib.verdicts.served_copy import derive_copy
from chalicelib.verdicts.verdict import FileKind
from tests.verdicts.made_files import ACCEPTED, FIELD, pdf, script, with_annotation

GPS_IFD, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def derive(folder: Path, kind: FileKind, content: bytes) -> Path:
    source, target = folder / "source", folder / "target"
    source.write_bytes(content)
    derive_copy(source, kind, target)
    return target


def photo(orientation: int) -> bytes:
    """A picture twice as wide as high, red on its left, with a place and a maker."""
    picture = Image.new("RGB", (80, 40), "blue")
    picture.paste("red", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "Secret maker"
    exif.get_ifd(GPS_IFD)[2] = (48.0, 51.0, 29.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"a secret comment", icc_profile=b"x" * 200)
    return out.getvalue()


@pytest.mark.parametrize(("orientation", "size"), [(1, (80, 40)), (6, (40, 80)), (8, (40, 80))])
def test_a_photo_is_served_upright_without_its_metadata(
    tmp_path: Path, orientation: int, size: tuple[int, int]
) -> None:
    target = derive(tmp_path, FileKind.JPEG, photo(orientation) + b"PK\3\4 hidden")
    with Image.open(target) as served:
        assert served.size == size
        assert not served.getexif()
        assert "comment" not in served.info
        assert "icc_profile" not in served.info
    content = target.read_bytes()
    assert b"Secret" not in content
    assert b"hidden" not in content


def test_a_png_is_served_without_its_texts(tmp_path: Path) -> None:
    target = derive(tmp_path, FileKind.PNG, ACCEPTED["texte.png"] + b"hidden")
    content = target.read_bytes()
    assert b"tEXt" not in content
    assert b"hidden" not in content


def test_a_printers_colours_become_a_screens(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("CMYK", (20, 20)).save(out, "JPEG")
    with Image.open(derive(tmp_path, FileKind.JPEG, out.getvalue())) as served:
        assert served.mode == "RGB"


def test_a_pdf_is_served_disarmed_decrypted_and_without_its_files(tmp_path: Path) -> None:
    def shape(made: pikepdf.Pdf) -> None:
        with_annotation(**FIELD, AA=Dictionary(K=script("secret()")), A=script("secret()"))(made)
        stream = made.make_indirect(pikepdf.Stream(made, b"<?xml version='1.0'?>"))
        wanted = Dictionary(Type=Name.Filespec, F="a.xml", UF="a.xml", EF=Dictionary(F=stream))
        names = Dictionary(Names=Array(["a.xml", made.make_indirect(wanted)]))
        made.Root.Names = Dictionary(EmbeddedFiles=names)

    content = pdf(shape, encryption=pikepdf.Encryption(owner="o", user="", R=6))
    target = derive(tmp_path, FileKind.PDF, content)
    with pikepdf.open(target) as served:
        assert not served.is_encrypted
        assert len(served.pages) == 1
        assert "/EmbeddedFiles" not in served.Root.get("/Names", Dictionary())
        widget = served.pages[0].obj.Annots[0]
        assert "/AA" not in widget
        assert "/A" not in widget
        assert not any(b"secret" in one.unparse(resolved=True) for one in served.objects if one)
    assert judge_file(target, "a.pdf", set(FileKind)).is_accepted


def test_a_link_to_a_page_and_to_an_address_are_kept(tmp_path: Path) -> None:
    with pikepdf.open(derive(tmp_path, FileKind.PDF, ACCEPTED["lien.pdf"])) as served:
        assert served.pages[0].obj.Annots[0].A.S == Name.URI


def test_a_very_large_photo_is_halved(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (6_400, 64)).save(out, "JPEG")
    with Image.open(derive(tmp_path, FileKind.JPEG, out.getvalue())) as served:
        assert served.width == 3_200

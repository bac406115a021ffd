"""Unusual files of ordinary makers: each taken or refused by a decision of ours."""

import base64
import zlib
from pathlib import Path

import pikepdf
import pytest

from chalicelib.verdicts import limits
from chalicelib.verdicts.judge_file import judge_file
from chalicelib.verdicts.served_copy import derive_copy
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from tests.verdicts.made_files import zeros
from tests.verdicts.made_pdfs import HEAD, PICTURE, deflated, one_page, stream

FILES = (ReasonCode.PDF_EMBEDDED_FILE,)
INVOICE = b"<rsm:CrossIndustryInvoice xmlns:rsm='urn:x'/>"
HTML = b"<html><script>alert(1)</script></html>"


def reasons_of(folder: Path, content: bytes) -> tuple[ReasonCode, ...]:
    path = folder / "file"
    path.write_bytes(content)
    return judge_file(path, "a.pdf", {FileKind.PDF}).reasons


def page_from_far(number: int) -> bytes:
    """One page whose objects keep the numbers that they had in a large document."""
    objects = {
        number: b"<</Type/Catalog/Pages %d 0 R>>" % (number + 7),
        number + 7: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 9),
        number + 9: b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"
        % (number + 7),
    }
    out, table = bytearray(HEAD), bytearray(b"xref\n0 1\n0000000000 65535 f \n")
    for one, written in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (one, len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (one, written)
    ends = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + table + ends % (number + 10, number, len(out)))


@pytest.mark.parametrize("number", [50, 1_000, 60_000, 700_000, 8_000_000])
def test_a_page_taken_out_of_a_large_document_is_taken(tmp_path: Path, number: int) -> None:
    assert reasons_of(tmp_path, page_from_far(number)) == ()
    derive_copy(tmp_path / "file", FileKind.PDF, tmp_path / "served")
    with pikepdf.open(tmp_path / "served") as served:
        assert len(served.pages) == 1


def picture(packed: bytes, entries: bytes) -> bytes:
    shown = b"/XObject<</I 4 0 R>>"
    return one_page(stream(packed, PICTURE + entries), page=b"/Resources<<%b>>" % shown)


def test_a_scan_in_base_85_is_taken_and_a_bomb_in_it_is_not(tmp_path: Path) -> None:
    filters = b"/Filter[/ASCII85Decode/FlateDecode]"
    noise = bytes((one * 7919 >> 3) & 255 for one in range(1_000_000)) * 8
    scan = base64.a85encode(zlib.compress(noise, 0)) + b"~>"
    assert len(scan) > 2 * limits.PDF_SLOW_MAX_BYTES
    sides = b"/Width 4000/Height 2000" + filters
    assert reasons_of(tmp_path, picture(scan, sides)) == ()
    bomb = base64.a85encode(zeros(300 * limits.MIB)) + b"~>"
    assert reasons_of(tmp_path, picture(bomb, sides)) == (ReasonCode.PDF_UNPACKS_TOO_BIG,)
    zs = b"z" * (3 * limits.MIB) + b"~>"
    assert reasons_of(tmp_path, picture(zs, b"/Width 9/Height 9/Filter[/ASCII85Decode/LZWDecode]"))


def with_files(*files: tuple[bytes, bytes]) -> bytes:
    objects = [
        b"<</Names[%b]>>" % b"".join(b"(%d) %d 0 R" % (n, 5 + 2 * n) for n in range(len(files)))
    ]
    for place, (name, written) in enumerate(files):
        objects += [b"<</Type/Filespec/UF(%b)/EF<</F %d 0 R>>>>" % (name, 6 + 2 * place), written]
    return one_page(*objects, root=b"/Names<</EmbeddedFiles 4 0 R>>")


@pytest.mark.parametrize(
    "content",
    [
        INVOICE,
        b"<?xml version='1.0'?>\r\n<!-- made -->\n" + INVOICE,
        b"\xef\xbb\xbf" + INVOICE,
        b"\xef\xbb\xbf\r\n" + INVOICE,
        INVOICE.decode().encode("utf-16"),
        b"\xfe\xff" + INVOICE.decode().encode("utf-16-be"),
        INVOICE.decode().encode("utf-16-le"),
    ],
)
def test_an_invoice_as_data_is_taken_under_any_mark(tmp_path: Path, content: bytes) -> None:
    for written in (stream(content), deflated(content)):
        assert reasons_of(tmp_path, with_files((b"factur-x.xml", written))) == ()


@pytest.mark.parametrize(
    "content",
    [
        HTML,
        b"\xef\xbb\xbf" + HTML,
        b"<?xml version='1.0'?><!DOCTYPE html><a/>",
        b"<?xml version='1.0'?>" + b" " * 9_000 + HTML,
        b"<a xmlns:h='http://www.w3.org/1999/xhtml'><h:script/></a>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"<?xml-stylesheet href='a.xsl'?><a/>",
        HTML.decode().encode("utf-16"),
        b"MZ\0\0",
        b"",
    ],
)
def test_a_page_named_xml_is_no_invoice(tmp_path: Path, content: bytes) -> None:
    for written in (stream(content), deflated(content)):
        assert reasons_of(tmp_path, with_files((b"factur-x.xml", written))) == FILES


SUPPORTING = [
    (b"releve.pdf", b"%PDF-1.7"),
    (b"photo.JPG", b"\xff\xd8\xff\xe0"),
    (b"plan.png", b"\x89PNG\r\n\x1a\n"),
    (b"heures.csv", b"jour;heures\r\n1;8"),
    (b"heures.xlsx", b"PK\x03\x04"),
]


@pytest.mark.parametrize(("name", "content"), SUPPORTING)
def test_what_supports_an_invoice_is_taken_with_it_alone(
    tmp_path: Path, name: bytes, content: bytes
) -> None:
    invoice = (b"factur-x.xml", deflated(INVOICE))
    assert reasons_of(tmp_path, with_files(invoice, (name, deflated(content)))) == ()
    assert reasons_of(tmp_path, with_files((name, deflated(content)))) == FILES
    other = (b"factur-x.xml", deflated(HTML))
    assert reasons_of(tmp_path, with_files(other, (name, deflated(content)))) == FILES


@pytest.mark.parametrize(
    ("name", "content"),
    [(b"a.exe", b"MZ"), (b"a.pdf", b"MZ"), (b"a.csv", HTML), (b"a.js", b"x"), (b"a", b"x")],
)
def test_nothing_else_comes_with_an_invoice(tmp_path: Path, name: bytes, content: bytes) -> None:
    invoice = (b"factur-x.xml", deflated(INVOICE))
    assert reasons_of(tmp_path, with_files(invoice, (name, deflated(content)))) == FILES


@pytest.mark.parametrize(
    "root",
    [
        b"/ViewerPreferences<</PrintScaling/None/Duplex/DuplexFlipLongEdge/NumCopies 2>>",
        b"/OpenAction<</S/Named/N/Print>>",
    ],
)
def test_how_a_document_wants_to_be_printed_is_its_own_affair(tmp_path: Path, root: bytes) -> None:
    assert reasons_of(tmp_path, one_page(root=root)) == ()

"""Hostile names reach no key, no header and no page as they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.files.keys import Place, find_place, list_arrivals, upload_key
from chalicelib.verdicts.disposition import content_disposition
from chalicelib.verdicts.file_name import find_kind, safe_file_name
from chalicelib.verdicts.verdict import FileKind

HEADER = re.compile(r"attachment; filename=\"[A-Za-z0-9 ._()-]+\"; filename\*=UTF-8''[\w.%~-]+")
NAMES = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="a.\\/\"'\r\n;=%\u202e\u200b\x00 é🌞", max_size=60),
)


@given(NAMES)
def test_no_name_breaks_the_download_header(name: str) -> None:
    assert HEADER.fullmatch(content_disposition(name)), content_disposition(name)


@given(NAMES)
def test_a_safe_name_is_short_visible_and_climbs_nowhere(name: str) -> None:
    safe = safe_file_name(name)
    assert 0 < len(safe) <= 151
    assert not set(safe) & set('/\\<>:"|?*\r\n\x00\u202e')
    assert safe == safe_file_name(safe)


@given(NAMES)
def test_asking_what_a_name_announces_never_fails(name: str) -> None:
    assert find_kind(name) in {None, *FileKind}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("facture.pdf", FileKind.PDF),
        ("Facture d’électricité – été 2026.pdf", FileKind.PDF),
        ("Attestation Consuel n°12345.PDF", FileKind.PDF),
        ("photo.JPEG", FileKind.JPEG),
        ("a+b&c=d.pdf", FileKind.PDF),
        ("100%.pdf", FileKind.PDF),
        ("%2e%2e%2fetc.pdf", FileKind.PDF),
        ("🌞 panneaux.pdf", FileKind.PDF),
        ("合格证.pdf", FileKind.PDF),
        ("facture.pdf.exe", None),
        ("pdf", None),
        ("facture", None),
        ("facture.p\u200bdf", None),
        ("facture\u202efdp.exe", None),
        ("facture\u202efdp.pdf", None),
        ("facture.pdf\x00.png", None),
        (".htaccess", None),
        ("a.pdf\r\nContent-Type: text/html", None),
        ("a;filename=b.html", None),
        ("facture.heic", None),
        ("a" * 1100 + ".pdf", None),
    ],
)
def test_only_the_last_visible_extension_speaks(name: str, kind: FileKind | None) -> None:
    assert find_kind(name) is kind


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\x.pdf", "x.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("-rf.pdf", "rf.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ('a".pdf', "a_.pdf"),
        ("", "document"),
        ("facture.pdf. ", "facture.pdf"),
    ],
)
def test_names_come_back_safe(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_the_true_name_comes_back_percent_encoded() -> None:
    assert content_disposition("récépissé d’été.pdf") == (
        'attachment; filename="recepisse dete.pdf"; '
        "filename*=UTF-8''r%C3%A9c%C3%A9piss%C3%A9%20d%E2%80%99%C3%A9t%C3%A9.pdf"
    )


@pytest.mark.parametrize("key", ["in/a+b é%2B.pdf", "in/%C3%A9 x.pdf", "in/plus+.pdf"])
def test_a_key_is_decoded_once(key: str) -> None:
    from urllib.parse import quote_plus

    record = {"s3": {"bucket": {"name": "b"}, "object": {"key": quote_plus(key)}}}
    assert [one.key for one in list_arrivals({"Records": [record]})] == [key]


def test_a_key_reads_back_as_its_place() -> None:
    place = Place("dos_0197c2f4a1b3", "photo_compteur", "doc_0197c2f4a1b3")
    assert find_place(upload_key(place, "jpg")) == place
    assert find_place("in/dos_1/facture/doc_1.pdf") is None

"""The PDF of a receipt: all of it legible, the same bytes always, and no trap in what was typed."""

import io
import re
from datetime import timedelta
from typing import Any

import pikepdf
import pypdfium2
import pytest
import time_machine

from chalicelib.aws.table import Table
from chalicelib.receipts.draw_receipt import draw_receipt
from chalicelib.receipts.model import ReceiptFormat, group_fingerprint
from tests.receipts.worlds import AT, World, accepted, make_world

FINGERPRINT = "ab" * 32
HOSTILE = {
    "turned": ("a\u202eb", "a[U+202E]b"),
    "hidden": ("a\u200bb", "a[U+200B]b"),
    "alias": ("{nb} {page} %s {0}", "{nb} {page} %s {0}"),
    "markup": ("**a** <b>x</b> __y__", "**a** <b>x</b> __y__"),
    "smile": ("ok \U0001f600", "ok [U+1F600]"),
    "null": ("a\x07b", "a[U+0007]b"),
    "combined": ("Ze\u0301lie", "Zélie"),
}


def read_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def squeezed(text: str) -> str:
    """The text without its line ends and spaces, which a layout may move."""
    return re.sub(r"[\s\u202f\u00a0]", "", text)


def drawn(world: World) -> str:
    receipt = world.seal(now=AT)
    return read_text(world.content(receipt, ReceiptFormat.PDF))


def test_every_answer_and_every_file_is_printed(world: World) -> None:
    receipt = world.seal(now=AT)
    text = squeezed(read_text(world.content(receipt, ReceiptFormat.PDF)))
    said = world.document(receipt)
    for one in said["fields"]:
        assert squeezed(one["text"]) in text, one["field"]
        assert squeezed(one["label"]) in text, one["field"]
    for one in said["files"]:
        for value in (one["name"], one["original_sha256"], one["served_sha256"]):
            assert squeezed(value or "pas encore vérifié") in text
    assert "Installateur,usr_1" in text
    for event in (said["journal"]["event"], said["journal"]["state"]):
        assert event["hash"] in text


def test_the_fingerprint_of_the_json_is_printed_in_groups_with_where_to_check(
    world: World,
) -> None:
    receipt = world.seal(now=AT)
    text = read_text(world.content(receipt, ReceiptFormat.PDF))
    assert group_fingerprint(receipt.json.sha256) in text
    assert "http://raccordo.localhost:4566/verifier" in text


def test_the_same_document_gives_the_same_bytes_on_another_day(world: World) -> None:
    said = world.document(world.seal(now=AT))
    with time_machine.travel(AT + timedelta(days=40)):
        one = draw_receipt(said, FINGERPRINT)
    with time_machine.travel(AT + timedelta(days=400)):
        assert draw_receipt(said, FINGERPRINT) == one
    assert draw_receipt(said, "cd" * 32) != one


@pytest.mark.parametrize("name", ["Žižek", "São Félix", "l’été", "Łódź", "Cœur & Fils <SARL>"])
def test_names_of_all_europe_are_printed(table: Table, name: str) -> None:
    world = make_world(table, form={"client": {"last_name": name}})
    assert squeezed(name) in squeezed(drawn(world))


@pytest.mark.parametrize("case", HOSTILE)
def test_nothing_that_was_typed_hides_or_acts(table: Table, case: str) -> None:
    typed, printed = HOSTILE[case]
    bill = accepted("facture", f"{typed}.pdf")
    world = make_world(table, bill, accepted("photo_installation"), accepted("photo_compteur"))
    receipt = world.seal(now=AT)
    assert world.document(receipt)["files"][0]["name"] == f"{typed}.pdf"
    text = squeezed(read_text(world.content(receipt, ReceiptFormat.PDF)))
    assert squeezed(printed) in text


def test_a_very_long_answer_is_printed_to_its_end(table: Table) -> None:
    answer = "mot " * 24 + "fin"
    world = make_world(
        table,
        accepted("facture", "n" * 240 + ".pdf"),
        accepted("photo_installation"),
        accepted("photo_compteur"),
        form={"electricity": {"breaker_location": answer}},
    )
    text = squeezed(drawn(world))
    assert squeezed(answer) in text
    assert "n" * 240 + ".pdf" in text


def test_sixty_files_go_on_from_page_to_page(table: Table) -> None:
    due = (accepted("facture"), accepted("photo_installation"), accepted("photo_compteur"))
    many = tuple(accepted(f"autre_{number}", f"photo {number}.jpg") for number in range(57))
    world = make_world(table, *due, *many)
    pdf = world.content(world.seal(now=AT), ReceiptFormat.PDF)
    text = read_text(pdf)
    assert all(f"photo {number}.jpg" in text for number in range(57))
    pages = len(pypdfium2.PdfDocument(io.BytesIO(pdf)))
    assert pages > 8
    assert f"page {pages}" in text


def test_the_pdf_is_for_the_archive_and_sound(world: World) -> None:
    pdf = world.content(world.seal(now=AT), ReceiptFormat.PDF)
    with pikepdf.open(io.BytesIO(pdf)) as found:
        assert found.check_pdf_syntax() == []
        root: Any = found.Root
        assert str(root.Lang) == "fr-FR"
        assert found.open_metadata().pdfa_status == "2U"
        assert "/Names" not in root
        fonts = {str(name) for page in found.pages for name in page.Resources.Font}
        assert len(fonts) == 2

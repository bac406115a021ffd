"""The public check: what a receipt in hand says, and nothing else to anybody."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.accounts.questions import spend_question
from chalicelib.accounts.refusals import SourceSlowed
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.receipts.check_copy import (
    MOST_QUESTIONS,
    Answer,
    CopyStanding,
    Standing,
    check_copy,
)
from chalicelib.receipts.model import (
    ReceiptFormat,
    find_fingerprint,
    group_fingerprint,
    hash_bytes,
    seal_mark,
)
from chalicelib.refusals import InvalidFields
from tests.receipts.worlds import LATER, World, accepted, sha
from tests.tables import ENVIRONMENT

REAL = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
UNKNOWN = Answer(Standing.UNKNOWN, None, CopyStanding.NOT_ASKED)


def ask(world: World, receipt: str, copy: str = "", address: str = "192.0.2.7") -> Answer:
    return check_copy(receipt, copy, source_address=address, table=world.table, now=REAL)


@pytest.mark.parametrize("form", list(ReceiptFormat))
def test_both_forms_of_a_receipt_are_authentic(world: World, form: ReceiptFormat) -> None:
    receipt = world.seal(now=LATER)
    fingerprint = hash_bytes(world.content(receipt, form))
    assert ask(world, fingerprint) == Answer(Standing.AUTHENTIC, LATER, CopyStanding.NOT_ASKED)


@pytest.mark.parametrize("form", list(ReceiptFormat))
def test_a_byte_changed_anywhere_is_another_document(world: World, form: ReceiptFormat) -> None:
    content = world.content(world.seal(), form)
    step = max(1, len(content) // 40)
    for place in [*range(0, len(content), step), len(content) - 1]:
        forged = bytearray(content)
        forged[place] ^= 0x01
        assert ask(world, hash_bytes(bytes(forged)), address=f"192.0.2.{place % 200}") == UNKNOWN
    for cut in (content[:-1], content[1:], content + b"\n", b""):
        assert ask(world, hash_bytes(cut)) == UNKNOWN


@pytest.mark.parametrize("form", list(ReceiptFormat))
def test_a_file_is_told_its_role_in_the_receipt(world: World, form: ReceiptFormat) -> None:
    fingerprint = world.seal().form(form).sha256
    assert ask(world, fingerprint, sha("original facture")).file is CopyStanding.ORIGINAL
    assert ask(world, fingerprint, sha("served facture")).file is CopyStanding.SERVED
    assert ask(world, fingerprint, sha("another file")).file is CopyStanding.UNKNOWN


def test_a_file_that_is_original_here_and_copy_there_is_both(world: World) -> None:
    twin = accepted("mairie")
    world.change(
        type(twin)(
            **{
                name: getattr(twin, name)
                for name in twin.__slots__
                if name not in {"sha256", "served_sha256"}
            },
            sha256=sha("served facture"),
            served_sha256=sha("other"),
        )
    )
    answer = ask(world, world.seal().json.sha256, sha("served facture"))
    assert answer.file is CopyStanding.BOTH


def test_a_copy_made_after_the_sending_is_in_the_addendums_receipt_alone(world: World) -> None:
    world.relay()
    first = world.receipts()[0]
    world.change(accepted("photo_compteur"))
    second = world.seal()
    late = sha("original photo_compteur")
    assert ask(world, first.json.sha256, late).file is CopyStanding.UNKNOWN
    assert ask(world, second.json.sha256, late).file is CopyStanding.ORIGINAL


def test_a_file_alone_says_nothing_of_any_dossier(world: World) -> None:
    world.seal()
    deposited, never = sha("original facture"), sha("never deposited")
    assert ask(world, deposited) == ask(world, never) == UNKNOWN
    unheld = sha("a receipt that nobody has")
    assert ask(world, unheld, deposited) == ask(world, unheld, never)


def test_another_receipt_does_not_know_this_ones_files(world: World, table: Table) -> None:
    receipt = world.seal()
    assert ask(world, receipt.json.sha256, receipt.pdf.sha256).file is CopyStanding.UNKNOWN


def test_the_table_names_neither_the_dossier_nor_a_fingerprint_beside_a_mark(
    world: World,
) -> None:
    receipt = world.seal()
    item = world.table.get(f"X#{seal_mark(receipt.json.sha256)}", "SEAL")
    assert item is not None
    kept = str(item)
    known = [world.dossier_id, receipt.number, receipt.json.sha256, receipt.pdf.sha256, "Durand"]
    known += [one for pair in receipt.copies.values() for one in pair if one]
    assert not [one for one in known if one in kept]
    assert set(item) == {"pk", "sk", "sealed_at", "copies"}


@pytest.mark.parametrize(
    "pasted",
    [
        "{f}",
        "  {f}\n",
        "{F}",
        "{g}",
        "{f}  recu-7K4M-92PX-R01.json",
        "SHA256 hash of recu.json:\r\n{f}\r\nCertUtil: -hashfile command completed.",
        "SHA256 (recu.json) = {f}",
    ],
)
def test_a_fingerprint_is_read_as_people_paste_it(pasted: str) -> None:
    plain = sha("x")
    text = pasted.format(f=plain, F=plain.upper(), g=group_fingerprint(plain))
    assert find_fingerprint(text) == plain


@pytest.mark.parametrize("pasted", ["", "abc", "g" * 64, "a" * 63, "a" * 65, "é" * 64, "a " * 900])
def test_what_is_no_fingerprint_is_refused_by_name(world: World, pasted: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        ask(world, pasted, pasted)
    named = [one.field for one in refused.value.problems]
    assert named == (["receipt", "file"] if pasted.strip() else ["receipt"])


def test_two_fingerprints_in_one_paste_are_not_guessed_at() -> None:
    assert find_fingerprint(f"{sha('a')} {sha('b')}") is None


def test_a_source_address_may_ask_so_often_and_others_are_not_harmed(world: World) -> None:
    for _ in range(MOST_QUESTIONS):
        ask(world, sha("x"), address="198.51.100.1")
    with pytest.raises(SourceSlowed):
        ask(world, sha("x"), address="198.51.100.1")
    assert ask(world, sha("x"), address="198.51.100.2") == UNKNOWN


def test_a_slowed_address_may_ask_again_ten_minutes_later(table: Table) -> None:
    spend_question(table, "198.51.100.1", REAL, "P", most=1)
    with pytest.raises(SourceSlowed) as slowed:
        spend_question(table, "198.51.100.1", REAL, "P", most=1)
    assert 0 < int(str(slowed.value.values["retry_after_s"])) <= 600
    spend_question(table, "198.51.100.1", REAL, "OTHER", most=1)
    spend_question(table, "198.51.100.1", REAL + timedelta(minutes=10), "P", most=1)


def test_the_addresses_of_one_network_are_one_source(table: Table) -> None:
    spend_question(table, "2001:db8::1", REAL, "P", most=1)
    with pytest.raises(SourceSlowed):
        spend_question(table, "2001:db8::2", REAL, "P", most=1)
    spend_question(table, "2001:db8:0:1::1", REAL, "P", most=1)


def test_the_table_keeps_no_address(table: Table) -> None:
    spend_question(table, "198.51.100.1", REAL, "P", most=1)
    found = client("dynamodb").scan(TableName=ENVIRONMENT["TABLE"])["Items"]
    assert "198.51.100.1" not in str(found)
    assert all("expires_s" in item for item in found)

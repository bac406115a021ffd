"""Verifying a receipt: the journal up to it, and the bytes that it names."""

import pytest

from chalicelib.aws.items import Delete, Update
from chalicelib.aws.session import client
from chalicelib.receipts.model import ReceiptFormat
from chalicelib.receipts.verify_receipt import Kept, verify_receipt
from chalicelib.refusals import NotFound
from chalicelib.rows.cases import CASE
from chalicelib.rows.journal import EVENT
from tests.receipts.worlds import AGENT, DOCUMENTS, INSTALLER, STRANGER, World, accepted


def forge(world: World, seq: int) -> None:
    change = Update(*EVENT.key(world.dossier_id, seq), set={"actor_id": "usr_forged"})
    world.table.write(change)


def test_an_untouched_dossier_verifies(world: World) -> None:
    world.relay()
    found = verify_receipt(world.dossier_id, 1, by=INSTALLER, table=world.table)
    assert found.is_sound
    assert (found.broken_at, found.events) == (None, len(world.journal()))
    assert (found.json, found.pdf) == (Kept.INTACT, Kept.INTACT)


def test_an_event_changed_before_the_receipt_is_found(world: World) -> None:
    world.relay()
    forge(world, 1)
    found = verify_receipt(world.dossier_id, 1, by=AGENT, table=world.table)
    assert not found.is_sound
    assert (found.broken_at, found.is_sealed_part_sound) == (1, False)


def test_an_event_that_is_gone_is_found(world: World) -> None:
    receipt = world.seal()
    world.table.write(Delete(*EVENT.key(world.dossier_id, receipt.seq)))
    found = verify_receipt(world.dossier_id, 1, by=AGENT, table=world.table)
    assert not found.is_sealed_part_sound


def test_an_event_changed_after_the_receipt_leaves_the_sealed_part_sound(world: World) -> None:
    receipt = world.seal()
    world.change(accepted("photo_compteur"))
    forge(world, receipt.seq + 1)
    found = verify_receipt(world.dossier_id, 1, by=AGENT, table=world.table)
    assert found.is_sealed_part_sound
    assert found.is_sound
    assert found.broken_at == receipt.seq + 1


def test_a_whole_journal_written_anew_is_found_by_its_hash(world: World) -> None:
    receipt = world.seal()
    row = Update(CASE.pk(world.dossier_id), "RECEIPT#001", set={"event_hash": "0" * 64})
    world.table.write(row)
    found = verify_receipt(world.dossier_id, receipt.ordinal, by=AGENT, table=world.table)
    assert found.broken_at is None
    assert not found.is_sealed_part_sound


@pytest.mark.parametrize("form", list(ReceiptFormat))
def test_bytes_changed_or_gone_are_found(world: World, form: ReceiptFormat) -> None:
    key = world.seal().form(form).key
    client("s3").put_object(Bucket=DOCUMENTS, Key=key, Body=b"forged")
    found = verify_receipt(world.dossier_id, 1, by=AGENT, table=world.table)
    assert {ReceiptFormat.JSON: found.json, ReceiptFormat.PDF: found.pdf}[form] is Kept.CHANGED
    assert not found.is_sound
    client("s3").delete_object(Bucket=DOCUMENTS, Key=key)
    found = verify_receipt(world.dossier_id, 1, by=AGENT, table=world.table)
    assert {ReceiptFormat.JSON: found.json, ReceiptFormat.PDF: found.pdf}[form] is Kept.GONE


def test_a_foreign_or_unknown_receipt_is_not_there(world: World) -> None:
    world.seal()
    with pytest.raises(NotFound):
        verify_receipt(world.dossier_id, 1, by=STRANGER, table=world.table)
    with pytest.raises(NotFound):
        verify_receipt(world.dossier_id, 2, by=AGENT, table=world.table)

"""Sealing: once at the sending however often the event comes, and of later states on demand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws import sealed as adapter
from chalicelib.aws.items import Operation
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.receipts import seal_receipt as use_case
from chalicelib.receipts.model import (
    NothingToSeal,
    ReceiptFormat,
    ReceiptKind,
    TooManyReceipts,
    hash_bytes,
)
from chalicelib.receipts.seal_receipt import seal_event, seal_receipt
from chalicelib.refusals import NotFound
from chalicelib.rows.beside import RECEIPT
from chalicelib.rows.cases import CASE
from tests.receipts.worlds import (
    AGENT,
    AT,
    DOCUMENTS,
    INSTALLER,
    LATER,
    STRANGER,
    World,
    accepted,
    sha,
)


def test_the_sending_is_sealed_once_however_often_its_event_comes(world: World) -> None:
    world.relay(times=3)
    (receipt,) = world.receipts()
    assert receipt.kind is ReceiptKind.EVENT
    assert receipt.number == f"{world.dossier().head.reference}-R01"
    assert receipt.event_seq == world.sending().seq
    assert len(world.objects()) == 2


def test_only_the_sending_owes_a_receipt(world: World) -> None:
    for event in world.journal():
        if event.seq != world.sending().seq:
            seal_event(event, table=world.table)
    assert world.receipts() == ()


def test_the_bytes_that_are_kept_have_the_fingerprints_of_the_row(world: World) -> None:
    receipt = world.seal()
    for form in ReceiptFormat:
        content = world.content(receipt, form)
        assert hash_bytes(content) == receipt.form(form).sha256
        assert len(content) == receipt.form(form).size_bytes


def test_an_event_that_comes_late_seals_what_is_then_and_says_at_which_event(
    world: World,
) -> None:
    world.change(accepted("photo_compteur"))
    world.relay()
    (receipt,) = world.receipts()
    assert receipt.kind is ReceiptKind.EVENT
    assert (receipt.event_seq, receipt.seq) == (world.sending().seq, len(world.journal()))


def test_the_same_state_is_sealed_once_for_everybody(world: World) -> None:
    world.relay()
    first = world.receipts()[0]
    assert world.seal(by=INSTALLER) == world.seal(by=AGENT, now=LATER) == first
    assert len(world.receipts()) == 1


def test_a_later_receipt_has_a_dated_addendum_that_names_the_first(world: World) -> None:
    world.relay()
    first = world.receipts()[0]
    meter = accepted("photo_compteur")
    world.change(meter)
    second = world.seal()
    assert (second.ordinal, second.kind) == (2, ReceiptKind.STATE)
    addendum = world.document(second)["addendum"]
    assert addendum["of"]["sha256"] == first.json.sha256
    assert addendum["of"]["number"] == first.number
    assert addendum["dated"] == "2026-03-03T09:30:15Z"
    assert [(one["role"], one["sha256"]) for one in addendum["copies"]] == [
        ("original", sha("original photo_compteur")),
        ("served", sha("served photo_compteur")),
    ]
    assert addendum["gone"] == []
    assert world.document(first)["addendum"] is None


def test_the_addendum_always_compares_with_the_first_receipt(world: World) -> None:
    world.relay()
    world.change(accepted("photo_compteur"))
    world.seal()
    world.change(replace(accepted("facture"), state=PieceState.SUPERSEDED))
    addendum = world.document(world.seal(now=LATER + timedelta(days=1)))["addendum"]
    assert addendum["of"]["number"].endswith("-R01")
    assert len(addendum["copies"]) == 2
    assert addendum["gone"] == ["doc_facture"]


def test_what_the_first_receipt_said_never_changes(world: World) -> None:
    world.relay()
    before = [world.content(world.receipts()[0], form) for form in ReceiptFormat]
    world.change(accepted("photo_compteur"), status=Status.WITH_OPERATOR)
    world.seal()
    assert [world.content(world.receipts()[0], form) for form in ReceiptFormat] == before


def test_a_foreign_dossier_has_no_receipt_to_seal(world: World) -> None:
    with pytest.raises(NotFound):
        world.seal(by=STRANGER)
    with pytest.raises(NotFound):
        world.seal(by=Actor("usr_9", "client", "page"))
    assert world.receipts() == ()


def test_a_client_seals_a_receipt_of_his_own_dossier(world: World) -> None:
    world.change(client_id="usr_client")
    assert world.seal(by=Actor("usr_client", "client", "page")).ordinal == 1


def test_a_draft_has_nothing_to_seal(world: World) -> None:
    draft = create_draft({}, idempotency_key="key-2", by=INSTALLER, table=world.table, now=AT)
    with pytest.raises(NothingToSeal):
        seal_receipt(draft.head.dossier_id, by=INSTALLER, table=world.table)


def test_an_erased_person_is_not_sealed_and_the_event_is_done(world: World) -> None:
    world.change(erased_at=LATER)
    world.relay()
    assert world.receipts() == ()
    assert world.objects() == []


def test_a_person_about_to_be_erased_is_not_sealed(world: World) -> None:
    world.table.put({"pk": CASE.pk(world.dossier_id), "sk": "ERASURE"})
    with pytest.raises(NothingToSeal):
        world.seal()


def test_a_dossier_has_so_many_receipts_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_case, "MOST_RECEIPTS", 1)
    world.seal()
    world.change(accepted("mairie"))
    with pytest.raises(TooManyReceipts):
        world.seal()


class Interfering:
    """A table that something happens to right before a transaction, once."""

    def __init__(self, table: Table, happens: Callable[[], object]) -> None:
        self._table, self._happens = table, happens

    def __getattr__(self, name: str) -> object:
        return getattr(self._table, name)

    def transact(self, operations: list[Operation]) -> None:
        happens, self._happens = self._happens, lambda: None
        happens()
        self._table.transact(operations)


def test_a_change_in_between_is_sealed_too_and_never_half(world: World) -> None:
    table = Interfering(world.table, lambda: world.change(accepted("photo_compteur")))
    receipt = seal_receipt(world.dossier_id, by=AGENT, table=table, now=LATER)  # type: ignore[arg-type] # a table by its methods
    assert receipt.seq == world.dossier().head.seq == len(world.journal())
    assert world.receipts() == (receipt,)


def test_two_who_seal_at_once_get_the_same_receipt(world: World) -> None:
    table = Interfering(world.table, world.seal)
    receipt = seal_receipt(world.dossier_id, by=AGENT, table=table, now=LATER)  # type: ignore[arg-type] # idem
    assert world.receipts() == (receipt,)
    assert len(world.objects()) == 2


@pytest.mark.parametrize("stored", [0, 1, 2])
def test_a_sealing_cut_short_is_taken_up_and_ends_the_same(
    world: World, stored: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def put_some(content: bytes, bucket: str, key: str, *, content_type: str) -> None:
        if len(done) >= stored:
            raise TransientError("s3", "SlowDown")
        done.append(key)
        adapter.put_sealed(content, bucket, key, content_type=content_type)

    def fail() -> None:
        raise TransientError("dynamodb", "ThrottlingException")

    table = Interfering(world.table, fail)
    with monkeypatch.context() as patched:
        patched.setattr(use_case, "put_sealed", put_some)
        with pytest.raises(TransientError):
            seal_event(world.sending(), table=table)  # type: ignore[arg-type] # idem
    assert world.receipts() == ()
    world.relay(times=2)
    (receipt,) = world.receipts()
    assert world.objects() == sorted([receipt.json.key, receipt.pdf.key])
    assert world.table.get(CASE.pk(world.dossier_id), RECEIPT.sk(1)) is not None


def test_a_sealed_object_is_never_written_over(world: World) -> None:
    receipt = world.seal()
    key = receipt.json.key
    adapter.put_sealed(b"forged", DOCUMENTS, key, content_type="application/json")
    assert hash_bytes(world.content(receipt)) == receipt.json.sha256
    versions = client("s3").list_object_versions(Bucket=DOCUMENTS, Prefix=key)["Versions"]
    assert len(versions) == 1


def test_the_relay_brings_every_event_to_the_sealing() -> None:
    assert seal_event in [one.hear.get() for one in DOSSIER.consumers]

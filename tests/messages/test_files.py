"""Files with a message: judged as every file is, read by nobody before, in no one's way."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.audit.model import Actor, platform
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.files.by_person import FileReason
from chalicelib.cases.files.keep_file import note_arrival
from chalicelib.cases.files.reconcile import compare_files
from chalicelib.cases.files.refusals import NotReadable, SlotFull, SlotUnknown
from chalicelib.cases.files.sweep_pending import sweep_pending
from chalicelib.cases.files.ticket import open_form
from chalicelib.cases.thread import read_thread
from chalicelib.documents.decide_piece import (
    accept_piece,
    check_piece_again,
    refuse_piece,
    withdraw_piece,
)
from chalicelib.documents.read_piece import read_piece
from chalicelib.documents.refusals import TooManyAttached, UploadClosed
from chalicelib.documents.room import require_room
from chalicelib.dossiers.attached import AlreadyGiven
from chalicelib.dossiers.attention import Reason, list_reasons
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.ledger.replay import replay
from chalicelib.messages.leave_words import find_left_words, leave_words
from chalicelib.messages.list_messages import list_messages
from chalicelib.messages.model import ThreadClosed
from chalicelib.messages.post_message import post_message
from chalicelib.notices.plan import list_notices_of
from chalicelib.reference.attached_slots import MESSAGE_FILE, MOST_FILES_OF_MESSAGE
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound
from chalicelib.retention.erase_person import erase_person
from chalicelib.retention.export_person import export_person
from chalicelib.rows.cases import CASE
from chalicelib.settings import load_settings
from chalicelib.verdicts import limits
from chalicelib.verdicts.upload_form import FileRefused
from tests.documents.worlds import AGENT, INSTALLER, NOW, STRANGER, UPLOADS, World, make_world
from tests.tables import ENVIRONMENT

SLOT = "message"
COLLEAGUE = Actor("usr_9", "installer", "page", firm_id="frm_1")
CLIENT = Actor("usr_3", "client", "page")
WORDS = "Voici le courrier du gestionnaire."


@pytest.fixture
def world(table: Table) -> World:
    """A sent dossier with its buckets."""
    world = make_world(table)
    world.send()
    return world


def deposit(world: World, content: bytes = b"good file", by: Actor = INSTALLER) -> tuple[str, Any]:
    ticket = world.ticket(SLOT, file_name="courrier.pdf", by=by)
    return ticket.document_id, world.put(world.key(ticket), content)


def accepted(world: World, by: Actor = INSTALLER) -> str:
    document_id, arrival = deposit(world, by=by)
    world.check(arrival)
    return document_id


def post(
    world: World, *files: str, by: Actor = INSTALLER, key: str = "key-0001", words: str = WORDS
) -> None:
    post_message(world.dossier_id, words, key=key, files=files, by=by, table=world.table)


def read(world: World, document_id: str, by: Actor) -> str:
    return read_piece(world.dossier_id, document_id, by=by, table=world.table)


def test_a_file_of_a_message_is_judged_sent_and_read_by_the_other_side(world: World) -> None:
    document_id = accepted(world)
    with pytest.raises(NotFound):
        read(world, document_id, AGENT)  # nothing is sent yet
    assert "served/" in read(world, document_id, INSTALLER)
    post(world, document_id)
    (message,) = list_messages(world.dossier_id, by=AGENT, table=world.table).messages
    assert message.files == (document_id,)
    assert "served/" in read(world, document_id, AGENT)
    assert "evidence/" not in read(world, document_id, AGENT)
    for other in (STRANGER, CLIENT):
        with pytest.raises(NotFound):
            read(world, document_id, other)


def test_a_colleague_reads_it_once_sent_and_does_not_send_it(world: World) -> None:
    document_id = accepted(world)
    with pytest.raises(NotFound):
        read(world, document_id, COLLEAGUE)
    with pytest.raises(InvalidFields):
        post(world, document_id, by=COLLEAGUE)
    post(world, document_id)
    assert read(world, document_id, COLLEAGUE)


def test_nobody_reads_it_before_its_verdict_and_the_message_need_not_wait(world: World) -> None:
    document_id, arrival = deposit(world)
    post(world, document_id)
    for reader in (INSTALLER, AGENT):
        with pytest.raises(NotReadable):
            read(world, document_id, reader)
    world.check(arrival)
    assert read(world, document_id, AGENT)


def test_what_is_refused_after_it_went_calls_its_sender_and_owes_no_mail(world: World) -> None:
    document_id, arrival = deposit(world, b"nonsense")
    post(world, document_id)
    world.check(arrival)
    thread = read_thread(world.dossier())
    number = list_messages(world.dossier_id, by=AGENT, table=world.table).messages[0].number
    assert thread.unread_by("installer") == (number,)
    event = list_whole_journal(world.table, world.dossier_id)[-1]
    assert event.kind == EventKind.ATTACHED_REFUSED
    assert list_notices_of(event, NOW) == ()
    assert client("s3").list_objects_v2(Bucket=UPLOADS)["KeyCount"] == 0


def test_what_is_refused_before_cannot_be_sent(world: World) -> None:
    document_id, arrival = deposit(world, b"nonsense")
    world.check(arrival)
    with pytest.raises(InvalidFields) as refused:
        post(world, document_id)
    assert [one.field for one in refused.value.problems] == ["files"]
    assert list_messages(world.dossier_id, by=AGENT, table=world.table).messages == ()


def test_posting_again_after_a_lost_reply_posts_once_and_other_files_are_refused(
    world: World,
) -> None:
    first, second = accepted(world), accepted(world)
    post(world, first)
    post(world, first)
    assert len(list_messages(world.dossier_id, by=AGENT, table=world.table).messages) == 1
    with pytest.raises(InvalidFields):
        post(world, first, key="key-0002")
    post(world, second, key="key-0002")
    assert set(read_thread(world.dossier()).files) == {first, second}


def test_a_message_takes_five_files_and_no_more_wait_for_one(world: World) -> None:
    ready = [deposit(world)[0] for _ in range(MOST_FILES_OF_MESSAGE)]
    with pytest.raises(SlotFull):
        deposit(world)
    deposit(world, by=AGENT)  # the other side has its own
    post(world, *ready)
    with pytest.raises(InvalidFields):
        post(world, *ready, "doc_00000000", key="key-0002")
    deposit(world)


def test_a_dossier_keeps_so_many_files_of_messages_and_its_pieces_keep_their_room(
    world: World,
) -> None:
    many = tuple(
        Piece(f"doc_{n:08x}", SLOT, PieceState.SUPERSEDED, NOW, "usr_1")
        for n in range(limits.DOSSIER_MAX_ATTACHED_FILES)
    )
    full = replace(world.dossier(), attached=many)
    with pytest.raises(TooManyAttached):
        require_room(full, MESSAGE_FILE, 1, "usr_1")
    heavy = replace(many[0], size_bytes=limits.DOSSIER_MAX_ATTACHED_BYTES)
    with pytest.raises(TooManyAttached):
        require_room(replace(full, attached=(heavy,)), MESSAGE_FILE, 1, "usr_1")
    assert world.ticket("facture")


def test_a_message_takes_the_three_kinds_and_nothing_else(world: World) -> None:
    with pytest.raises(FileRefused):
        world.ticket(SLOT, file_name="plan.dwg")
    with pytest.raises(FileRefused):
        world.ticket(SLOT, size_bytes=limits.UPLOAD_MAX_BYTES + 1)


@pytest.mark.parametrize("by", [AGENT, CLIENT])
def test_agents_deposit_with_a_message_and_in_no_slot(world: World, by: Actor) -> None:
    refused = (NotAllowed, NotFound)
    with pytest.raises(refused):
        world.ticket("facture", by=by)
    with pytest.raises(refused):
        open_form(world.dossier_id, "facture", by=by, back_path="/x", table=world.table)
    with pytest.raises(refused):
        note_arrival(world.dossier_id, "facture", "doc_00000000", by=by, table=world.table, now=NOW)
    if by is AGENT:
        assert accepted(world, AGENT)


def test_a_form_without_a_script_keeps_its_file_under_its_persons_name(world: World) -> None:
    form = open_form(world.dossier_id, SLOT, by=AGENT, back_path="/x", table=world.table)
    fields = form.post.fields
    arrival = world.put(fields["key"], b"good file", by="usr_7", name="plan.pdf")
    world.check(arrival)
    file = world.piece(form.document_id)
    assert (file.created_by, file.state, file.file_name) == (
        "usr_7",
        PieceState.READABLE,
        "plan.pdf",
    )
    post(world, form.document_id, by=AGENT)
    assert read(world, form.document_id, INSTALLER)


def test_it_is_taken_out_before_it_is_sent_and_not_after(world: World) -> None:
    gone, sent = accepted(world), accepted(world)
    with pytest.raises(NotFound):
        withdraw_piece(world.dossier_id, gone, by=AGENT, table=world.table)
    withdraw_piece(world.dossier_id, gone, by=INSTALLER, table=world.table)
    withdraw_piece(world.dossier_id, gone, by=INSTALLER, table=world.table)
    with pytest.raises(InvalidFields):
        post(world, gone)
    post(world, sent)
    with pytest.raises(AlreadyGiven):
        withdraw_piece(world.dossier_id, sent, by=INSTALLER, table=world.table)


def test_it_is_no_piece_status_milestones_and_review_know_nothing_of_it(world: World) -> None:
    before = world.dossier()
    document_id = accepted(world)
    after = world.dossier()
    assert (after.pieces, after.head.status, after.head.milestones) == (
        before.pieces,
        before.head.status,
        before.head.milestones,
    )
    assert [one.document_id for one in after.attached] == [document_id]
    assert Reason.TO_REVIEW not in list_reasons(after, None, NOW.date())
    with pytest.raises(SlotUnknown):
        refuse_piece(
            world.dossier_id, document_id, FileReason.INCORRECT, "", by=AGENT, table=world.table
        )
    with pytest.raises(SlotUnknown):
        accept_piece(world.dossier_id, document_id, by=AGENT, table=world.table)
    *_, last = replay(list_whole_journal(world.table, world.dossier_id), after.head)
    assert last.dossier.pieces == ()


def test_a_held_file_is_shown_to_agents_who_have_it_judged_again(world: World) -> None:
    document_id, _arrival = deposit(world)

    def hold(dossier: Dossier, _now: datetime) -> Change:
        file = dossier.find_piece(document_id)
        assert file is not None
        held = replace(file, state=PieceState.HELD, pending_since=None, reasons=("not-judged",))
        return Change(EventKind.ATTACHED_HELD, dossier.head, pieces=(held,))

    change_dossier(world.dossier_id, hold, by=platform("queue"), table=world.table)
    assert Reason.HELD_FILE not in list_reasons(world.dossier(), None, NOW.date())
    post(world, document_id)
    reasons = list_reasons(world.dossier(), None, NOW.date())
    assert (Reason.HELD_FILE in reasons, Reason.HELD_PIECE in reasons) == (True, False)
    check_piece_again(world.dossier_id, document_id, by=AGENT, table=world.table)
    sent: list[Any] = []
    file = world.piece(document_id)
    assert file.pending_since is not None
    late = file.pending_since.replace(year=file.pending_since.year + 1)
    sweep_pending(table=world.table, uploads_bucket=UPLOADS, send=sent.extend, real=late)
    assert SLOT in str(sent)


def test_a_file_that_never_arrives_is_forgotten_and_one_that_comes_late_is_taken_back(
    world: World,
) -> None:
    ticket = world.ticket(SLOT)
    pending = world.piece(ticket.document_id).pending_since
    assert pending is not None
    late = pending.replace(year=pending.year + 1)
    sweep_pending(table=world.table, uploads_bucket=UPLOADS, send=lambda _messages: None, real=late)
    assert world.piece(ticket.document_id).state is PieceState.SUPERSEDED
    world.check(world.put(world.key(ticket), b"good file"))
    assert world.piece(ticket.document_id).state is PieceState.READABLE


def test_the_comparison_with_the_buckets_knows_it(world: World) -> None:
    accepted(world)
    pending, _arrival = deposit(world)
    report = compare_files(world.dossier_id, world.dossier().every_file, load_settings())
    assert (report.copies, report.missing, report.unnamed, report.lying) == (2, 0, 0, 0)
    assert pending


def test_a_draft_and_an_erased_dossier_take_none(table: Table) -> None:
    world = make_world(table)
    with pytest.raises(UploadClosed):
        world.ticket(SLOT)
    world.send()
    world.table.put({"pk": CASE.pk(world.dossier_id), "sk": "ERASURE", "asked_by": "usr_7"})
    with pytest.raises(UploadClosed):
        world.ticket(SLOT)


def test_an_erasure_takes_files_words_and_rows_and_an_export_names_them(world: World) -> None:
    document_id = accepted(world)
    post(world, document_id)
    leave_words(world.dossier_id, "Et aussi", by=INSTALLER, table=world.table)
    exported = export_person(world.dossier_id, by=AGENT, table=world.table)
    assert [one["document_id"] for one in exported["attached"]] == [document_id]
    place: Any = {"LocationConstraint": "eu-west-3"}
    client("s3").create_bucket(Bucket=ENVIRONMENT["DROP_BUCKET"], CreateBucketConfiguration=place)

    def cancel(dossier: Dossier, now: datetime) -> Change:
        head = replace(dossier.head, status=Status.CANCELLED, closed_at=now)
        return Change(EventKind.DOSSIER_CANCELLED, head)

    change_dossier(world.dossier_id, cancel, by=AGENT, table=world.table)
    proof = erase_person(
        world.dossier_id, by=platform("schedule"), why="usr_7", table=world.table, now=NOW
    )
    assert proof.is_complete
    assert world.dossier(AGENT).attached == ()
    assert world.objects(ENVIRONMENT["DOCUMENTS_BUCKET"]) == []


def test_words_that_were_left_are_their_writers_until_they_are_sent(world: World) -> None:
    def left(by: Actor) -> str:
        return find_left_words(world.dossier_id, by=by, table=world.table)

    leave_words(world.dossier_id, "Bonjour, voici", by=INSTALLER, table=world.table)
    assert (left(INSTALLER), left(COLLEAGUE)) == ("Bonjour, voici", "")
    post(world)
    assert left(INSTALLER) == ""
    with pytest.raises(NotFound):
        leave_words(world.dossier_id, "Non", by=STRANGER, table=world.table)
    with pytest.raises(NotAllowed):
        leave_words(world.dossier_id, "Non", by=CLIENT, table=world.table)


def test_nothing_is_left_on_a_draft(table: Table) -> None:
    world = make_world(table)
    with pytest.raises(ThreadClosed):
        leave_words(world.dossier_id, "Bonjour", by=INSTALLER, table=world.table)

"""What agents decide about files: accept, refuse, ask, take back; twice is once, every pair holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.audit.store import list_whole_journal
from chalicelib.cases.files.by_person import FileReason
from chalicelib.cases.files.refusals import CannotDecide, NoSafeCopy, SlotUnknown
from chalicelib.cases.model import Reached
from chalicelib.documents import decisions
from chalicelib.documents.decide_piece import accept_piece, ask_piece, refuse_piece
from chalicelib.documents.model import load_slot
from chalicelib.documents.room import may_upload
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import read_journal
from chalicelib.dossiers.model import Change, Dossier, Head, Piece, PieceState
from chalicelib.dossiers.pieces import list_lacking
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.store import with_parts
from chalicelib.dossiers.waits import Asker, current_wait
from chalicelib.refusals import NotAllowed, Refusal
from tests.documents.worlds import AGENT, INSTALLER, World

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
ACCEPTED, REJECTED = PieceState.ACCEPTED, PieceState.REJECTED

type Act = Callable[[Dossier], Change | None]


def piece(state: PieceState = ACCEPTED, slot: str = "facture", **more: object) -> Piece:
    whole = Piece(f"doc_{slot}", slot, state, NOW, "usr_1", served_key="served/x.pdf")
    return replace(whole, **more)  # type: ignore[arg-type] # fields of a piece


def dossier(*pieces: Piece, status: Status = Status.WITH_OPERATOR) -> Dossier:
    came_from = Status.WITH_OPERATOR if status is Status.AWAITING_PIECE else None
    filed = {
        name: Reached(NOW, 1)
        for name in (Milestone.SUBMITTED, Milestone.PIECES_COMPLETE, Milestone.REQUEST_FILED)
    }
    head = Head("dos_1", "frm_1", "usr_1", NOW, NOW, status=status, came_from=came_from)
    return Dossier(replace(head, milestones=filed), pieces=pieces)


def carried(before: Dossier, change: Change | None) -> Dossier:
    if change is None:
        return before
    return replace(with_parts(before, change.pieces, ()), head=change.head)


def accept(given: Dossier) -> Change | None:
    return decisions.accept(given, "doc_facture", "usr_7", LATER)


def refuse(reason: FileReason) -> Act:
    return lambda given: decisions.refuse(given, "doc_facture", reason, "mots", "usr_7", LATER)


def ask(slot: str) -> Act:
    expected = Piece(f"ask_{slot}", slot, PieceState.EXPECTED, LATER, "usr_7", words="pourquoi")
    return lambda given: decisions.ask(given, expected, LATER)


def take_back(slot: str) -> Act:
    return lambda given: decisions.withdraw(given, f"ask_{slot}", AGENT, LATER)


ACTS: dict[str, Act] = {
    "accept": accept,
    "refuse as outdated": refuse(FileReason.OUTDATED),
    "refuse as incomplete": refuse(FileReason.INCOMPLETE),
    "ask for the same": ask("facture"),
    "ask for another": ask("autre"),
    "take the same back": take_back("facture"),
    "take the other back": take_back("autre"),
}


def test_an_agent_who_keeps_a_file_is_noted_and_nothing_else_moves() -> None:
    before = dossier(piece())
    change = accept(before)
    assert change is not None
    assert change.kind is EventKind.PIECE_REVIEWED
    after = carried(before, change).pieces[0]
    assert (after.state, after.accepted_at, after.accepted_by) == (ACCEPTED, LATER, "usr_7")
    assert change.head.status is Status.WITH_OPERATOR
    assert (change.reached, change.unreached) == ((), ())
    assert accept(carried(before, change)) is None


def test_a_refusal_by_mistake_is_taken_back_and_the_dossier_goes_on() -> None:
    refused = carried(dossier(piece()), refuse(FileReason.OUTDATED)(dossier(piece())))
    assert refused.head.status is Status.AWAITING_PIECE
    change = accept(refused)
    assert change is not None
    assert change.kind is EventKind.PIECE_REINSTATED
    after = carried(refused, change)
    assert (after.head.status, after.head.came_from) == (Status.WITH_OPERATOR, None)
    (kept,) = after.pieces
    assert (kept.state, kept.reasons, kept.words) == (ACCEPTED, (), "")
    assert kept.decided_by == kept.accepted_by == "usr_7"


def test_before_filing_a_refusal_takes_the_milestone_and_its_undoing_gives_it_back() -> None:
    slots = ("facture", "photo_installation", "photo_compteur", "mairie")
    head = Head("dos_1", "frm_1", "usr_1", NOW, NOW, status=Status.NEW)
    known = {Milestone.PIECES_COMPLETE: Reached(NOW, 2)}
    before = Dossier(replace(head, milestones=known), pieces=tuple(piece(slot=s) for s in slots))
    refusal = refuse(FileReason.OUTDATED)(before)
    assert refusal is not None
    assert refusal.unreached == (Milestone.PIECES_COMPLETE,)
    waiting = replace(carried(before, refusal), head=replace(refusal.head, milestones={}))
    undone = accept(waiting)
    assert undone is not None
    assert Milestone.PIECES_COMPLETE in undone.reached
    assert undone.head.status is Status.NEW


@pytest.mark.parametrize(
    "unsafe",
    [
        piece(REJECTED, reasons=("pdf-unreadable",)),
        piece(PieceState.REFUSED, reasons=("outdated",), served_key=""),
        piece(REJECTED),
    ],
    ids=["the platform refused it", "it was held, then refused", "nobody says why"],
)
def test_nobody_accepts_by_hand_what_has_no_safe_copy(unsafe: Piece) -> None:
    with pytest.raises(NoSafeCopy):
        accept(dossier(unsafe, status=Status.AWAITING_PIECE))


@pytest.mark.parametrize(
    "state",
    [PieceState.EXPECTED, PieceState.PENDING, PieceState.HELD, PieceState.SUPERSEDED],
)
def test_only_what_is_decided_and_counts_can_be_accepted(state: PieceState) -> None:
    with pytest.raises(CannotDecide):
        accept(dossier(piece(state)))


@pytest.mark.parametrize("status", [Status.CLOSED, Status.CANCELLED])
def test_nothing_is_decided_once_the_dossier_is_over(status: Status) -> None:
    with pytest.raises(CannotDecide):
        accept(dossier(piece(), status=status))


def test_a_file_of_nobodys_is_unknown() -> None:
    with pytest.raises(SlotUnknown):
        accept(dossier())


@pytest.mark.parametrize("first", ACTS)
@pytest.mark.parametrize("second", ACTS)
def test_every_pair_of_decisions_leaves_a_status_that_its_pieces_explain(
    first: str, second: str
) -> None:
    check_story([first, second])


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=8))
def test_so_does_any_number_of_them(names: list[str]) -> None:
    check_story(names)


def check_story(names: list[str]) -> None:
    """Act after act, each twice: the double click changes nothing, and the status follows."""
    now = dossier(piece())
    for name in names:
        act = ACTS[name]
        try:
            after = carried(now, act(now))
        except Refusal:
            continue
        assert carried(after, act(after)) == after, f"{name} twice is not once"
        now = after
        lacking = {
            one.slot
            for slot in ("facture", "autre")
            for one in now.pieces_of(slot)[-1:]
            if one.state in {REJECTED, PieceState.REFUSED, PieceState.EXPECTED}
        }
        waits = now.head.status is Status.AWAITING_PIECE
        assert waits == bool(lacking), f"{names}: {now.head.status} while lacking {lacking}"
        assert now.head.came_from is (Status.WITH_OPERATOR if waits else None)


def test_in_the_table_a_review_is_journalled_once_and_leaves_the_agents_lane(world: World) -> None:
    found = world.accept("facture")
    world.send()
    assert "to_review" in world.dossier().rows["AGENTS"]["reasons"]
    for _click in range(3):
        accept_piece(world.dossier_id, found.document_id, by=AGENT, table=world.table)
    events, _ = read_journal(world.dossier_id, seen_by=INSTALLER, table=world.table)
    assert [one.kind for one in events].count(EventKind.PIECE_REVIEWED) == 1
    assert world.dossier().rows["AGENTS"]["reasons"] == []


def test_a_refusal_begins_a_wait_and_its_undoing_ends_it(world: World) -> None:
    found = world.accept("facture")
    world.send()
    for _click in range(2):
        refuse_piece(
            world.dossier_id,
            found.document_id,
            FileReason.INCORRECT,
            "Une autre adresse.",
            by=AGENT,
            table=world.table,
        )
    head = world.dossier().head
    wait = current_wait(head.waits)
    assert wait is not None
    assert (wait.asker, wait.seq, wait.since) == (Asker.US, head.seq, head.updated_at)
    accept_piece(world.dossier_id, found.document_id, by=AGENT, table=world.table)
    after = world.dossier().head
    assert after.status is Status.NEW
    assert [one.ended_at for one in after.waits] == [after.updated_at]


def test_an_asked_piece_keeps_a_taken_back_refusal_waiting(world: World) -> None:
    found = world.accept("facture")
    world.send()
    ask_piece(world.dossier_id, "autre", "Le plan de masse.", by=AGENT, table=world.table)
    refuse_piece(
        world.dossier_id, found.document_id, FileReason.OUTDATED, "", by=AGENT, table=world.table
    )
    accept_piece(world.dossier_id, found.document_id, by=AGENT, table=world.table)
    head = world.dossier().head
    assert head.status is Status.AWAITING_PIECE
    assert len(head.waits) == 1


def two_bills(**first: Any) -> Dossier:
    older = piece(document_id="doc_facture", created_at=NOW, **first)
    newer = piece(document_id="doc_second", created_at=NOW + timedelta(minutes=1))
    return dossier(older, newer)


def test_a_file_refused_beside_a_later_one_is_lacking_until_a_newer_one_comes() -> None:
    before = two_bills()
    refused = carried(before, refuse(FileReason.INCOMPLETE)(before))
    assert refused.head.status is Status.AWAITING_PIECE
    assert [one.document_id for one in list_lacking(refused)] == ["doc_facture"]
    assert may_upload(refused, load_slot(refused, "facture", LATER))
    answer = piece(
        PieceState.PENDING, document_id="doc_third", created_at=LATER + timedelta(hours=1)
    )
    answered = replace(refused, pieces=(*refused.pieces, answer))
    assert list_lacking(answered) == ()


def test_every_file_that_an_agent_refused_is_named_as_lacking() -> None:
    before = two_bills()
    once = carried(before, refuse(FileReason.INCOMPLETE)(before))
    twice = decisions.refuse(once, "doc_second", FileReason.OUTDATED, "", "usr_7", LATER)
    lacking = list_lacking(carried(once, twice))
    assert [one.document_id for one in lacking] == ["doc_facture", "doc_second"]


def test_what_the_platform_refused_beside_an_accepted_file_is_not_asked_for_again() -> None:
    beside = two_bills(state=REJECTED, decided_at=LATER, decided_by="platform")
    assert list_lacking(beside) == ()


def test_only_agents_accept(world: World) -> None:
    found = world.accept("facture")
    with pytest.raises(NotAllowed):
        accept_piece(world.dossier_id, found.document_id, by=INSTALLER, table=world.table)


def test_a_piece_asked_for_again_in_better_words_is_told_in_those(world: World) -> None:
    world.accept("facture")
    world.send()
    for words in ("Le plan.", "Le plan.", "Le plan de masse coté, au 1/500."):
        ask_piece(world.dossier_id, "autre", words, by=AGENT, table=world.table)
    (asked,) = world.dossier().pieces_of("autre")
    assert asked.words == "Le plan de masse coté, au 1/500."
    kinds = [event.kind for event in list_whole_journal(world.table, world.dossier_id)]
    assert kinds.count(EventKind.PIECE_REQUESTED) == 2


def test_a_refusal_said_again_in_better_words_is_told_in_those(world: World) -> None:
    found = world.accept("facture")
    world.send()
    for words in ("Floue.", "Floue.", "La page 2 manque.", ""):
        refuse_piece(
            world.dossier_id,
            found.document_id,
            FileReason.INCOMPLETE,
            words,
            by=AGENT,
            table=world.table,
        )
    assert world.piece(found.document_id).words == "La page 2 manque."
    kinds = [event.kind for event in list_whole_journal(world.table, world.dossier_id)]
    assert kinds.count(EventKind.PIECE_REFUSED) == 2

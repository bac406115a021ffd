"""What a verdict changes, in whatever order and number verdicts come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.files.refusals import SlotFull
from chalicelib.documents.model import (
    arrive_late,
    list_slots_of,
    load_slot,
    record_verdict,
)
from chalicelib.documents.room import may_upload, require_room
from chalicelib.dossiers.model import Dossier, Head, Piece, PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.store import with_parts
from chalicelib.verdicts.checked import Checked
from chalicelib.verdicts.verdict import FileKind, Outcome, ReasonCode, Verdict

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SLOTS = ("facture", "mairie", "consuel", "autre")
OUTCOMES = {
    Outcome.ACCEPTED: (),
    Outcome.REJECTED: (ReasonCode.PDF_UNREADABLE,),
    Outcome.HELD: (ReasonCode.NOT_JUDGED,),
}
STATES = {
    Outcome.ACCEPTED: PieceState.READABLE,
    Outcome.REJECTED: PieceState.REJECTED,
    Outcome.HELD: PieceState.HELD,
}


def pending(number: int, slot: str) -> Piece:
    at = NOW + timedelta(minutes=number)
    return Piece(f"doc_{number}", slot, PieceState.PENDING, at, "usr_1", pending_since=at)


def open_dossier(status: Status, *pieces: Piece) -> Dossier:
    return Dossier(Head("dos_1", "frm_1", "usr_1", NOW, NOW, status=status), pieces=pieces)


def judge(dossier: Dossier, number: int, outcome: Outcome) -> Dossier:
    checked = Checked(Verdict(outcome, OUTCOMES[outcome], FileKind.PDF))
    change = record_verdict(dossier, f"doc_{number}", checked, NOW)
    if change is None:
        return dossier
    return replace(with_parts(dossier, change.pieces, ()), head=change.head)


NEWS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(Outcome)), max_size=12)
STATUSES = st.sampled_from([Status.DRAFT, Status.NEW, Status.WITH_OPERATOR])


@given(STATUSES, NEWS)
def test_the_first_verdict_of_each_file_stands_whatever_comes_after(
    status: Status, news: list[tuple[int, Outcome]]
) -> None:
    pieces = [pending(number, slot) for number, slot in enumerate(SLOTS)]
    dossier = open_dossier(status, *pieces)
    first: dict[int, Outcome] = {}
    for number, outcome in news:
        first.setdefault(number, outcome)
        dossier = judge(dossier, number, outcome)
    for number in range(len(SLOTS)):
        piece = dossier.find_piece(f"doc_{number}")
        assert piece is not None
        assert piece.state is (STATES[first[number]] if number in first else PieceState.PENDING)
    lacking = any(outcome is Outcome.REJECTED for outcome in first.values())
    if status is Status.DRAFT:
        assert dossier.head.status is Status.DRAFT
    elif lacking:
        assert dossier.head.status is Status.AWAITING_PIECE
    else:
        assert dossier.head.status is status


@given(st.lists(st.sampled_from(Outcome), min_size=1, max_size=6))
def test_in_a_slot_of_one_file_the_last_readable_stands_alone(outcomes: list[Outcome]) -> None:
    dossier = open_dossier(Status.DRAFT)
    for number, outcome in enumerate(outcomes):
        dossier = replace(dossier, pieces=(*dossier.pieces, pending(number, "consuel")))
        dossier = judge(dossier, number, outcome)
    readable = [one for one in dossier.pieces_of("consuel") if one.state is PieceState.READABLE]
    assert len(readable) == (1 if Outcome.ACCEPTED in outcomes else 0)


def test_a_sent_dossier_takes_several_files_at_once_where_a_slot_does() -> None:
    dossier = open_dossier(Status.NEW, pending(0, "mairie"), pending(1, "consuel"))
    assert may_upload(dossier, load_slot(dossier, "mairie", NOW))
    assert not may_upload(dossier, load_slot(dossier, "consuel", NOW))
    settled = judge(dossier, 0, Outcome.ACCEPTED)
    assert not may_upload(settled, load_slot(settled, "mairie", NOW))


def test_one_refused_photo_of_several_keeps_its_line_in_a_draft_whatever_the_others_become() -> (
    None
):
    dossier = open_dossier(
        Status.DRAFT, *(pending(number, "photo_compteur") for number in range(3))
    )
    for number, outcome in enumerate((Outcome.REJECTED, Outcome.ACCEPTED, Outcome.REJECTED)):
        dossier = judge(dossier, number, outcome)
    states = [one.state for one in dossier.pieces_of("photo_compteur")]
    assert states == [PieceState.REJECTED, PieceState.READABLE, PieceState.REJECTED]


def test_refused_files_that_stand_in_a_slot_count_among_those_that_wait_there() -> None:
    refused = [
        replace(pending(number, "photo_compteur"), state=PieceState.REJECTED)
        for number in range(10)
    ]
    dossier = open_dossier(Status.DRAFT, *refused)
    with pytest.raises(SlotFull):
        require_room(dossier, load_slot(dossier, "photo_compteur", NOW), 1)


def test_a_file_that_comes_late_does_not_stand_beside_the_one_kept_meanwhile() -> None:
    announced = replace(pending(0, "consuel"), state=PieceState.SUPERSEDED, pending_since=None)
    forgotten = replace(announced, reasons=(str(ReasonCode.NEVER_ARRIVED),))
    waiting = open_dossier(Status.DRAFT, forgotten, pending(1, "consuel"))
    assert arrive_late(waiting, "doc_0", NOW, NOW) is not None
    settled = judge(waiting, 1, Outcome.ACCEPTED)
    assert arrive_late(settled, "doc_0", NOW, NOW) is None


def test_files_held_in_a_slot_count_among_those_that_wait_there() -> None:
    """An accepted file replaces them all in one transaction, which has a bound."""
    held = [replace(pending(number, "consuel"), state=PieceState.HELD) for number in range(10)]
    dossier = open_dossier(Status.DRAFT, *held)
    with pytest.raises(SlotFull):
        require_room(dossier, load_slot(dossier, "consuel", NOW), 1)


def test_an_operators_unknown_piece_becomes_a_slot_of_its_own() -> None:
    asked = replace(pending(1, "etude_de_sol"), state=PieceState.EXPECTED)
    dossier = open_dossier(Status.AWAITING_PIECE, asked)
    slot = list_slots_of(dossier, NOW)[-1]
    assert slot.code == "etude_de_sol"
    assert may_upload(dossier, slot)


def test_the_words_of_a_request_stay_with_its_refused_answer() -> None:
    asked = replace(pending(1, "autre"), state=PieceState.EXPECTED, words="Le plan de masse.")
    dossier = open_dossier(Status.NEW, asked, pending(2, "autre"))
    judged = judge(dossier, 2, Outcome.REJECTED).find_piece("doc_2")
    assert judged is not None
    assert judged.words == "Le plan de masse."

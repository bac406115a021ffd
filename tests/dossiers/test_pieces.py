"""Pieces decide what a sent dossier waits for."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.model import Reached
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier, Head, Piece, PieceState
from chalicelib.dossiers.pieces import UNDECIDED, milestones_of_pieces, settle_pieces
from chalicelib.dossiers.statuses import Status

AT = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Needed:
    code: str
    due: str


BILL, TOWN_HALL, CONSUEL = (
    Needed("facture", "submit"),
    Needed("mairie", "dso_request"),
    Needed("consuel", "commissioning"),
)
SLOTS = (BILL, TOWN_HALL, CONSUEL)


def piece(slot: str, state: PieceState, number: int = 1) -> Piece:
    return Piece(f"doc_{slot}_{number}", slot, state, AT + timedelta(minutes=number), "usr_1")


def dossier(status: Status, *pieces: Piece, came_from: Status | None = None) -> Dossier:
    head = Head("dos_1", "frm_1", "usr_1", AT, AT, status=status, came_from=came_from)
    return Dossier(head, pieces=pieces)


def settle(before: Dossier, *pieces: Piece) -> Change:
    change = Change(EventKind.PIECE_ACCEPTED, before.head, pieces=pieces)
    return settle_pieces(before, change, SLOTS)


ACCEPTED, REJECTED, PENDING = PieceState.ACCEPTED, PieceState.REJECTED, PieceState.PENDING


def test_a_refused_piece_makes_a_new_dossier_wait() -> None:
    settled = settle(dossier(Status.NEW, piece("facture", PENDING)), piece("facture", REJECTED))
    assert settled.head.status is Status.AWAITING_PIECE
    assert settled.head.came_from is Status.NEW


def test_a_refused_piece_of_a_draft_moves_nothing() -> None:
    settled = settle(dossier(Status.DRAFT, piece("facture", PENDING)), piece("facture", REJECTED))
    assert settled.head.status is Status.DRAFT


@pytest.mark.parametrize(
    "came_from", [Status.NEW, Status.WITH_OPERATOR, Status.COMMISSIONING_PENDING]
)
def test_an_accepted_replacement_sends_it_back_where_it_came_from(came_from: Status) -> None:
    waiting = dossier(
        Status.AWAITING_PIECE,
        piece("facture", REJECTED),
        piece("facture", PENDING, 2),
        came_from=came_from,
    )
    settled = settle(waiting, piece("facture", ACCEPTED, 2))
    assert (settled.head.status, settled.head.came_from) == (came_from, None)


def test_it_keeps_waiting_while_another_piece_is_undecided() -> None:
    waiting = dossier(
        Status.AWAITING_PIECE,
        piece("facture", PENDING),
        piece("mairie", PieceState.EXPECTED),
        came_from=Status.NEW,
    )
    assert settle(waiting, piece("facture", ACCEPTED)).head.status is Status.AWAITING_PIECE


def test_the_pieces_are_complete_once_all_that_the_operator_needs_is_accepted() -> None:
    first = settle(dossier(Status.NEW), piece("facture", ACCEPTED))
    assert first.reached == ()
    both = settle(dossier(Status.NEW, piece("facture", ACCEPTED)), piece("mairie", ACCEPTED))
    assert both.reached == (Milestone.PIECES_COMPLETE,)


@pytest.mark.parametrize("state", [PENDING, PieceState.HELD])
def test_a_consuel_in_check_does_not_keep_the_request_from_being_filed(state: PieceState) -> None:
    before = dossier(Status.NEW, piece("facture", ACCEPTED), piece("mairie", ACCEPTED))
    known = {Milestone.PIECES_COMPLETE: Reached(AT, 3)}
    before = replace(before, head=replace(before.head, milestones=known))
    settled = settle(before, piece("consuel", state))
    assert settled.unreached == ()
    assert settled.head.status is Status.NEW


def test_a_refused_consuel_does() -> None:
    before = dossier(Status.NEW, piece("facture", ACCEPTED), piece("mairie", ACCEPTED))
    assert settle(before, piece("consuel", REJECTED)).head.status is Status.AWAITING_PIECE


def test_a_piece_asked_for_before_filing_takes_the_milestone_back() -> None:
    before = dossier(Status.NEW, piece("facture", ACCEPTED), piece("mairie", ACCEPTED))
    known = {Milestone.PIECES_COMPLETE: Reached(AT, 3)}
    before = replace(before, head=replace(before.head, milestones=known))
    settled = settle(before, piece("autre", PieceState.EXPECTED))
    assert settled.unreached == (Milestone.PIECES_COMPLETE,)


def test_a_piece_asked_for_after_filing_only_suspends() -> None:
    before = dossier(Status.WITH_OPERATOR, piece("facture", ACCEPTED), piece("mairie", ACCEPTED))
    known = {
        Milestone.PIECES_COMPLETE: Reached(AT, 3),
        Milestone.REQUEST_FILED: Reached(AT, 4),
    }
    before = replace(before, head=replace(before.head, milestones=known))
    settled = settle(before, piece("autre", PieceState.EXPECTED))
    assert settled.unreached == ()
    assert settled.head.status is Status.AWAITING_PIECE


states = st.sampled_from(list(PieceState))
pieces = st.lists(
    st.builds(
        piece, st.sampled_from(["facture", "mairie", "consuel", "autre"]), states, st.integers(1, 9)
    ),
    max_size=6,
    unique_by=lambda one: one.document_id,
).map(lambda found: tuple(sorted(found, key=lambda one: (one.created_at, one.document_id))))


@given(pieces)
def test_nothing_undecided_is_ever_complete(found: tuple[Piece, ...]) -> None:
    whole = dossier(Status.NEW, *found)
    latest = {one.slot: one for one in found if one.state is not PieceState.SUPERSEDED}
    if any(one.state in UNDECIDED and one.slot != "consuel" for one in latest.values()):
        assert Milestone.PIECES_COMPLETE not in milestones_of_pieces(whole, SLOTS)


@given(pieces, st.sampled_from([Status.NEW, Status.WITH_OPERATOR, Status.COMMISSIONING_ORDERED]))
def test_settling_twice_changes_nothing_more(found: tuple[Piece, ...], status: Status) -> None:
    whole = dossier(status, *found)
    once = settle_pieces(whole, Change(EventKind.PIECE_ACCEPTED, whole.head), SLOTS)
    milestones = {name: Reached(AT, 1) for name in once.reached}
    after = replace(whole, head=replace(once.head, milestones=milestones))
    twice = settle_pieces(after, Change(EventKind.PIECE_ACCEPTED, after.head), SLOTS)
    assert (twice.head.status, twice.reached, twice.unreached) == (once.head.status, (), ())

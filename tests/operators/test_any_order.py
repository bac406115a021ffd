"""Milestones late, repeated, out of order or cut in any way lead where the story leads."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.cases.model import Reached
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier, Piece, PieceState, RequestState
from chalicelib.dossiers.statuses import MOVES, Status
from chalicelib.dossiers.waits import Asker
from chalicelib.operators.apply_milestones import _Step
from chalicelib.operators.model import RawMilestone
from chalicelib.operators.rows import list_kept
from tests.operators.dossiers import FILED, NOW, carried, filed, tell

STORIES: dict[str, tuple[tuple[str, ...], Status]] = {
    "nominal": (("DMTR", "DMREC", "VALID", "MESC", "INPL", "CPRE"), Status.CLOSED),
    "attested words only": (("DMTR", "DMREC", "INPL", "CPRE"), Status.CLOSED),
    "unknown word": (("DMTR", "ZZ99", "DMREC", "VALID", "MESC", "INPL", "CPRE"), Status.CLOSED),
    "complemented": (("DMTR", "INCPL", "CPLR", "DMREC", "VALID"), Status.COMMISSIONING_PENDING),
    "replanned": (("DMTR", "DMREC", "VALID", "MESC", "INPL", "INRP"), Status.COMMISSIONING_PENDING),
    "replanned, then done": (
        ("DMTR", "DMREC", "VALID", "MESC", "INPL", "INRP", "INPL", "CPRE"),
        Status.CLOSED,
    ),
    "not done": (("DMTR", "DMREC", "VALID", "MESC", "CPNR"), Status.COMMISSIONING_PENDING),
    "refused": (("DMTR", "CNRE"), Status.WITH_OPERATOR),
    "refused late": (("DMTR", "DMREC", "VALID", "REFUS"), Status.WITH_OPERATOR),
    "lapsed": (("DMTR", "DMREC", "VALID", "CADUC"), Status.WITH_OPERATOR),
    "refused while ordered": (("DMREC", "VALID", "MESC", "REFUS"), Status.WITH_OPERATOR),
    "file of dates only": (("dateAccuseReception", "dateMiseEnService"), Status.CLOSED),
}


def story(codes: tuple[str, ...]) -> list[RawMilestone]:
    return [
        RawMilestone(
            "http", "2603P4E000001", number, code, code, FILED + timedelta(days=10 * number)
        )
        for number, code in enumerate(codes, start=1)
    ]


def facts(dossier: Dossier) -> tuple[object, ...]:
    """What people go by; how the dossier came there may differ."""
    head = dossier.head
    states = [request.state for request in dossier.requests]
    return (
        head.status,
        head.commissioned_on,
        states,
        sorted(head.milestones),
        [kept.raw for kept in list_kept(dossier)],
        head.flags,
    )


@pytest.mark.parametrize("name", STORIES)
def test_a_story_told_at_once_leads_to_its_end(name: str) -> None:
    codes, end = STORIES[name]
    assert tell(filed(), story(codes)).head.status is end


@pytest.mark.parametrize("name", STORIES)
def test_a_story_told_as_it_happens_leads_to_the_same_end(name: str) -> None:
    codes, end = STORIES[name]
    dossier = filed()
    for count in range(1, len(codes) + 1):
        dossier = answer_pieces(tell(dossier, story(codes)[:count]))
    assert tell(dossier, story(codes)).head.status is end


def answer_pieces(dossier: Dossier) -> Dossier:
    """Whatever is asked for is handed in at once."""
    if dossier.head.status is not Status.AWAITING_PIECE:
        return dossier
    assert dossier.head.came_from is not None
    head = replace(dossier.head, status=dossier.head.came_from, came_from=None)
    return replace(dossier, head=head)


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(sorted(STORIES)), data=st.data())
def test_any_order_and_repetition_lead_where_the_story_leads(
    name: str, data: st.DataObject
) -> None:
    codes, _ = STORIES[name]
    whole = story(codes)
    at_once = facts(tell(filed(), whole))
    shuffled = data.draw(st.permutations(whole))
    repeated = data.draw(st.lists(st.sampled_from(whole), max_size=4))
    dossier = tell(filed(), [*repeated, *shuffled, *whole])
    assert facts(dossier) == at_once
    assert tell(dossier, shuffled) == dossier


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(sorted(STORIES)), data=st.data())
def test_however_it_comes_every_move_is_one_of_the_table(name: str, data: st.DataObject) -> None:
    codes, _ = STORIES[name]
    dossier = filed()
    allowed = {(before, after) for (before, _), after in MOVES.items()}
    for raw in data.draw(st.lists(st.sampled_from(story(codes)), max_size=12)):
        step = _Step(1, (raw,))
        while (change := step.decide(dossier, NOW)) is not None:
            before, dossier = dossier.head.status, carried(dossier, change)
            moved = (before, dossier.head.status)
            assert moved[0] == moved[1] or moved in allowed
        dossier = answer_pieces(dossier)
    assert tell(dossier, story(codes)).head.status is not Status.AWAITING_PIECE or "INCPL" in codes


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(sorted(STORIES)), data=st.data())
def test_told_one_by_one_in_any_order_a_story_comes_to_its_end(
    name: str, data: st.DataObject
) -> None:
    codes, end = STORIES[name]
    dossier = filed()
    for raw in data.draw(st.permutations(story(codes))):
        dossier = answer_pieces(tell(dossier, [raw]))
    assert tell(dossier, ()).head.status is end


def test_what_is_told_while_a_piece_is_awaited_waits_with_the_dossier() -> None:
    codes = ("DMTR", "INCPL", "CPLR", "DMREC", "VALID")
    waiting = tell(filed(), story(codes)[:2])
    assert waiting.head.status is Status.AWAITING_PIECE
    told = tell(waiting, story(codes))
    assert told.head.status is Status.AWAITING_PIECE
    back = tell(answer_pieces(told), ())
    assert back.head.status is Status.COMMISSIONING_PENDING


def test_a_wait_knows_that_the_operator_asked_and_when() -> None:
    told = story(("DMTR", "INCPL"))
    waiting = tell(filed(), told)
    (wait,) = waiting.head.waits
    assert (wait.asker, wait.since, wait.ended_at) == (Asker.OPERATOR, told[-1].at, None)
    assert wait.seq == waiting.head.seq


def test_an_unknown_piece_is_asked_for_as_another_document() -> None:
    raw = RawMilestone("http", "2603P4E000001", 1, "INCPL", "", FILED, {"piece": "licorne"})
    assert [piece.slot for piece in tell(filed(), [raw]).pieces] == ["autre"]


def test_a_corrected_commissioning_date_corrects_the_dossier() -> None:
    dates = story(("dateAccuseReception", "dateMiseEnService"))
    closed = tell(filed(), dates)
    assert closed.head.commissioned_on == date(2026, 3, 22)
    corrected = RawMilestone("http", "2603P4E000001", 2, "dateMiseEnService", "", FILED)
    assert tell(closed, [corrected]).head.commissioned_on == FILED.date()


def test_milestones_of_a_former_request_touch_nothing_of_the_next() -> None:
    lapsed = tell(filed(), story(("DMREC", "VALID", "CADUC")))
    late = RawMilestone("http", "2603P4E000001", 9, "CPRE", "", NOW)
    after = tell(lapsed, [late])
    assert after.head.status is Status.WITH_OPERATOR
    assert [one.state for one in after.requests] == [RequestState.LAPSED, RequestState.TO_FILE]
    assert Milestone.COMMISSIONED not in after.head.milestones


def with_piece(dossier: Dossier, slot: str, state: PieceState) -> Dossier:
    """Have a piece asked for, or handed in, while commissioning is ordered: nothing waits then."""
    piece = Piece(f"doc_{slot}", slot, state, NOW, "usr_7")
    return replace(dossier, pieces=(*dossier.pieces, piece))


ORDERED = ("DMTR", "DMREC", "VALID", "MESC", "INPL")


@pytest.mark.parametrize("setback", ["INRP", "CPNR"])
def test_a_piece_asked_for_while_ordered_is_waited_for_from_the_setback_on(setback: str) -> None:
    ordered = tell(filed(), story(ORDERED))
    assert ordered.head.status is Status.COMMISSIONING_ORDERED
    asked = with_piece(ordered, "autre", PieceState.EXPECTED)
    back = tell(asked, story((*ORDERED, setback)))
    assert back.head.status is Status.AWAITING_PIECE
    assert back.head.came_from is Status.COMMISSIONING_PENDING
    assert Milestone.COMMISSIONING_ORDERED not in back.head.milestones
    assert back.requests[-1].state is RequestState.VALIDATED
    assert tell(back, story((*ORDERED, setback))) == back


def test_a_consuel_refused_while_ordered_is_needed_again_before_another_order() -> None:
    ordered = tell(filed(), story(ORDERED))
    known = {**ordered.head.milestones, Milestone.CONSUEL_ACCEPTED: Reached(NOW, 1)}
    ordered = replace(ordered, head=replace(ordered.head, milestones=known))
    refused = with_piece(ordered, "consuel", PieceState.REJECTED)
    back = tell(refused, story((*ORDERED, "INRP")))
    assert back.head.status is Status.AWAITING_PIECE
    assert Milestone.CONSUEL_ACCEPTED not in back.head.milestones


def test_a_request_refused_while_ordered_waits_for_the_lacking_piece_first() -> None:
    codes = ("DMREC", "VALID", "MESC", "REFUS")
    asked = with_piece(tell(filed(), story(codes)[:3]), "autre", PieceState.EXPECTED)
    waiting = tell(asked, story(codes))
    assert waiting.head.status is Status.AWAITING_PIECE
    gone = tuple(replace(one, state=PieceState.SUPERSEDED) for one in waiting.pieces)
    after = tell(answer_pieces(replace(waiting, pieces=gone)), ())
    assert after.head.status is Status.WITH_OPERATOR
    assert [one.state for one in after.requests] == [RequestState.REFUSED, RequestState.TO_FILE]

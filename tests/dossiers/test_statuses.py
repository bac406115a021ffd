"""The statuses move as the table says, and in no other way (all pairs)."""

import itertools

import pytest

from chalicelib.cases.kind import IllegalMove
from chalicelib.dossiers.statuses import (
    FINAL,
    Move,
    Status,
    is_before_filing,
    next_status,
)

S, M = Status, Move
LEGAL: dict[tuple[Status, Move], Status] = {
    (S.DRAFT, M.SEND): S.NEW,
    (S.NEW, M.ASK_PIECE): S.AWAITING_PIECE,
    (S.NEW, M.FILE): S.WITH_OPERATOR,
    (S.WITH_OPERATOR, M.ASK_PIECE): S.AWAITING_PIECE,
    (S.WITH_OPERATOR, M.VALIDATE): S.COMMISSIONING_PENDING,
    (S.COMMISSIONING_PENDING, M.ASK_PIECE): S.AWAITING_PIECE,
    (S.COMMISSIONING_PENDING, M.REFUSE): S.WITH_OPERATOR,
    (S.COMMISSIONING_PENDING, M.ORDER): S.COMMISSIONING_ORDERED,
    (S.COMMISSIONING_ORDERED, M.REPLAN): S.COMMISSIONING_PENDING,
    (S.COMMISSIONING_ORDERED, M.COMMISSION): S.CLOSED,
    **{(status, M.CANCEL): S.CANCELLED for status in S if status not in {S.CLOSED, S.CANCELLED}},
}


@pytest.mark.parametrize(("status", "move"), list(itertools.product(Status, Move)))
def test_every_pair_is_as_in_the_table(status: Status, move: Move) -> None:
    if (status, move) in LEGAL:
        assert next_status(status, move) is LEGAL[status, move]
    else:
        with pytest.raises(IllegalMove):
            next_status(status, move)


@pytest.mark.parametrize("came_from", [S.NEW, S.WITH_OPERATOR, S.COMMISSIONING_PENDING])
def test_a_dossier_goes_back_where_it_came_from(came_from: Status) -> None:
    assert next_status(S.AWAITING_PIECE, M.PIECES_ACCEPTED, came_from) is came_from


def test_nothing_leaves_a_final_status() -> None:
    for status, move in itertools.product(FINAL, Move):
        with pytest.raises(IllegalMove):
            next_status(status, move, S.NEW)


def test_a_dossier_that_waits_for_a_piece_is_before_filing_if_it_came_from_before() -> None:
    assert is_before_filing(S.AWAITING_PIECE, S.NEW)
    assert not is_before_filing(S.AWAITING_PIECE, S.WITH_OPERATOR)
    assert not is_before_filing(S.WITH_OPERATOR, None)

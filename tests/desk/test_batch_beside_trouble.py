"""A batch goes on past a dossier that cannot be done: each of the others has its turn."""

from collections.abc import Sequence

import pytest

from chalicelib.accounts.model import Person, Role
from chalicelib.aws.items import Update
from chalicelib.aws.trouble import TransientError
from chalicelib.desk import run_batch as module
from chalicelib.desk.acts import TAKE
from chalicelib.desk.acts import carry_out as carry_out_all
from chalicelib.desk.ask_batch import ask_batch, load_report
from chalicelib.desk.model import AT_ONCE, Result
from chalicelib.desk.of_kind import Order
from chalicelib.desk.run_batch import run_batch
from chalicelib.desk.words import tell_outcome
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.model import PieceState
from chalicelib.rows.cases import CASE
from tests.desk.worlds import Desk

ANA = Person("usr_ana", Role.AGENT, "Ana")


def ask(desk: Desk, made: Sequence[str], sent: list[object]) -> str:
    """Ask for a batch, and give its id; what the queue is told goes to `sent`."""
    asked = ask_batch(
        DOSSIER,
        TAKE,
        made,
        idempotency_key="un-lot",
        by=ANA,
        table=desk.table,
        send=sent.extend,
    )
    return asked.batch.batch_id


def make_unreadable(desk: Desk, dossier_id: str) -> None:
    """Give a dossier a file in a state that only the next release knows."""
    desk.piece(dossier_id, PieceState.PENDING)
    key = (CASE.pk(dossier_id), "PIECE#facture#doc_facture")
    desk.table.update(Update(*key, set={"state": "of_the_next_release"}, present=True))


def test_the_dossiers_behind_one_that_cannot_be_read_are_done(desk: Desk) -> None:
    made = [desk.send() for _ in range(AT_ONCE + 1)]
    make_unreadable(desk, made[1])
    batch_id = ask(desk, made, [])
    run_batch(batch_id, table=desk.table)
    report = load_report(batch_id, by=ANA, table=desk.table)
    done = [line.outcome.result if line.outcome else None for line in report.lines]
    assert done == [Result.DONE, Result.FAILED] + [Result.DONE] * (AT_ONCE - 1)
    assert report.is_done
    told = tell_outcome(report.lines[1].outcome, DOSSIER.name)
    assert "erreur de notre côté" in told[2]


def away_for(monkeypatch: pytest.MonkeyPatch, case_id: str) -> None:
    """A service that does not answer for one dossier."""

    def carry_out(order: Order) -> bool:
        if order.case_id == case_id:
            raise TransientError("dynamodb", "ReadTimeoutError")
        return carry_out_all(order)

    monkeypatch.setattr(module, "carry_out", carry_out)


def test_what_a_service_in_trouble_left_is_done_when_the_batch_comes_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [desk.send() for _ in range(AT_ONCE + 1)]
    asked = ask(desk, made, [])
    with monkeypatch.context() as patch:
        away_for(patch, made[1])
        with pytest.raises(ExceptionGroup):
            run_batch(asked, table=desk.table)
    lines = load_report(asked, by=ANA, table=desk.table).lines
    assert [line.number for line in lines if line.outcome is None] == [1]
    run_batch(asked, table=desk.table)
    lines = load_report(asked, by=ANA, table=desk.table).lines
    assert {line.outcome and line.outcome.result for line in lines} == {Result.DONE}


def test_a_small_batch_that_a_service_in_trouble_cut_is_left_to_the_queue(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, sent = [desk.send() for _ in range(3)], list[object]()
    away_for(monkeypatch, made[0])
    asked = ask(desk, made, sent)
    assert sent == [{"job_id": asked}]
    lines = load_report(asked, by=ANA, table=desk.table).lines
    assert [line.number for line in lines if line.outcome is None] == [0]

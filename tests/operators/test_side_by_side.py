"""Requests are acted on side by side: fast enough, and an operator that is silent holds up no other."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

import pytest

from chalicelib.aws.trouble import TransientError
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier, RequestState
from chalicelib.operators.carry_out import AT_ONCE, RequestsFailed
from chalicelib.operators.health import load_health
from chalicelib.operators.model import MOST_IN_A_BATCH, Answer, Filing
from chalicelib.operators.poll_operators import ACT_SHARE_S, poll_operators
from chalicelib.operators.poll_requests import AT_ONCE as APPLIED_AT_ONCE
from chalicelib.operators.poll_requests import poll_requests
from tests.interleaved import CountedTable
from tests.operators.fakes import FakeOperator
from tests.operators.worlds import World, act_on_all

ENOUGH_S = 60
CALL_S, FOREIGN_S = 0.010, 0.100


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds, within a bound."""
    tick = threading.Event()
    until = monotonic() + ENOUGH_S
    while not holds():
        assert monotonic() < until, "waited in vain"
        tick.wait(0.05)


class Silent(FakeOperator):
    """An operator that answers nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.let_go = threading.Event(), threading.Event()

    def file_request(self, filing: Filing) -> str:
        self.reached.set()
        assert self.let_go.wait(ENOUGH_S)
        raise TransientError("other", "ReadTimeoutError")


class Counting(FakeOperator):
    """An operator whose calls are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def file_request(self, filing: Filing) -> str:
        self.calls += 1
        return super().file_request(filing)

    def list_milestones(self, external_ids: Sequence[str]) -> Answer:
        self.calls += 1
        return super().list_milestones(external_ids)


def prepared(world: World, operator: str = "enedis") -> str:
    dossier_id = world.send(operator=operator)
    world.prepare(dossier_id)
    return dossier_id


def test_an_operator_that_is_silent_holds_up_no_other(world: World) -> None:
    silent, other = Silent(), FakeOperator()
    world.connectors |= {"greenalp": silent, "enedis": other}
    prepared(world, "greenalp")
    behind = prepared(world)
    run = threading.Thread(target=world.act)
    run.start()
    try:
        assert silent.reached.wait(ENOUGH_S)
        wait_for(lambda: world.request(behind).state is RequestState.OPEN)
        assert run.is_alive()
    finally:
        silent.let_go.set()
        run.join()


def test_an_operator_that_fails_many_at_once_has_failed_once(world: World) -> None:
    fake = FakeOperator()
    fake.fails_filing = TransientError("enedis", "503")
    world.connectors["enedis"] = fake
    for _one in range(4):
        prepared(world)
    world.act()
    assert load_health(world.table, "enedis").failures == 1


def test_five_thousand_filings_a_minute_at_ten_milliseconds_a_call(world: World) -> None:
    rows, fake = 12, Counting()
    world.connectors["enedis"] = fake
    for _one in range(rows):
        prepared(world)
    counted = CountedTable(world.table)
    assert act_on_all(replace(world.round(), table=counted)) == rows
    row_s = counted.calls / rows * CALL_S + fake.calls / rows * FOREIGN_S
    assert AT_ONCE * ACT_SHARE_S / row_s >= 5000


def test_five_thousand_answers_with_news_are_applied_a_minute(world: World) -> None:
    rows, fake = 12, Counting()
    world.connectors["enedis"] = fake
    for _one in range(rows):
        prepared(world)
    world.act()
    for told in fake.told.values():
        told.append("DMREC")
    fake.calls = 0
    world.later(hours=2)
    counted = CountedTable(world.table)
    assert poll_requests(replace(world.round(), table=counted), "enedis") == rows
    # What is counted for twelve is that of a pass too: a hundred share it.
    row_s = counted.calls / rows * CALL_S / APPLIED_AT_ONCE
    assert 60 / (row_s + fake.calls * FOREIGN_S / MOST_IN_A_BATCH) >= 5000


def test_what_fails_for_good_is_told_once_all_had_their_turn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.connectors["enedis"] = FakeOperator()
    gone, behind = prepared(world), prepared(world)

    def refuse(dossier_id: str, **how: Any) -> Dossier:
        if dossier_id == gone:
            raise KeyError("unreadable")
        return load_dossier(dossier_id, **how)

    monkeypatch.setattr("chalicelib.operators.carry_out.load_dossier", refuse)
    with pytest.raises(RequestsFailed):
        poll_operators(table=world.table, connect=world.connect)
    assert world.request(behind).state is RequestState.OPEN
    assert poll_operators(table=world.table, connect=world.connect)["acted"] == 0

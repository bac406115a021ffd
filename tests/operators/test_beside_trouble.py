"""One request, one dossier or one run in trouble: the operator's other requests go on."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, NoReturn

import pytest

from chalicelib.audit.model import platform
from chalicelib.aws.items import Update
from chalicelib.aws.trouble import TransientError
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier, RequestState
from chalicelib.operators import http
from chalicelib.operators.health import write_health
from chalicelib.operators.model import MOST_IN_A_BATCH, Answer, RawMilestone, digest_milestones
from chalicelib.operators.record_filing import record_filing
from chalicelib.operators.rows import Watch, put_watch
from chalicelib.rows.cases import CASE
from tests.operators.fakes import FakeOperator
from tests.operators.test_poll import filed
from tests.operators.worlds import World

LAMBDA_S, LEAST_LEFT_S = 55.0, 15.0
"""How long the operators' Lambda may run, and how much it leaves itself at the end."""


class Killed(BaseException):
    """The process was ended here."""


class Hanging(FakeOperator):
    """An operator that lets every list hang which names one request; others take a while.

    Seconds are counted, not awaited; the process is ended with its Lambda's time.
    """

    def __init__(self, poison: str) -> None:
        super().__init__()
        self.poison, self.spent_s = poison, 0.0

    def list_milestones(self, external_ids: Sequence[str]) -> Answer:
        hangs = self.poison in external_ids
        self.spent_s += http.READ_S if hangs else 0.2
        if self.spent_s > LAMBDA_S:
            raise Killed
        if hangs:
            raise TransientError("enedis", "ReadTimeoutError")
        return super().list_milestones(external_ids)

    def known(self, external_id: str) -> tuple[RawMilestone, ...]:
        return self._raws(external_id)

    def is_over(self) -> bool:
        return LAMBDA_S - self.spent_s < LEAST_LEFT_S


def poll_once(world: World, operator: Hanging) -> None:
    """Run the job once, as long as its Lambda lets it."""
    operator.spent_s = 0.0
    with suppress(Killed):
        world.poll(is_over=operator.is_over)


def act_within(world: World) -> None:
    """Run the job an hour later; a run that fails is told, and the next one comes."""
    world.real += timedelta(hours=1)
    with suppress(ValueError, KeyError, ExceptionGroup):
        world.act()


def make_unreadable(world: World, dossier_id: str) -> None:
    """Give a dossier a file in a state that only the next release knows."""
    row = {"document_id": "doc_1", "slot": "facture", "state": "of_the_next_release"}
    made = {"created_at": "2026-03-02T09:30:00Z", "created_by": "usr_1"}
    key = {"pk": CASE.pk(dossier_id), "sk": "PIECE#facture#doc_1"}
    world.table.put({**key, **row, **made})


def due_now(world: World, dossier_id: str) -> None:
    """Make a dossier's request due at this instant, behind all that was due before."""
    at = world.real.isoformat(timespec="microseconds")
    key = (CASE.pk(dossier_id), "REQUEST#001")
    world.table.update(Update(*key, set={"wa": at, "next_at": at}, present=True))


def id_of(number: int) -> str:
    return f"2603P4E{number:06d}"


def file_as(world: World, number: int) -> str:
    """Make a dossier whose request bears a number."""
    dossier_id = world.send()
    world.prepare(dossier_id)
    by = platform("schedule")
    record_filing(dossier_id, 1, id_of(number), by=by, table=world.table, now=world.now)
    return dossier_id


def watch(world: World, operator: Hanging, number: int, dossier_id: str = "") -> None:
    """Put a request on the operator's list in the place of its number.

    Without a dossier it has nothing to tell but what is known.
    """
    operator.told[id_of(number)] = ["DMTR", "DMREC"] if dossier_id else ["DMTR"]
    seen = "" if dossier_id else digest_milestones(operator.known(id_of(number)))
    filed_at = world.now + timedelta(milliseconds=number)
    named = dossier_id or f"dos_{number}"
    world.table.write(put_watch(Watch(named, 1, "enedis", id_of(number), filed_at, seen)))


@pytest.mark.parametrize("place", [2, 99])
def test_a_request_that_hangs_keeps_no_other_from_being_followed(world: World, place: int) -> None:
    operator = Hanging(id_of(place))
    world.connectors["enedis"] = operator
    news = {number: file_as(world, number) for number in (50, MOST_IN_A_BATCH + 2)}
    for number in range(1, MOST_IN_A_BATCH + 3):
        watch(world, operator, number, news.get(number, ""))
    for _run in range(8):
        world.later(hours=1)
        poll_once(world, operator)
    followed = [world.load(one).reached(Milestone.REQUEST_QUALIFIED) for one in news.values()]
    assert all(followed)


def test_a_run_that_died_after_a_failure_leaves_its_batch_to_the_next_pass(world: World) -> None:
    fake = FakeOperator()
    world.connectors["enedis"] = fake
    filed(world, fake, 3)
    world.later(hours=2)
    write_health(world.table, "enedis", failures=1, retry_at=None)

    def die(_ids: Sequence[str]) -> NoReturn:
        raise Killed

    fake.spoil = die
    with suppress(Killed):
        world.poll()
    fake.spoil = lambda _ids: None
    world.poll()  # ends the pass, behind the batch that was in hand
    fake.lists.clear()
    world.later(minutes=16)
    world.poll()
    assert len(fake.lists) == 1


def test_a_dossier_that_cannot_be_read_keeps_no_other_from_being_filed(world: World) -> None:
    unreadable, behind = world.send(), world.send()
    for dossier_id in (unreadable, behind):
        world.prepare(dossier_id)
    make_unreadable(world, unreadable)
    for _run in range(3):
        act_within(world)
    assert world.request(behind).state is RequestState.OPEN


def test_a_failure_that_cannot_be_noted_keeps_no_other_from_being_filed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = world.send()
    world.prepare(failing)

    def refuse(dossier_id: str, *args: Any, **how: Any) -> Dossier:
        if dossier_id == failing:
            raise KeyError("a bug that every change of this dossier meets")
        return change_dossier(dossier_id, *args, **how)

    def refuse_filing(dossier_id: str, *args: Any, **how: Any) -> Dossier:
        if dossier_id == failing:
            raise KeyError("the same bug")
        return record_filing(dossier_id, *args, **how)

    monkeypatch.setattr("chalicelib.operators.round.change_dossier", refuse)
    monkeypatch.setattr("chalicelib.operators.act_on_request.record_filing", refuse_filing)
    for _run in range(4):
        act_within(world)
    behind = world.send()
    world.prepare(behind)
    due_now(world, behind)
    act_within(world)
    assert world.request(behind).state is RequestState.OPEN

"""The agents' desk of a toy kind on the deployed stack: one case over HTTP, many by its function."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from chalicelib.accounts.model import Person, Role
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import business_now
from chalicelib.desk.ask_batch import ask_batch, load_report
from chalicelib.desk.model import AT_ONCE, Result
from local.stage import LocalStage
from tests.cloud.steps import wait_for
from tests.cloud.test_case_api import World, world
from tests.cloud.test_toys import Toys, mails_to, toys
from tests.toys.bookings import BOOKING, Visit, book

__all__ = ["toys", "world"]

pytestmark = pytest.mark.cloud

ANA = Person("usr_ana", Role.AGENT, "Ana")


def test_an_agent_takes_a_booking_and_every_agent_reads_who_has_it(world: World) -> None:
    case_id = world.book()
    assert world.firm.send("POST", f"/cases/{case_id}/take").status_code == 403
    holder = world.agent.ask("POST", f"/cases/{case_id}/take")["holder"]
    waiting = world.agent.read("/kinds/booking/waiting?reason=to_confirm")["cases"]
    assert [one["holder"] for one in waiting if one["id"] == case_id] == [holder]
    assert case_id in world.ids(world.agent, "/kinds/booking/followed")
    stale = {"to": holder["id"], "was": ""}
    assert world.agent.ask("POST", f"/cases/{case_id}/hand-over", stale)["holder"] == holder
    assert world.agent.ask("POST", f"/cases/{case_id}/release") == {"holder": None}
    assert case_id not in world.ids(world.agent, "/kinds/booking/followed")


def test_the_deployed_function_does_a_batch_of_a_toy_s_act_once(
    toys: Toys, stage: LocalStage
) -> None:
    made = [f"{toys.booking_id}{number:02d}" for number in range(AT_ONCE + 1)]
    for case_id in made:
        visited = Visit("Lefèvre", "Lyon", date(2026, 3, 20), toys.address)
        book(visited, case_id, by=toys.by, table=toys.table, now=business_now())
    sent: list[Mapping[str, object]] = []
    batch_id = ask_batch(
        BOOKING,
        "remind",
        made,
        idempotency_key=toys.booking_id,
        by=ANA,
        table=toys.table,
        send=sent.extend,
    ).batch.batch_id
    record: dict[str, Any] = {
        "messageId": "m1",
        "body": json.dumps(sent[0]),
        "attributes": {"ApproximateReceiveCount": "1"},
    }
    for _ in range(2):
        assert stage.call("run_job", {"Records": [record]}) == {"batchItemFailures": []}
    report = load_report(batch_id, by=ANA, table=toys.table)
    assert report.count(Result.DONE) == len(made)
    told = [[one.kind for one in list_whole_journal(toys.table, one)] for one in made]
    assert told == [["booking_asked", "booking_reminded"]] * len(made)
    wait_for(lambda: len(mails_to(stage, toys.address)) == len(made))

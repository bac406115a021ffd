"""A toy kind's process on the deployed stack: its own state machine, its supervisor, its due dates."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from chalicelib.audit.model import Actor, verify_chain
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import business_now
from chalicelib.aws.machine import Machine, RunState, forget_machine, open_machine
from chalicelib.aws.table import Table
from chalicelib.cases.registry import read_kinds, registered
from chalicelib.timeline import store
from chalicelib.timeline.executions import RESTARTED
from chalicelib.timeline.model import execution_name
from local.stage import LocalStage
from tests.cloud.steps import wait_for
from tests.packaged import TOYS
from tests.toys.errands import ask, reach

pytestmark = pytest.mark.cloud

INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")


@dataclass
class Errand:
    """An errand on the stack, and the machine of its process."""

    table: Table
    machine: Machine
    case_id: str

    def ask(self, days_ago: int = 0) -> None:
        now = business_now() - timedelta(days=days_ago)
        ask("bread", self.case_id, by=INSTALLER, table=self.table, now=now)

    def reach(self, milestone: str) -> None:
        reach(self.case_id, milestone, by=INSTALLER, table=self.table, now=business_now())

    def waiting(self, generation: int = 1) -> set[str]:
        tokens = store.list_tokens(self.table, self.case_id)
        return {one.milestone for one in tokens if one.generation == generation}

    def state(self, generation: int = 1) -> RunState | None:
        found = self.machine.find(execution_name(self.case_id, generation))
        return found.state if found else None

    def told(self) -> list[str]:
        journal = list_whole_journal(self.table, self.case_id)
        verify_chain(journal)
        return [one.kind for one in journal]


@pytest.fixture
def errand(stage: LocalStage) -> Iterator[Errand]:
    forget_machine()
    with registered(read_kinds(TOYS / "kinds.json")):
        yield Errand(stage.table(), open_machine("errand"), f"ern_{uuid.uuid4().hex}")


def test_its_own_machine_waits_for_what_the_graph_says_and_ends(errand: Errand) -> None:
    errand.ask()
    wait_for(lambda: errand.waiting() == {"taken", "paid"})
    errand.reach("taken")
    errand.reach("paid")
    wait_for(lambda: errand.waiting() == {"brought"})
    errand.reach("brought")
    wait_for(lambda: errand.state() is RunState.SUCCEEDED)


def test_its_lost_execution_is_restarted_by_the_deployed_supervisor(
    errand: Errand, stage: LocalStage
) -> None:
    errand.ask()
    wait_for(lambda: errand.waiting() == {"taken", "paid"})
    assert errand.machine.stop(execution_name(errand.case_id, 1), "killed by a test")
    stage.invoke("supervise")
    wait_for(lambda: errand.waiting(2) == {"taken", "paid"})
    assert errand.state(2) is RunState.RUNNING
    assert errand.told()[-1] == RESTARTED


def test_its_due_date_makes_its_event(errand: Errand, stage: LocalStage) -> None:
    errand.ask(days_ago=4)
    wait_for(lambda: errand.waiting() == {"taken", "paid"})
    stage.invoke("act_on_due")
    wait_for(lambda: "chased" in errand.told())

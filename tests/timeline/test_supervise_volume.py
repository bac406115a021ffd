"""What one run of the supervisor holds in memory, by the number of open dossiers."""

import gc
import json
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.aws.items import Item
from chalicelib.aws.machine import Execution, RunState
from chalicelib.aws.table import Page, Table
from chalicelib.cases.model import Reached
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.store import head_to_item
from chalicelib.rows.cases import CASE
from chalicelib.rows.listings import OPEN
from chalicelib.timeline import store
from chalicelib.timeline.model import Token, execution_name
from chalicelib.timeline.supervise import Finding, supervise
from infra.paths import ROOT
from tests.timeline.machines import FakeMachine

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OPEN_DOSSIERS = 100_000
"""Open dossiers that one run is to look at with half of its Lambda's memory."""

FEW, MANY = 200, 1200
WAITS_FOR = (Milestone.REQUEST_QUALIFIED, Milestone.CONSUEL_ACCEPTED)
PASSED = (
    Milestone.SUBMITTED,
    Milestone.EQUIPMENT_DECLARED,
    Milestone.SUBSCRIPTION_SIGNED,
    Milestone.PIECES_COMPLETE,
    Milestone.REQUEST_FILED,
)
HEAD = Head("dos", "frm_1", "usr_1", NOW, NOW, status=Status.WITH_OPERATOR)
HEAD = replace(HEAD, milestones={one: Reached(NOW, 3) for one in PASSED})


def id_of(number: int) -> str:
    return f"dos_{number:032x}"


def tokens_of(number: int) -> list[Item]:
    """The tokens that a dossier waits behind, as long as those of Step Functions."""
    tokens = (Token(id_of(number), 1, one, f"{number:0>700}", NOW) for one in WAITS_FOR)
    return [dict(store.put_token(token).item) for token in tokens]


class Crowd(Table):
    """A table with so many open dossiers, each of which waits for its operator and its Consuel."""

    def __init__(self, dossiers: int) -> None:
        super().__init__("crowd", None)  # type: ignore[arg-type] # no client: every read is our own
        self.dossiers = dossiers

    def query(self, pk: str, *, start: str | None = None, **_how: Any) -> Page:
        first = int(start or 0)
        last = min(first + store.PAGE, self.dossiers)
        items: list[Item] = []
        for number in range(first, last):
            opened: Item = {"dossier_id": id_of(number), "generation": 1}
            items += [opened] if pk == OPEN.pk() else tokens_of(number)
        return Page(tuple(items), str(last) if last < self.dossiers else None)

    def get(self, pk: str, sk: str, *, consistent: bool = False) -> Item | None:
        del pk, sk, consistent
        return None

    def batch_get(
        self, keys: Sequence[tuple[str, str]], *, consistent: bool = False
    ) -> tuple[Item, ...]:
        del consistent
        ids = [pk.removeprefix(CASE.pk("")) for pk, _sk in keys]
        return tuple(head_to_item(replace(HEAD, dossier_id=one)) for one in ids)


class CrowdMachine(FakeMachine):
    """A machine that runs an execution for each of so many dossiers."""

    def __init__(self, dossiers: int) -> None:
        super().__init__({})
        self.dossiers = dossiers

    def list_running(self) -> Iterator[Execution]:
        for number in range(self.dossiers):
            yield Execution(execution_name(id_of(number), 1), RunState.RUNNING, NOW)


def measure_peak_bytes(dossiers: int) -> int:
    """The most that a run holds at any moment, beyond what was there before it."""
    table, machine = Crowd(dossiers), CrowdMachine(dossiers)
    gc.collect()
    tracemalloc.start()
    try:
        found = supervise(table=table, machine=machine, real=NOW + timedelta(hours=1))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    if found[Finding.SOUND] != dossiers:
        raise ValueError(found)
    return peak


def test_a_hundred_thousand_open_dossiers_fit_in_half_of_the_supervisors_memory() -> None:
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())
    function = config["stages"]["stack"]["lambda_functions"]["supervise"]
    half_bytes = function["lambda_memory_size"] * 2**20 / 2
    measure_peak_bytes(1)  # what is loaded and kept once
    a_dossier = (measure_peak_bytes(MANY) - measure_peak_bytes(FEW)) / (MANY - FEW)
    assert OPEN_DOSSIERS * a_dossier <= half_bytes

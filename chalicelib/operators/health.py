"""How each operator's connector fares: its passes, its troubles, and the codes nobody knows.

One row an operator, written once a pass and once a claimed batch, whatever the number of requests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, NamedTuple

import msgspec

from chalicelib.aws.items import Item, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.operators.cadence import pause_after, with_jitter
from chalicelib.rows.service import CONNECTOR, FLAG, HEALTH, LABEL

KEPT_RUNS = 5
"""The last passes or files that agents see; few, so that the row stays within one unit."""

LINES_REFUSED = "lines-refused"
"""How the trouble of a dropped file begins; how many were refused and how many there were follow."""

LONGEST_ERROR = 60


class Run(NamedTuple):
    """One pass over an operator's requests, or one file of its: when (real time), how it went.

    `asked` counts requests or lines; `error` is empty when all went well.
    """

    at: datetime
    took_ms: int
    asked: int
    error: str = ""


def took_ms(begun_s: float) -> int:
    """Say how long something took that began at an instant of the process's own clock."""
    return round((monotonic() - begun_s) * 1000)


@dataclass(frozen=True, slots=True)
class Health:
    """An operator's connector. `pass_at` and `passed_at` are business time, the others real time.

    While a pass runs, `pass_at` is its instant and `cursor` the place in the list up to which it
    has claimed; `claim` is the batch in hand (from, to). `queued` lists batches claimed by a run that
    died: the next pass asks about them whether due or not.
    """

    operator: str
    passed_at: datetime | None = None
    pass_at: datetime | None = None
    cursor: str = ""
    claim: tuple[str, str] | None = None
    queued: tuple[tuple[str, str], ...] = ()
    unfinished: tuple[tuple[str, str], ...] = ()
    run_at: datetime | None = None
    answered_at: datetime | None = None
    failures: int = 0
    failed_at: datetime | None = None
    last_error: str = ""
    retry_at: datetime | None = None
    asked: int = 0
    """How many requests the running pass has asked about so far."""
    runs: tuple[Run, ...] = ()
    """The last passes, the newest first."""

    def with_run(self, run: Run) -> tuple[Run, ...]:
        """Give the last passes with one more."""
        return (run, *self.runs)[:KEPT_RUNS]

    @property
    def went_well_at(self) -> datetime | None:
        """When the operator last answered as it should (real time)."""
        well = (run.at for run in self.runs if not run.error)
        return next(well, self.answered_at)

    def is_left_alone(self, real_now: datetime) -> bool:
        """Whether it failed lately and is not to be called yet."""
        return self.retry_at is not None and real_now < self.retry_at


@dataclass(frozen=True, slots=True)
class Flag:
    """A code that an operator used and nobody knows: seen first and last, on which dossier."""

    code: str
    label: str
    first_at: str
    last_at: str
    dossier_id: str


def load_health(table: Table, operator: str) -> Health:
    """An operator's health; that of one never called is blank."""
    item = table.get(*HEALTH.key(operator), consistent=True)
    return read_health(operator, item or {})


def read_health(operator: str, item: Mapping[str, Any]) -> Health:
    """Read a health row back."""
    return msgspec.convert({**item, "operator": operator}, Health)


def write_health(table: Table, operator: str, **changes: Any) -> Health:
    """Change an operator's health, whatever it was."""
    told: dict[str, Any] = msgspec.to_builtins(changes)
    return read_health(operator, table.update(Update(*HEALTH.key(operator), set=told)))


def note_success(table: Table, health: Health, real_now: datetime) -> Health:
    """The operator answered; writes only when it had failed, or once a pass."""
    if health.failures == 0:
        return health
    return write_health(
        table, health.operator, failures=0, last_error="", retry_at=None, answered_at=real_now
    )


def note_failure(
    table: Table, health: Health, reason: str, real_now: datetime, run: Run | None = None
) -> Health:
    """The operator failed: it is left alone for a while, twice as long each time."""
    failures = health.failures + 1
    return write_health(
        table,
        health.operator,
        failures=failures,
        failed_at=real_now,
        last_error=reason[:200],
        retry_at=real_now + with_jitter(pause_after(failures)),
        **({"runs": health.with_run(run)} if run else {}),
    )


def flag_code(
    table: Table, operator: str, code: str, label: str, dossier_id: str, now: datetime
) -> None:
    """Remember a code that nobody knows, for agents to read; twice is the same as once."""
    at = now.isoformat()
    told = {"code": code, "label": label, "last_at": at, "dossier_id": dossier_id}
    key = FLAG.key(operator, code)
    try:
        table.update(Update(*key, set={**told, "first_at": at}, absent=True))
    except ConditionFailed:
        table.update(Update(*key, set=told))


def read_connector(
    table: Table, operator: str
) -> tuple[Health, tuple[Flag, ...], tuple[Item, ...]]:
    """An operator's health, its unknown codes, and the rows of those that were labelled: one query."""
    items = table.query_all(CONNECTOR.pk(operator))
    health = next((item for item in items if HEALTH.is_row(item)), {})
    flags = (msgspec.convert(item, Flag) for item in items if FLAG.is_row(item))
    labels = tuple(item for item in items if LABEL.is_row(item))
    return read_health(operator, health), tuple(flags), labels

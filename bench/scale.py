"""What breaks first as cases grow: writes to the hottest keys, and how far each job gets."""

import math

from bench.measure import Section, Table
from chalicelib.aws.machine import PAGE
from chalicelib.cases.act_on_due import WORKERS
from chalicelib.cases.files.reconcile import CASES_A_RUN
from chalicelib.operators.carry_out import AT_ONCE as FILED_AT_ONCE
from chalicelib.operators.model import MOST_IN_A_BATCH
from chalicelib.operators.poll_operators import ACT_SHARE_S
from chalicelib.operators.poll_requests import AT_ONCE as APPLIED_AT_ONCE
from chalicelib.rows.listings import FOUND_BY_AGENTS, UNRELAYED
from chalicelib.timeline import supervise
from chalicelib.timeline.events import SUPERVISION_MS
from chalicelib.timeline.walk import DESCRIBES_A_SECOND

CASES_A_DAY = 30_000
PEAK = 10
"""How much more than the day's mean its busiest minutes bring."""

CALL_S, FOREIGN_S = 0.010, 0.100
CALLS_A_DUE_ROW = 3
"""As tests/timeline/test_act_on_due.py counts them."""

CALLS_A_FILING, CALLS_A_NEWS = 3.2, 4.4
"""As tests/operators/test_side_by_side.py counts them: of a filing, and of an answer with news."""

SUPERVISED_MB = 1.3
"""The most that a run of the supervisor holds beside its code, traced at 10^4 and at 10^5 open dossiers
with two tokens each: tests/timeline/test_supervise_volume.py."""

CALLS_A_CASE, CALLS_A_HUNDRED = 1, 2
"""Of the supervisor: a case's tokens by one of its workers; the hundred's rows and heads before them."""

RUNS_A_DAY, RUN_S = 96, 300 - SUPERVISION_MS / 1000

WRITES = {
    "UNRELAYED": (46, UNRELAYED.shards),
    "F#{firm}#{space}, of a firm that has a tenth of all cases": (4.3, 1),
    "NOTICE": (24, 1),
    "PENDING": (10, 1),
    "DUE": (8, 1),
    "SA#{kind}": (7, FOUND_BY_AGENTS.shards),
    "WATCH#{operator}, all with one operator": (7, 1),
    "AGENTS#{lane}, all in one lane": (5, 1),
    "POLL": (4, 1),
    "OPEN#{kind}": (4, 1),
    "MAIL/DAY#": (6, 1),
}
"""By key: how many writes one case's whole life brings, and the key's shards.

Counted as index rows that came, went or changed in the life that `calls` counts: a row that stays where
it is counts once a write, one that moves twice.
"""

OF_A_LIFE = {
    "DynamoDB, write units": (
        578,
        "[40 000 a table](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html)",
    ),
    "DynamoDB, read units": (
        242,
        "[40 000 a table](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html)",
    ),
    "Step Functions, transitions": (
        13,
        "[by region](https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)",
    ),
    "SES, mails": (6, "what the account was granted"),
}
"""What one case's whole life takes of each service, as `calls` counts it, and the account's rate a second."""

HOW = f"""Computed from what is counted of one case's life (see *A whole dossier*), at
{CASES_A_DAY} new cases a day and a peak of {PEAK} times the mean; jobs at 10 ms a table call and
100 ms a foreign one. The operators' job acts on one operator for {ACT_SHARE_S:.0f} s of a run
and asks it in the rest; a round of supervise is of all open cases, in runs of {RUN_S:.0f} s every quarter of an hour; when every
execution is lost it lasts as long as asking about each of them by name at {DESCRIBES_A_SECOND} a second, of the
10 that an account has (of ListExecutions it has 2); a round of reconcile holds when each hourly run gets through its {CASES_A_RUN}. A key above 100 writes a second is to be sharded."""


def bench_scale() -> Section:
    """Compute the writes of each hot key, and what breaks first at 10^5 and 10^6 open cases."""
    keys = Table("Hot keys", ("key", "mean, writes/s", "peak, writes/s", "above 100"), _hot_keys())
    jobs = Table("What breaks first", ("what", "at 10^5 open", "at 10^6 open"), _jobs())
    rates = Table("Rates of the account", ("what", "mean/s", "peak/s", "quota/s"), _rates())
    return Section("Scale", HOW, (), (jobs, keys, rates))


def _hot_keys() -> tuple[tuple[str, ...], ...]:
    rows = []
    for name, (writes, shards) in WRITES.items():
        mean = CASES_A_DAY * writes / 86_400 / shards
        rows.append((name, f"{mean:.1f}", f"{mean * PEAK:.0f}", "yes" if mean * PEAK > 100 else ""))
    return tuple(rows)


def _rates() -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            name,
            f"{CASES_A_DAY * taken / 86_400:.1f}",
            f"{CASES_A_DAY * taken / 86_400 * PEAK:.0f}",
            quota,
        )
        for name, (taken, quota) in OF_A_LIFE.items()
    )


def _jobs() -> tuple[tuple[str, ...], ...]:
    due = 60 * WORKERS / (CALLS_A_DUE_ROW * CALL_S)
    filed = ACT_SHARE_S * FILED_AT_ONCE / (CALLS_A_FILING * CALL_S + FOREIGN_S)
    told = 60 / (CALLS_A_NEWS * CALL_S / APPLIED_AT_ONCE + FOREIGN_S / MOST_IN_A_BATCH)
    return (
        ("carry_out, one operator", *(f"{filed:.0f} filings a minute",) * 2),
        ("poll, one operator, all with news", *(f"{told:.0f} requests a minute",) * 2),
        ("reconcile, a round", *(f"{n / CASES_A_RUN / 24:.1f} days" for n in (1e5, 1e6))),
        ("supervise, memory", *(f"{SUPERVISED_MB} MB",) * 2),
        ("supervise, a round", *(_tell_runs(_round_s(n)) for n in (1e5, 1e6))),
        (
            "supervise, ListExecutions",
            *(f"{n / PAGE / _round_s(n):.2f} a second" for n in (1e5, 1e6)),
        ),
        (
            "supervise, every execution lost",
            *(_tell_runs(n / DESCRIBES_A_SECOND) for n in (1e5, 1e6)),
        ),
        ("act_on_due", *(f"{due:.0f} rows a minute",) * 2),
    )


def _round_s(cases: float) -> float:
    """Compute how long the supervisor takes for so many cases, in seconds of its runs."""
    looks = CALLS_A_CASE * CALL_S / supervise.WORKERS + CALLS_A_HUNDRED * CALL_S / 100
    return cases * (looks + FOREIGN_S / PAGE)


def _tell_runs(seconds: float) -> str:
    """Tell so many seconds of runs, and how long it is until the last of them."""
    runs = math.ceil(seconds / RUN_S)
    return f"{runs} runs, {runs * 24 / RUNS_A_DAY:.1f} hours" if runs > 1 else "1 run"

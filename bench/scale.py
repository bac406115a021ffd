"""What breaks first as cases grow: writes to the hottest keys, and how far each job gets."""

from bench.measure import Section, Table, show_number
from chalicelib.aws.machine import PAGE
from chalicelib.cases.act_on_due import WORKERS
from chalicelib.cases.files.reconcile import CASES_A_RUN
from chalicelib.rows.listings import UNRELAYED

CASES_A_DAY = 30_000
PEAK = 10
"""How much more than the day's mean its busiest minutes bring."""

CALL_S, FOREIGN_S = 0.010, 0.100
CALLS_A_DUE_ROW = 3
"""As tests/timeline/test_act_on_due.py counts them."""

CALLS_A_FILING = 4
"""Assumed, not counted: load, the operator's health, the record's read and its transaction."""
TOKEN_BYTES = 222
"""What the supervisor holds for one open dossier with two tokens: tests/timeline/test_supervise_volume.py."""

AT_MOST = {
    "UNRELAYED, 24 events in and out": (48, UNRELAYED.shards),
    "AGENTS#{lane}, a dossier's row moved by each of 24 events, all in one lane": (48, 1),
    "TOKEN, 9 rows in and out": (18, 1),
    "MAIL/DAY#, 6 mails": (6, 1),
    "OPEN, one in, one out, two more generations": (4, 1),
}
"""By key: the most that one case's life writes (the counted steps above), and the key's shards."""

HOW = f"""Computed, not run: the most that a case's life writes (see *A whole dossier*), at
{CASES_A_DAY} new cases a day and a peak of {PEAK} times the mean; jobs at 10 ms a table call and
100 ms a foreign one. A filing is taken to make {CALLS_A_FILING} table calls, which nobody counted;
a round of reconcile holds when each hourly run gets through its {CASES_A_RUN}. A key above 100 writes a second is to be sharded."""


def bench_scale() -> Section:
    """Compute the writes of each hot key, and what breaks first at 10^5 and 10^6 open cases."""
    keys = Table("Hot keys", ("key", "mean, writes/s", "peak, writes/s", "above 100"), _hot_keys())
    jobs = Table("What breaks first", ("what", "at 10^5 open", "at 10^6 open"), _jobs())
    return Section("Scale", HOW, (), (jobs, keys))


def _hot_keys() -> tuple[tuple[str, ...], ...]:
    rows = []
    for name, (writes, shards) in AT_MOST.items():
        mean = CASES_A_DAY * writes / 86_400 / shards
        rows.append((name, f"{mean:.1f}", f"{mean * PEAK:.0f}", "yes" if mean * PEAK > 100 else ""))
    return tuple(rows)


def _jobs() -> tuple[tuple[str, ...], ...]:
    due = 60 * WORKERS / (CALLS_A_DUE_ROW * CALL_S)
    filed = 60 / (CALLS_A_FILING * CALL_S + FOREIGN_S)
    return (
        ("carry_out, one request after the other", *(f"{filed:.0f} a minute",) * 2),
        ("reconcile, a round", *(f"{n / CASES_A_RUN / 24:.1f} days" for n in (1e5, 1e6))),
        ("supervise, memory", *(f"{n * TOKEN_BYTES / 2**20:.0f} MB" for n in (1e5, 1e6))),
        ("supervise, calls of ListExecutions a run", *(show_number(n / PAGE) for n in (1e5, 1e6))),
        ("act_on_due", *(f"{due:.0f} rows a minute",) * 2),
    )

"""AWS calls, capacity units and transitions of each operation, counted in process."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import cast

from bench.call_tables import list_costs, list_fixed_costs, list_operations, list_steps
from bench.cost import cost_beside_model, cost_by_model, cost_of_scanner
from bench.counted import FEW, OF_ALL, Counts, used_in
from bench.crowd import add_crowd
from bench.fixed_cost import cost_of_a_stage
from bench.life import BEGINS_AT, EMAIL, PASSWORD, Life, begin_life, first_papers
from bench.measure import Measure, Section
from bench.watch import Tally
from chalicelib.operators import cadence
from chalicelib.operators.health import write_health
from chalicelib.operators.model import (
    MOST_IN_A_BATCH,
    Answer,
    Connector,
    RawMilestone,
    digest_milestones,
)
from chalicelib.operators.poll_operators import poll_operators
from chalicelib.operators.rows import Watch, put_watch
from chalicelib.partner_library.shelf import forget_shelf

MAILS_BAR, COST_BAR = 7, 1.90

SCANNER_NOTE = "Beside the model: files of 3 MB, list price of 2026-10-07 without its free tier"
STAGE_NOTE = "Beside the model: see the table below"

SOME, MANY = 500, 10_000
"""Deposits are counted beside `SOME` at the most: the table in memory copies itself whole for
each transaction."""

DOORKEEPER = ("S", "T")
"""The keys by which every page and every call finds who asks: one call, counted apart."""

HOW = """Requests go through the application as API Gateway hands them over, events through the
Lambdas' own functions, on a table in memory. Units are computed from the sizes of the items by
DynamoDB's rules, index rows included. The call that finds who asks (the session or token beside its
account: two strong reads, two units) is left out of pages and calls. Each process asks for the shelf of the library once a minute, with
the first list page that it draws: that page is counted by itself. `N` is the number of the firm's
dossiers. The life is one in which
nobody is late and the operator replies at once. In the cost, units, transitions, mails and files
are counted; Lambda's times, one cold start in ten and forty pages a dossier are the assumptions of
`bench/cost.py`, so the dollars are only as good as they are."""


def count_operations(*, many: int = MANY) -> Counts:
    """Count every operation beside few dossiers and beside many."""
    operations: dict[str, Tally] = {}
    with begin_life() as life:
        begun_at = life.now()
        whole = life.live()
        days = life.now() - begun_at
        steps, transitions = dict(life.steps), life.transitions()
        requests, events, verdicts = life.requests, life.invocations, life.verdicts
        life.browser.sign_in(EMAIL, PASSWORD)
        present = 0
        for crowd in (FEW, min(many, SOME), many):
            add_crowd(life.stage, whole, crowd - present, first=present)
            present = crowd
            operations.update(_count_pages(life, whole, crowd))
            if crowd <= SOME:
                operations.update(_count_deposit(life, crowd))
        poll, asked = _count_polls(life)
    whole_life = Tally([one for tally in steps.values() for one in tally.calls])
    return Counts(
        operations,
        steps,
        whole_life,
        transitions,
        requests,
        events,
        verdicts,
        poll,
        asked,
        days,
    )


def _count_pages(life: Life, dossier_id: str, crowd: int) -> dict[str, Tally]:
    """Count what a reader of pages asks."""
    browser, caller = life.browser, life.caller
    forget_shelf()
    asked: dict[str, Callable[[], int]] = {
        "list page, a process's first of a minute": lambda: browser.get("/dossiers").status,
        "list page": lambda: browser.get("/dossiers").status,
        "list page, one status": lambda: browser.get("/dossiers?statut=cloture").status,
        "list, API": lambda: caller.call("GET", "/dossiers").status,
        "dossier page": lambda: browser.get(f"/dossiers/{dossier_id}").status,
        "journal page": lambda: browser.get(f"/dossiers/{dossier_id}/journal").status,
    }
    return {f"{name}, N = {crowd}": _counted(life, ask) for name, ask in asked.items()}


def _counted(life: Life, ask: Callable[[], int]) -> Tally:
    with life.stage.watch.counting() as tally:
        status = ask()
    assert status == 200, status
    return tally.without(*DOORKEEPER)


def _count_deposit(life: Life, crowd: int) -> dict[str, Tally]:
    """Count a deposit: the draft, a file's ticket, its verdict, the submit."""
    life.steps.clear()
    dossier_id = life.draft()
    for slot, name, content in first_papers(life.now().date()):
        life.upload(dossier_id, slot, name, content)
    files = len(first_papers(life.now().date()))
    with life.counting("submit"):
        answer = life.caller.call("POST", f"/dossiers/{dossier_id}/submit")
    assert answer.status == 200, answer.body
    found = {name: life.steps[name].without(*DOORKEEPER) for name in ("create", "submit")}
    found |= {f"{name} of {files} files": life.steps[name] for name in ("ticket", "verdict")}
    return {f"{name}, N = {crowd}": tally for name, tally in found.items()}


@dataclass
class Silent:
    """An operator who tells of every request the same, and counts how often it is asked."""

    told: RawMilestone
    asked: int = 0
    can_poll: bool = True
    confirms_orders: bool = True

    def list_milestones(self, external_ids: Sequence[str]) -> Answer:
        """Tell of each what is known of it."""
        self.asked += 1
        return Answer({one: (replace(self.told, external_id=one),) for one in external_ids})


def _count_polls(life: Life) -> tuple[Tally, int]:
    """Count a poll of a hundred open requests of which none has changed; give the calls outside."""
    now, table = life.now(), life.stage.table
    filed_at = now - timedelta(days=20)
    silent = Silent(RawMilestone("http", "", 1, "DMTR", "Demande transmise", filed_at))
    for place in range(MOST_IN_A_BATCH):
        external_id = f"2026P4E{place:06d}"
        seen = digest_milestones((replace(silent.told, external_id=external_id),))
        watch = Watch(f"dos_{place:032x}", 1, "enedis", external_id, filed_at, seen)
        table.write(put_watch(watch))
    long_ago = (now - timedelta(hours=12)).isoformat()
    write_health(table, "enedis", passed_at=long_ago)
    with life.stage.watch.counting() as tally:
        done = poll_operators(connect=lambda _operator: cast(Connector, silent))
    assert done["enedis"] == MOST_IN_A_BATCH, done
    return tally, silent.asked


def polls_a_day(requests: int = MANY) -> int:
    """Count how often open requests are asked about in a day, passes of a quarter of an hour.

    Their ages are drawn from a lognormal with a median of twelve days, as `requests` would
    stand on any one day.
    """
    random, start = Random(1), BEGINS_AT
    filed = [start - timedelta(days=random.lognormvariate(2.48, 1.0)) for _ in range(requests)]
    ends = start + timedelta(days=1)
    return sum(cadence.polls_by(ends - at) - cadence.polls_by(start - at) for at in filed)


def bench_calls(*, many: int = MANY) -> Section:
    """Count everything, and hold it against the bars."""
    counts = count_operations(many=many)
    return Section(
        "Calls, units and transitions (goals 11, 13, 14 and 15)",
        HOW,
        hold(counts, many),
        (list_operations(counts), list_steps(counts), list_costs(counts), list_fixed_costs()),
    )


def hold(counts: Counts, many: int) -> tuple[Measure, ...]:
    """Hold what was counted against the bars."""
    return (*_lists(counts, many), *_submit(counts), *_poll(counts), *_whole(counts))


def _lists(counts: Counts, many: int) -> Iterator[Measure]:
    few, crowd = (counts.operations[f"list page, N = {number}"] for number in (FEW, many))
    yield Measure("11", f"list page at N = {many}, calls", len(crowd.calls), "", 2, "exactly")
    yield Measure("11", f"list page at N = {many}, read units", crowd.rru, "RRU", 2.5)
    calls = f"list page, calls more at N = {many} than at N = {FEW}"
    yield Measure("11", calls, len(crowd.calls) - len(few.calls), "", 0, "exactly")
    counters = [one.rru for one in crowd.calls if one.operation == "GetItem"]
    yield Measure("11", "the counters, one item", sum(counters), "RRU", 0.5)
    dossier = counts.operations[f"dossier page, N = {many}"]
    yield Measure("", "dossier page, calls", len(dossier.calls))
    yield Measure("", "dossier page, read units", dossier.rru, "RRU")


def _submit(counts: Counts) -> Iterator[Measure]:
    submits = [tally for name, tally in counts.operations.items() if name.startswith("submit")]
    writes = [one for one in submits[0].calls if one.wru]
    yield Measure(
        "13", "submit, write calls (one TransactWriteItems)", len(writes), "", 1, "exactly"
    )
    items = submits[0].calls[-1].items
    yield Measure("13", "submit, items of the transaction", items, "", 25)
    every = [one for tally in (*counts.operations.values(), counts.life) for one in tally.calls]
    scans = sum(one.operation == "Scan" for one in every)
    yield Measure("13", "scans, in everything counted here", scans, "", 0, "exactly")


def _poll(counts: Counts) -> Iterator[Measure]:
    tally = counts.poll
    reads = sum(one.rru > 0 for one in tally.calls)
    requests = f"poll of {MOST_IN_A_BATCH} open requests, none changed"
    yield Measure("14", f"{requests}: calls to the operator", counts.asked, "", 1, "exactly")
    yield Measure("14", f"{requests}: reads", reads, "", 5)
    yield Measure("14", f"{requests}: read units", tally.rru, "RRU")
    written = sum(one.wru > 0 for one in tally.calls)
    note = "The pass is begun, each batch claimed, the pass ended, in one row of the operator"
    yield Measure("14", f"{requests}: writes, none to a request", written, "", 3, note=note)
    a_day = polls_a_day()
    yield Measure("14", f"{MANY} open requests: asked about in a day", a_day, "", 81_000)
    calls = -(-a_day // MOST_IN_A_BATCH)
    yield Measure("14", "the same in batches of 100: calls a day, at least", calls)


GUARDS_BAR = 10
"""How much more the conditions on what is read and not written may cost, in write units."""


def _whole(counts: Counts) -> Iterator[Measure]:
    life = counts.life
    used, own = used_in(counts), life.without(*OF_ALL)
    model, beside = sum(cost_by_model(used).values()), sum(cost_beside_model(used).values())
    yield Measure("15", "whole dossier: transitions", counts.transitions, "", 25)
    yield Measure("15", "whole dossier: mails", life.count("sesv2", "SendEmail"), "", MAILS_BAR)
    yield Measure(
        "15", "handling a thousand dossiers, by the model", round(model, 2), "$", COST_BAR
    )
    yield Measure("15", "what the model leaves out", round(beside, 2), "$")
    scanner = round(cost_of_scanner(used), 2)
    yield Measure("15", "the scanner, on a stage that has one", scanner, "$", note=SCANNER_NOTE)
    stage = round(sum(cost_of_a_stage().values()), 2)
    yield Measure("15", "a stage, each month, without a dossier", stage, "$", note=STAGE_NOTE)
    yield Measure("15", "whole dossier: write units", own.wru, "WRU")
    share = round(100 * own.check_units / (own.wru - own.check_units), 1)
    yield Measure("15", "of them guards' and epochs', beside the rest", share, "%", GUARDS_BAR)
    yield Measure("15", "whole dossier: read units", own.rru, "RRU")

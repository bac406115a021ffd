"""Dossiers sent and signed while calls fail: nothing acknowledged is lost, doubled or stuck.

An installer's program creates a dossier, announces and stores four files, sends it, and asks again
whenever it gets no answer; of four clients one signs by
the link in their mail. Meanwhile every call of every
function may meet a fault. Then the faults end, the scheduled jobs run once, and what is there is compared
with what was acknowledged, and with a dossier that lived without any fault.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from bench.campaign.end_state import EndState, count_gaps, end_state, tell_difference
from bench.campaign.faults import Fault
from bench.campaign.figures import Bar, Figures, Section, how_of
from bench.campaign.log_lines import FOUND, LINES
from bench.campaign.made_people import Client
from bench.campaign.program import Given, deposit, send, sign
from bench.campaign.world import World, open_world
from chalicelib.aws.items import Item, item_from_wire
from chalicelib.notices.model import NoticeState
from chalicelib.notices.notices_of import notice_from_item
from chalicelib.rows.beside import NOTICE
from chalicelib.rows.listings import PENDING, SET_ASIDE

RATE = 0.03
"""In which share of all calls a fault begins; some go on for several."""

SIGNED = 4
"""One dossier of so many is signed too: its papers and receipts are what takes longest."""

SWEEP_LATER_S = 20 * 60
"""After so long the jobs come: files wait ten minutes for theirs, mails of unknown fate fifteen."""


def run(seed: int, count: int) -> Figures:
    """Live so many dossiers in one world under faults."""
    figures = Figures()
    expected = {is_signed: faultless(is_signed=is_signed) for is_signed in (False, True)}
    with open_world(seed, figures, rate=RATE, duplicated=0.1, reordered=0.1) as world:
        given = [Given(Client(number)) for number in range(count)]
        for one in given:
            deposit(world, one)
            world.settle()
            send(world, one)
        world.settle()
        for one in given[::SIGNED]:
            sign(world, one)
        world.settle()
        with world.quiet():
            world.time.pause(SWEEP_LATER_S)
            world.run_jobs()
            judge(world, given, expected)
        note_faults(world)
    return figures


@cache
def faultless(*, is_signed: bool) -> EndState:
    """Live one dossier without any fault, and give its end state."""
    with open_world(0, Figures()) as world:
        one = Given(Client(0))
        deposit(world, one)
        world.settle()
        send(world, one)
        world.settle()
        if is_signed:
            sign(world, one)
        world.settle()
        world.time.pause(SWEEP_LATER_S)
        world.run_jobs()
        return end_state(world.stage.table, one.dossier_id)


# ------------------------------------------------------------ what became of it
def judge(world: World, given: list[Given], expected: Mapping[bool, EndState]) -> None:
    """Compare what is there with what was acknowledged."""
    figures, table = world.figures, world.stage.table
    rows = list(every_row())
    known = Counter(row["email"] for row in rows if row["sk"] == "!HEAD" and "email" in row)
    for one in given:
        figures.add("dossiers")
        figures.add("duplicated", max(0, known[one.client.email] - 1))
        if one.dossier_id and not known[one.client.email]:
            figures.wrong("lost", f"{one.dossier_id} was acknowledged and is not there")
        elif one.is_sent:
            _judge_one(world, one, expected[one.is_signed])
    for row in rows:
        _judge_row(figures, row)
    figures.add(
        "journal gaps", sum(count_gaps(table, one.dossier_id) for one in given if one.dossier_id)
    )
    judge_mails(world, rows)


def _judge_one(world: World, one: Given, expected: EndState) -> None:
    figures = world.figures
    found = end_state(world.stage.table, one.dossier_id)
    reached = {name for name, _ in found[2]}
    for fact, is_acknowledged in (("submitted", True), ("subscription_signed", one.is_signed)):
        if is_acknowledged and fact not in reached:
            figures.wrong("lost", f"{fact} was acknowledged and is not there")
    figures.add("sent")
    if found != expected:
        figures.wrong("stuck or different", tell_difference(found, expected))


def _judge_row(figures: Figures, row: Item) -> None:
    waits = str(row.get("wk", ""))
    lists = ("UNRELAYED", PENDING.pk(), SET_ASIDE.pk())
    if waits.startswith(lists):
        figures.wrong("still waiting", f"{waits} {row['sk']} {row.get('kind', '')}")


def judge_mails(world: World, rows: list[Item]) -> None:
    """Hold each notice against the mails that SES took for it."""
    figures = world.figures
    taken = Counter(one.notice_id for one in world.cloud.mails)
    for row in rows:
        if not NOTICE.matches(row["sk"]):
            continue
        notice, mails = notice_from_item(row), taken[row["notice_id"]]
        figures.add("facts")
        if notice.state is NoticeState.SKIPPED:
            figures.add("facts without a mail to send", 1)
        elif notice.resends or notice.state is NoticeState.UNSURE:
            figures.add("facts of unknown outcome")
            figures.add("facts of unknown outcome, mailed twice", int(mails == 2))
            if mails > 2:
                figures.wrong("too many mails", f"{mails} of {notice.kind}")
        elif mails == 1:
            figures.add("facts with one mail")
        else:
            wrong = "too many mails" if mails else "facts never mailed"
            figures.wrong(wrong, f"{mails} of {notice.kind}, {notice.state} {notice.reason}")


def note_faults(world: World) -> None:
    """Count what was injected, by service and kind."""
    figures = world.figures
    figures.add("calls", world.injector.calls)
    for (service, fault), number in world.injector.injected.items():
        figures.add("faults", number)
        figures.add(f"fault {service} / {fault}", number)
    for name, number in world.habits.seen.items():
        figures.add(f"messages {name}", number)


def every_row() -> Iterator[Item]:
    """Give every row of the world's table."""
    from tests.crowd import moto_table

    items = moto_table().items
    for of_one_key in items.values():
        for row in of_one_key.values():
            yield item_from_wire({name: _wire(value) for name, value in row.attrs.items()})


def _wire(value: Any) -> dict[str, Any]:
    """Write a value of the double's memory as DynamoDB does."""
    match value.type:
        case "L":
            return {"L": [_wire(one) for one in value.value]}
        case "M":
            return {"M": {name: _wire(one) for name, one in value.value.items()}}
        case _:
            return {value.type: value.value}


SERVICES = {
    "dynamodb": "DynamoDB",
    "s3": "S3",
    "sfn": "Step Functions",
    "sesv2": "SES",
    "sqs": "SQS",
    "ssm": "SSM",
}


def tell_faults(figures: Figures) -> str:
    """Write the faults as a table, by kind and service."""
    lines = ["| fault | " + " | ".join(SERVICES.values()) + " |", "|---|" + "---|" * len(SERVICES)]
    for fault in Fault:
        cells = [str(figures[f"fault {service} / {fault}"] or "") for service in SERVICES]
        lines.append(f"| {fault} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


SECTION = Section(
    name="dossiers",
    title="Dossiers under faults",
    how=how_of(__doc__),
    bars=(
        Bar("faults", "faults injected", "at least", 10_000),
        Bar("dossiers", "dossiers begun", "at least", 2_000),
        Bar("sent", "of these sent"),
        Bar("signed", "of these signed by their client"),
        Bar("acknowledged", "requests acknowledged"),
        Bar("asked again", "requests asked again"),
        Bar("lost", "acknowledged and lost", "exactly"),
        Bar("duplicated", "duplicated", "exactly"),
        Bar("refused", "refused, or never answered in 60 tries", "exactly"),
        Bar("still waiting", "events, files still waiting after one sweep", "exactly"),
        Bar("stuck or different", "end states that differ from the faultless run", "exactly"),
        Bar("journal gaps", "journals with a gap", "exactly"),
        Bar("undocumented", "answers that the API's document does not tell of", "exactly"),
        Bar("facts", "business facts that write a mail"),
        Bar("facts with one mail", "of these with exactly one mail"),
        Bar(
            "facts of unknown outcome",
            "whose reply was lost or whose sender died: counted apart as unsure",
        ),
        Bar("facts of unknown outcome, mailed twice", "of these mailed twice"),
        Bar("facts never mailed", "never mailed", "exactly"),
        Bar("too many mails", "mailed twice without a lost reply, or three times", "exactly"),
        Bar(LINES, "log lines searched"),
        Bar(FOUND, "personal data found in them", "exactly"),
    ),
    run=run,
    count=2_000,
    at_once=20,
    tables=tell_faults,
)

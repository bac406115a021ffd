"""What can be wrong with a paper by itself, and between papers where the form is silent."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Final

from chalicelib.form.values import Form
from chalicelib.readings import rules
from chalicelib.readings.compare import (
    NameMatch,
    match_names,
    same_city,
    same_code,
    same_model,
    same_number,
    same_street,
)
from chalicelib.readings.findings import Difference, DifferenceKind, Unread
from chalicelib.readings.model import Paper, PaperReadings, Reading, Subject
from chalicelib.readings.rules import RULES, Rule, Severity, Way
from chalicelib.readings.slots import SLOTS
from chalicelib.readings.weigh import read_value, weigh
from chalicelib.reference.calendars import add_months
from chalicelib.words.values import Day, Text, Value

_TOWN_HALL: Final = "mairie"
_ONE_NAME: Final = {"facture", "consuel"}


def check_paper(
    paper: PaperReadings, papers: Sequence[PaperReadings], on: date
) -> Iterator[Difference]:
    """What the paper says of itself that is wrong on that day."""
    yield from _wrong_paper(paper)
    yield from _young_receipt(paper, papers, on)
    yield from _old_bill(paper, on)


def _wrong_paper(paper: PaperReadings) -> Iterator[Difference]:
    """Another kind of paper than the slot's."""
    reading, slot = paper.find(Subject.PAPER), SLOTS.get(paper.slot)
    if reading is None or slot is None or Paper(reading.value) in slot.papers:
        return
    first = next(one for one in Paper if one in slot.papers)
    said = (Text(rules.PAPERS[first]), Text(rules.PAPERS[Paper(reading.value)]))
    yield _about("wrong-paper", paper, reading, said, DifferenceKind.WRONG_PAPER)


def _young_receipt(
    paper: PaperReadings, papers: Sequence[PaperReadings], on: date
) -> Iterator[Difference]:
    """A receipt must be older than two months; a non-opposition needs no delay (F129)."""
    kind, received = paper.find(Subject.PAPER), paper.find(Subject.RECEIVED_ON)
    if kind is None or received is None or kind.value != Paper.TOWN_HALL_RECEIPT:
        return
    counts_on = receipt_counts_on(date.fromisoformat(received.value))
    if on >= counts_on or any(_is_decision(one) for one in papers):
        return
    said = (Day(counts_on), read_value(received))
    yield _about("receipt-too-young", paper, received, said, DifferenceKind.YOUNG_RECEIPT)


def receipt_counts_on(received_on: date) -> date:
    """The first day on which a receipt is older than two calendar months."""
    return add_months(received_on, rules.RECEIPT_MONTHS) + timedelta(days=1)


def _is_decision(paper: PaperReadings) -> bool:
    reading = paper.find(Subject.PAPER)
    return (
        paper.slot == _TOWN_HALL
        and reading is not None
        and reading.value == Paper.TOWN_HALL_DECISION
    )


def _old_bill(paper: PaperReadings, on: date) -> Iterator[Difference]:
    """A bill of more than a year says nothing of today's contract."""
    issued = paper.find(Subject.ISSUED_ON) if paper.slot == "facture" else None
    if issued is None:
        return
    oldest = add_months(on, -rules.BILL_MONTHS)
    if date.fromisoformat(issued.value) < oldest:
        said = (Day(oldest), read_value(issued))
        yield _about("bill-too-old", paper, issued, said, DifferenceKind.OLD_BILL)


def _about(
    code: str,
    paper: PaperReadings,
    reading: Reading,
    said: tuple[Value, Value],
    kind: DifferenceKind,
) -> Difference:
    """A warning about the paper alone; `said` is what is expected and what was read."""
    typed, read = said
    return Difference(
        code=code,
        kind=kind,
        subject=reading.subject,
        field="",
        document_id=paper.document_id,
        slot=paper.slot,
        typed=typed,
        read=read,
        written=reading.written,
        page=reading.page,
        near=reading.near,
        severity=Severity.WARNING,
    )


def list_conflicts(form: Form, papers: Sequence[PaperReadings]) -> Iterator[Difference]:
    """Two papers that say different things where the form does not decide between them.

    Contract and Consuel must bear one name (guide MyLight), though the form may claim two.
    """
    for one, other in combinations(papers, 2):
        for rule in RULES:
            before, after = _find_pair(rule, one, other)
            if before is None or after is None or _same(rule.way, before, after):
                continue
            is_silent = weigh(rule, form, after) is None
            if is_silent or _must_share_a_name(rule, form, (one, before), (other, after)):
                yield _conflict(rule, (one, before), (other, after))


def _find_pair(
    rule: Rule, one: PaperReadings, other: PaperReadings
) -> tuple[Reading | None, Reading | None]:
    """What both papers say of the rule's subject; each pair is met under one rule."""
    slots = {slot for each in RULES if each.subject is rule.subject for slot in each.slots}
    if other.slot not in rule.slots or one.slot not in slots:
        return None, None
    return one.find(rule.subject), other.find(rule.subject)


def _must_share_a_name(
    rule: Rule, form: Form, one: tuple[PaperReadings, Reading], other: tuple[PaperReadings, Reading]
) -> bool:
    """Contract and Consuel, when neither contradicts the form by itself."""
    if rule.subject is not Subject.HOLDER_NAME or {one[0].slot, other[0].slot} != _ONE_NAME:
        return False
    weighed = (weigh(rule, form, one[1]), weigh(rule, form, other[1]))
    return all(each is not None and each.agrees for each in weighed)


def _conflict(
    rule: Rule, one: tuple[PaperReadings, Reading], other: tuple[PaperReadings, Reading]
) -> Difference:
    before, (paper, after) = one[1], other
    return Difference(
        code=f"papers-differ-{rule.subject.replace('_', '-')}",
        kind=DifferenceKind.TWO_PAPERS,
        subject=rule.subject,
        field=rule.fields[-1],
        document_id=paper.document_id,
        slot=paper.slot,
        typed=read_value(before),
        read=read_value(after),
        written=after.written,
        page=after.page,
        near=after.near,
        severity=rule.severity,
        other_document_id=one[0].document_id,
    )


def _same(way: Way, before: Reading, after: Reading) -> bool:
    one, other = before.value, after.value
    match way:
        case Way.NAME:
            return match_names(one, other) is not NameMatch.OTHER
        case Way.STREET:
            return same_street(one, other)
        case Way.CITY:
            return same_city(one, other)
        case Way.EQUIPMENT:
            return same_model("", one, other) or same_model("", other, one)
        case Way.NUMBER:
            return same_number(Decimal(one), other)
        case Way.PDL | Way.CODE | Way.CHOICE | Way.STORAGE:
            return same_code(one, other)


def find_unread(paper: PaperReadings) -> Unread | None:
    """What the paper should say and could not be read; None when all of it was."""
    slot = SLOTS.get(paper.slot)
    if slot is None:
        return None
    read = set(paper.subjects())
    expected = slot.expects + _of_a_receipt(paper)
    missing = tuple(subject for subject in expected if subject not in read)
    return Unread(paper.document_id, paper.slot, missing) if missing else None


def _of_a_receipt(paper: PaperReadings) -> tuple[Subject, ...]:
    """The day of a receipt, or of what may be one."""
    kind = paper.find(Subject.PAPER)
    may_be = paper.slot == _TOWN_HALL and (kind is None or kind.value == Paper.TOWN_HALL_RECEIPT)
    return (Subject.RECEIVED_ON,) if may_be else ()

"""The contradiction radar (F340): what the papers say beside what the form says.

Nothing is corrected here, and what could not be read is never an agreement: it is told as
unread, to be confirmed by a person.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from chalicelib.form.values import Form
from chalicelib.readings.findings import Agreement, Difference, Radar, Unread
from chalicelib.readings.model import PaperReadings, Reading
from chalicelib.readings.paper_checks import check_paper, find_unread, list_conflicts
from chalicelib.readings.rules import RULES, Rule, Severity
from chalicelib.readings.weigh import Weighed, read_value, weigh

__all__ = ["Agreement", "Difference", "Radar", "Severity", "Unread", "compare"]


def compare(form: Form, papers: Sequence[PaperReadings], on: date) -> Radar:
    """Compare the form with the readings of its accepted papers, on that day."""
    differences: list[Difference] = []
    agreements: list[Agreement] = []
    for paper in papers:
        for rule, reading in _list_compared(paper):
            weighed = weigh(rule, form, reading)
            if weighed is None:
                continue
            if weighed.agrees:
                agreements.append(_agree(paper, reading, weighed.field))
            else:
                differences.append(_differ(paper, reading, weighed))
        differences += check_paper(paper, papers, on)
    differences += list_conflicts(form, papers)
    unread = tuple(one for one in map(find_unread, papers) if one)
    return Radar(tuple(sorted(differences, key=_blocking_first)), unread, tuple(agreements))


def _list_compared(paper: PaperReadings) -> Iterator[tuple[Rule, Reading]]:
    """Every reading of a paper with the rule that compares it."""
    for rule in RULES:
        reading = paper.find(rule.subject) if paper.slot in rule.slots else None
        if reading:
            yield rule, reading


def _agree(paper: PaperReadings, reading: Reading, field: str) -> Agreement:
    return Agreement(reading.subject, field, paper.document_id, paper.slot, reading.page)


def _differ(paper: PaperReadings, reading: Reading, weighed: Weighed) -> Difference:
    return Difference(
        code=f"{reading.subject.replace('_', '-')}-differs",
        kind=weighed.kind,
        subject=reading.subject,
        field=weighed.field,
        document_id=paper.document_id,
        slot=paper.slot,
        typed=weighed.typed,
        read=read_value(reading),
        written=reading.written,
        page=reading.page,
        near=reading.near,
        severity=weighed.severity,
    )


def _blocking_first(difference: Difference) -> bool:
    return difference.severity is not Severity.BLOCKING

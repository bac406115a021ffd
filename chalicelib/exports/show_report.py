"""A page of what became of a sheet's lines, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from chalicelib.aws.table import Table, open_table
from chalicelib.exports.model import Job
from chalicelib.exports.report import AT_ONCE, LineReport, LineState, find_report
from chalicelib.exports.work import LineWords, words_of
from chalicelib.web.tones import Tone
from chalicelib.words.translation import _, translate

STATES: Mapping[LineState, tuple[str, Tone]] = {
    LineState.CREATED: (_("Créé"), "done"),
    LineState.KNOWN: (_("Déjà créé"), "done"),
    LineState.REFUSED: (_("À corriger"), "wait"),
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line as the report shows it."""

    number: int
    title: str
    label: str
    tone: Tone
    url: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A page of the report; its numbers of pages count from 1, 0 is none."""

    lines: tuple[ShownLine, ...]
    page: int
    pages: int


def show_report(job: Job, page: str, *, table: Table | None = None) -> Report | None:
    """Show one page of what became of a job's lines: one read; None where there is none (yet)."""
    said = words_of(job).lines
    if said is None or not job.lines_total:
        return None
    pages = ceil(job.lines_total / AT_ONCE)
    wanted = int(page) if page.isascii() and page.isdecimal() and len(page) < 4 else 1
    number = min(max(wanted, 1), pages)
    found = find_report(table or open_table(), job.job_id, number - 1)
    return Report(tuple(_show(one, said) for one in found), number, pages) if found else None


def _show(line: LineReport, said: LineWords) -> ShownLine:
    label, tone = STATES[line.state]
    label = said.labels.get(line.state, label)
    return ShownLine(
        number=line.number,
        title=line.title,
        label=translate(label),
        tone=tone,
        url=said.address(line.case_id) if line.case_id else "",
        words=said.tell(line),
    )

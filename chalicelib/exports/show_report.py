"""A page of what became of a sheet's lines, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from chalicelib.aws.table import Table, open_table
from chalicelib.exports.model import Job, JobKind
from chalicelib.exports.report import AT_ONCE, LineReport, LineState, find_report
from chalicelib.exports.words import tell_problem
from chalicelib.web.tones import Tone
from chalicelib.words.translation import _, translate, translate_plural

STATES: Mapping[LineState, tuple[str, Tone]] = {
    LineState.CREATED: (_("Brouillon créé"), "done"),
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
    """Show one page of a deposit's report: one read; None where there is none (yet)."""
    if job.kind is not JobKind.DEPOSIT or not job.lines_total:
        return None
    pages = ceil(job.lines_total / AT_ONCE)
    wanted = int(page) if page.isascii() and page.isdecimal() and len(page) < 4 else 1
    number = min(max(wanted, 1), pages)
    found = find_report(table or open_table(), job.job_id, number - 1)
    return Report(tuple(map(_show, found)), number, pages) if found else None


def _show(line: LineReport) -> ShownLine:
    label, tone = STATES[line.state]
    return ShownLine(
        number=line.number,
        title=line.title,
        label=translate(label),
        tone=tone,
        url=f"/dossiers/{line.dossier_id}" if line.dossier_id else "",
        words=_tell(line),
    )


def _tell(line: LineReport) -> tuple[str, ...]:
    if line.problems:
        return tuple(map(tell_problem, line.problems))
    if not line.lacks:
        return (translate(_("Toutes les réponses y sont : il reste les pièces et l’envoi.")),)
    lacks = translate_plural(
        "{number} réponse à compléter avant l’envoi.",
        "{number} réponses à compléter avant l’envoi.",
        line.lacks,
    )
    return (lacks,)

"""Make a draft of each line of a sheet, and say of each line what became of it.

A line is known by its own reference, or by all that it says: the same line again, in the same
file or another, finds its draft instead of making a second one.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import batched
from pathlib import Path

from chalicelib.aws.bucket import ObjectGone
from chalicelib.aws.ids import instant_of
from chalicelib.aws.sealed import read_sealed
from chalicelib.aws.table import Table
from chalicelib.connection_jobs.line_words import REFERENCE_REUSED, tell_problem
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.exports.carry import note_progress
from chalicelib.exports.model import Job
from chalicelib.exports.report import (
    AT_ONCE,
    LineReport,
    LineState,
    Problem,
    find_report,
    put_report,
)
from chalicelib.exports.work import Made
from chalicelib.exports.write_table import make_harmless
from chalicelib.refusals import FieldProblem, KeyReused, Refusal
from chalicelib.rows.objects import SHEET
from chalicelib.settings import load_settings
from chalicelib.sheets.columns import TO_CORRECT, fold
from chalicelib.sheets.model import Sheet, SheetGone, SheetLine
from chalicelib.sheets.read_lines import read_sheet
from chalicelib.words.kept import keep_values
from chalicelib.words.translation import LABEL

LONGEST_TITLE = 60
MOST_PROBLEMS = 10
"""Problems told of one line; more would not fit a page, and the rest shows after a correction."""

CLOCKS_APART = timedelta(seconds=2)
"""So far may the clocks of two machines be apart: a draft is the job's when it is made after it."""

type Read = Callable[[Job], bytes]


def make_drafts(job: Job, folder: Path, /, *, table: Table, read: Read | None = None) -> Made:
    """Make the drafts of a job's sheet, fifty lines at a time; Stopped once it is cancelled.

    What is already reported is not done again. Raises SheetRefused for a sheet that cannot be
    read. The file it leaves holds the refused lines alone, to be corrected and sent again.
    """
    sheet = read_sheet((read or read_kept)(job), folder)
    reports: list[LineReport] = []
    for part, lines in enumerate(batched(sheet.lines, AT_ONCE, strict=False)):
        note_progress(table, job, lines_read=len(reports), lines_total=len(sheet.lines))
        told = find_report(table, job.job_id, part)
        if told is None:
            told = _deposit_part(lines, {one.case_id for one in reports}, job, table)
            put_report(table, job, part, told)
        reports += told
    known = {f"lines_{name}": _count(reports, state) for name, state in COUNTED.items()}
    known |= {"lines_read": len(reports), "lines_total": len(reports)}
    return Made(write_refused(sheet, reports, folder / job.file_name), known)


COUNTED = {
    "kept": LineState.CREATED,
    "known": LineState.KNOWN,
    "refused": LineState.REFUSED,
}


def _count(reports: Sequence[LineReport], state: LineState) -> int:
    return sum(one.state is state for one in reports)


def sheet_key(job_id: str) -> str:
    """Give the key under which a job's sheet waits, in the documents bucket."""
    return SHEET.key(job_id)


def read_kept(job: Job) -> bytes:
    """Read the sheet of a job; SheetGone when its day is over."""
    try:
        return read_sealed(load_settings().documents_bucket, sheet_key(job.job_id))
    except ObjectGone:
        raise SheetGone from None


def deposit_line(line: SheetLine, job: Job, *, table: Table) -> LineReport:
    """Make the draft of one line, and tell what became of it."""
    from chalicelib.sheets.fill_form import fill_form, key_of

    title = (line.reference or line.texts.get("last_name", ""))[:LONGEST_TITLE]
    filled = fill_form(line)
    if filled.problems:
        told = tuple(_keep(one) for one in filled.problems[:MOST_PROBLEMS])
        return LineReport(line.number, title, LineState.REFUSED, problems=told)
    try:
        draft = create_draft(
            filled.form, idempotency_key=key_of(line), is_firm_key=True, by=job.actor, table=table
        )
    except KeyReused as reused:
        return _report_reused(line, title, str(reused.values["case_id"]))
    except Refusal as refusal:
        told = (Problem(refusal.code, "", keep_values(refusal.values)),)
        return LineReport(line.number, title, LineState.REFUSED, problems=told)
    is_new = instant_of(draft.head.dossier_id) >= job.asked_at - CLOCKS_APART
    state = LineState.CREATED if is_new else LineState.KNOWN
    return LineReport(line.number, title, state, draft.head.dossier_id, filled.lacks)


def _deposit_part(
    lines: Sequence[SheetLine], seen: set[str], job: Job, table: Table
) -> tuple[LineReport, ...]:
    """Make the drafts of some lines; a line that says the same as one before has its draft."""
    told: list[LineReport] = []
    for line in lines:
        one = deposit_line(line, job, table=table)
        if one.case_id and one.case_id in seen:
            one = replace(one, state=LineState.KNOWN)
        seen.add(one.case_id)
        told.append(one)
    return tuple(told)


def _report_reused(line: SheetLine, title: str, dossier_id: str) -> LineReport:
    problem = Problem(REFERENCE_REUSED, "reference", {"reference": line.reference})
    return LineReport(line.number, title, LineState.REFUSED, dossier_id, problems=(problem,))


def _keep(problem: FieldProblem) -> Problem:
    """Keep a problem without its field's label, which its path leads to."""
    values = {name: one for name, one in problem.values.items() if name != LABEL}
    return Problem(problem.code, problem.field, keep_values(values))


def write_refused(sheet: Sheet, reports: Sequence[LineReport], path: Path) -> Path | None:
    """Write the lines to correct as they came, each with what is wrong; None when none is."""
    refused = {one.number: one for one in reports if one.state is LineState.REFUSED}
    if not refused:
        return None
    kept = [at for at, heading in enumerate(sheet.headings) if fold(heading) != fold(TO_CORRECT)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([*(sheet.headings[at] for at in kept), TO_CORRECT])
        for number, one in refused.items():
            cells = sheet.cells[number]
            told = " ".join(map(tell_problem, one.problems))
            row = [*(cells[at] if at < len(cells) else "" for at in kept), told]
            writer.writerow([make_harmless(cell) for cell in row])
    return path

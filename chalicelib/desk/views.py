"""What the report of a batch shows, a page of its lines at a time."""

from datetime import timedelta

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.desk.model import IN_A_CHUNK, Line, Report, Result
from chalicelib.desk.words import RESULTS, tell_outcome
from chalicelib.dossiers.load_heads import load_heads
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.sight import may_see
from chalicelib.words.translation import _, translate

SLOW_AFTER = timedelta(minutes=2)
"""A batch that has done nothing for so long may have lost its message: it can be begun again."""


def view_report(
    report: Report, page: int, by: Actor, table: Table | None = None
) -> dict[str, object]:
    """Give a page of a report, from 1: the batch, its counts, its lines with their dossiers."""
    pages = max(1, -(-len(report.lines) // IN_A_CHUNK))
    page = min(max(page, 1), pages)
    lines = report.lines[(page - 1) * IN_A_CHUNK : page * IN_A_CHUNK]
    heads = load_heads([line.dossier_id for line in lines], table=table or open_table())
    here = f"/lots/{report.batch.batch_id}"
    is_slow = not report.is_done and real_now() > report.batch.asked_at + SLOW_AFTER
    return {
        "batch": report.batch,
        "here": here,
        "is_done": report.is_done,
        "count_done": report.count_done,
        "counts": [
            (translate(RESULTS[one][0]), RESULTS[one][1], report.count(one)) for one in Result
        ],
        "lines": [_view_line(line, heads.get(line.dossier_id), by) for line in lines],
        "may_begin_again": is_slow,
        "place": translate(_("Page {number}/{all}"), number=page, all=pages) if pages > 1 else "",
        "previous_url": f"{here}?page={page - 1}" if page > 1 else "",
        "next_url": f"{here}?page={page + 1}" if page < pages else "",
    }


def _view_line(line: Line, head: Head | None, by: Actor) -> dict[str, object]:
    label, tone, why = tell_outcome(line.outcome)
    known = head if head is not None and may_see(by, head) else None
    name = f"{known.last_name} {known.first_name}".strip() if known else ""
    return {
        "url": f"/dossiers/{known.dossier_id}" if known else "",
        "name": name or translate(_("Sans nom")),
        "reference": known.reference if known else "",
        "label": label,
        "tone": tone,
        "why": why,
    }

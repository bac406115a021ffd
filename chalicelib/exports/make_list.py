"""Make the file of a list of any kind: read it page by page, write its declared columns."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chalicelib.aws.table import Table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.list_cases import list_cases
from chalicelib.cases.load import is_seen
from chalicelib.cases.registry import kind_of
from chalicelib.exports.carry import note_progress
from chalicelib.exports.model import MOST_LINES, Job
from chalicelib.exports.work import Made
from chalicelib.exports.write_cases import lay_out
from chalicelib.exports.write_table import write_table

PAGE = 100


def make_list(job: Job, folder: Path, /, *, table: Table, most: int = MOST_LINES) -> Made:
    """Write the file of a job's list, of so many lines at most; Stopped once it is cancelled."""
    kind = kind_of(job.of)
    heads = gather(job, kind, table=table, most=most + 1)
    path = folder / job.file_name
    write_table(lay_out(kind, heads[:most]), job.format, path)
    kept = min(len(heads), most)
    return Made(path, {"lines_kept": kept, "is_cut": len(heads) > most})


def gather(job: Job, kind: AnyKind, *, table: Table, most: int) -> tuple[Any, ...]:
    """Read the whole list of a job and give its last changed cases, the last one first.

    It is read from the oldest on: a case that changes meanwhile comes again at the end, and none is
    missed; however long it is, at most `most` heads and a page are held. What the asker may not see
    is left out. Stopped once the job is cancelled.
    """
    found: dict[str, Any] = {}
    read = 0
    for heads in _list_pages(job, kind, table):
        read += len(heads)
        for head in heads:
            found.pop(head.case_id, None)
            if is_seen(kind, job.actor, head):
                found[head.case_id] = head
        for oldest in list(found)[: max(len(found) - most, 0)]:
            del found[oldest]
        note_progress(table, job, lines_read=read, lines_kept=len(found))
    return tuple(reversed(found.values()))


def _list_pages(job: Job, kind: AnyKind, table: Table) -> Iterator[tuple[Any, ...]]:
    start: str | None = None
    while True:
        heads, start = list_cases(
            kind,
            job.asked["owner"],
            table=table,
            status=job.asked["status"],
            start=start,
            oldest_first=True,
            most=PAGE,
        )
        yield heads
        if start is None:
            return

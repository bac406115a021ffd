"""Compare what cases say of their files with what the buckets hold, both ways (R24, R44).

Some thousand cases a run, eight at a time, from where the last run ended: its cost does not
depend on how many there are. A run that is tried again (the same event) begins where it began.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.aws.versions import list_below
from chalicelib.cases.files.keys import find_place
from chalicelib.cases.files.model import KEPT_AS_UPLOADED, CaseFile
from chalicelib.cases.files.slots_of import slots_of
from chalicelib.cases.load import load_case
from chalicelib.cases.registry import kind_of
from chalicelib.cases.side_by_side import work_side_by_side
from chalicelib.cases.walk_cases import list_some_cases
from chalicelib.refusals import NotFound
from chalicelib.rows.objects import EVIDENCE, SERVED, UPLOAD
from chalicelib.rows.service import RECONCILE_CURSOR
from chalicelib.settings import Settings

log = logging.getLogger(__name__)

BY = platform("schedule")
CASES_A_RUN: Final = 5_000
"""At a run an hour, 120,000 a day: a query and three lists of a bucket each."""

PAGE: Final = 100
WORKERS: Final = 8


class CopiesMissing(Exception):
    """A verdict names a copy that does not stand: an alarm tells people."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a comparison came to, as counts; `missing` alone is a loss.

    `unnamed` are copies that no verdict names (their checker died, or the file was withdrawn
    meanwhile): they are sealed and go with their person. `lying` are uploads that the sweep
    will announce.
    """

    cases: int = 0
    copies: int = 0
    missing: int = 0
    unnamed: int = 0
    lying: int = 0

    def __add__(self, other: "Report") -> "Report":
        """Add two reports."""
        ours, theirs = asdict(self), asdict(other)
        return Report(**{name: ours[name] + theirs[name] for name in ours})


def reconcile_files(
    *,
    table: Table,
    settings: Settings,
    run_id: str,
    is_time_up: Callable[[], bool] = lambda: False,
) -> Mapping[str, int]:
    """Compare some cases with the buckets and say what was found, as counts.

    `is_time_up` is asked after each hundred: the next run goes on behind them. Raises CopiesMissing
    once all of them had their turn: each missing copy is in the log.
    """
    row = table.get(*RECONCILE_CURSOR.key(), consistent=True) or {}
    begin = row.get("began") if row.get("run_id") == run_id else row.get("next")
    walk = _Walk(table, begin, is_time_up)
    found = work_side_by_side(
        lambda one: _look_at(one, table, settings), walk.cases(), workers=WORKERS, ahead=PAGE
    )
    report = sum(found, Report())
    kept = {"run_id": run_id, "began": begin, "next": walk.next}
    table.put({**RECONCILE_CURSOR.columns(), **kept})
    if report.missing:
        raise CopiesMissing(f"{report.missing} of {report.copies}")
    return asdict(report)


@dataclass(slots=True)
class _Walk:
    """A run's way along the cases; `next` is where another one goes on, None at the end."""

    table: Table
    next: str | None
    is_time_up: Callable[[], bool]

    def cases(self) -> Iterator[str]:
        """Give the cases of a run, a hundred after the other, while there is time."""
        left = CASES_A_RUN
        while left:
            some, self.next = list_some_cases(self.table, most=min(PAGE, left), start=self.next)
            left -= len(some)
            yield from some
            if self.next is None or self.is_time_up():
                return


def _look_at(case_id: str, table: Table, settings: Settings) -> Report:
    try:
        kind = kind_of(case_id)
        slots = slots_of(kind)
        case = load_case(kind, case_id, seen_by=BY, table=table)
    except NotFound:
        return Report()
    return compare_files(case_id, slots.files_of(case), settings)


def compare_files(case_id: str, files: Sequence[CaseFile], settings: Settings) -> Report:
    """Compare one case's files with the buckets, both ways; each difference is in the log."""
    documents = settings.documents_bucket
    standing = {
        *list_below(documents, EVIDENCE.below(case_id)),
        *list_below(documents, SERVED.below(case_id)),
    }
    named = {
        pair: file.document_id
        for file in files
        for pair in (
            (file.evidence_key, file.evidence_version),
            (file.served_key, file.served_version),
        )
        if pair[0]
    }
    missing = named.keys() - standing
    for pair in missing:
        extra = {"case_id": case_id, "document_id": named[pair]}
        log.error("a copy is missing", extra=extra)
    return Report(
        cases=1,
        copies=len(named),
        missing=len(missing),
        unnamed=len(standing - named.keys()),
        lying=_count_lying(case_id, files, settings.uploads_bucket),
    )


def _count_lying(case_id: str, files: Sequence[CaseFile], uploads_bucket: str) -> int:
    """Count the uploads of a case that no pending or held file awaits."""
    awaited = {one.document_id for one in files if one.state in KEPT_AS_UPLOADED}
    uploads = list_below(uploads_bucket, UPLOAD.below(case_id))
    places = [find_place(key) for key, _version in uploads]
    return sum(place is None or place.document_id not in awaited for place in places)

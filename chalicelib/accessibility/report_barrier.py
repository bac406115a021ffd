"""Report a barrier met on the portal, find it again by its secret, and answer it."""

import logging
from datetime import datetime

from chalicelib.accessibility import store
from chalicelib.accessibility.model import (
    MOST_A_DAY,
    SECRET,
    AlreadyAnswered,
    Barrier,
    Report,
    TooManyReports,
)
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import fingerprint, new_token
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.refusals import NotFound

log = logging.getLogger(__name__)

SHOWN = 100
"""How many waiting reports agents see at once, the oldest."""


def report_barrier(
    report: Report,
    secret: str,
    *,
    language: str,
    source_address: str,
    table: Table | None = None,
    now: datetime | None = None,
) -> str:
    """Keep a report and give the secret by which its answer is read; a second click finds it.

    `secret` is the form's own, made when the form was shown; one that is no secret of ours is
    replaced. Raises TooManyReports.
    """
    table, now = table or open_table(), now or real_now()
    secret = secret if SECRET.fullmatch(secret) else new_token()
    mark = fingerprint(secret)
    barrier = Barrier(mark, report.page, report.words, now, language)
    try:
        table.transact([store.count_report(source_address, now), store.put_barrier(barrier)])
    except ConditionFailed as failed:
        if store.find_barrier(table, mark) is None:
            raise TooManyReports(most=MOST_A_DAY) from failed
    log.info("barrier reported")
    return secret


def load_barrier(secret: str, *, table: Table | None = None) -> Barrier:
    """Load the report of a secret; NotFound when there is none."""
    if not SECRET.fullmatch(secret):
        raise NotFound
    found = store.find_barrier(table or open_table(), fingerprint(secret))
    if found is None:
        raise NotFound
    return found


def list_barriers(*, table: Table | None = None) -> tuple[Barrier, ...]:
    """List the reports that wait for an answer, oldest first: one query."""
    return store.list_waiting(table or open_table(), most=SHOWN)


def answer_barrier(
    mark: str, answer: str, *, table: Table | None = None, now: datetime | None = None
) -> None:
    """Answer a report; NotFound for none, AlreadyAnswered when somebody did."""
    table = table or open_table()
    found = store.find_barrier(table, mark)
    if found is None:
        raise NotFound
    try:
        table.update(store.put_answer(mark, answer, now or real_now()))
    except ConditionFailed as failed:
        raise AlreadyAnswered from failed
    log.info("barrier answered")

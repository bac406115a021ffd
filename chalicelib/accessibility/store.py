"""How reports are kept: a row each, found by the fingerprint of its secret, gone after a year.

A report that waits for an answer carries a sparse key, by which agents find it, oldest first.
"""

from datetime import datetime

from chalicelib.accessibility.model import MOST_A_DAY, Barrier
from chalicelib.accounts.tries import source_pk
from chalicelib.aws.items import Attribute, Item, Put, Update
from chalicelib.aws.table import Table
from chalicelib.reference.days import legal_day
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import BARRIERS
from chalicelib.rows.visitors import BARRIER, SOURCE_BARRIERS


def put_barrier(barrier: Barrier) -> Put:
    """Write a new report, unless it is there."""
    reported = stamp(barrier.reported_at)
    row: dict[str, Attribute] = {
        **BARRIER.columns(barrier.fingerprint),
        "fingerprint": barrier.fingerprint,
        "page": barrier.page,
        "words": barrier.words,
        "reported_at": reported,
        "language": barrier.language,
        "expires_s": BARRIER.expires_s(barrier.reported_at),
        **BARRIERS.entry(at=BARRIERS.place(reported, barrier.fingerprint[:16])),
    }
    return Put(row, absent=True)


def count_report(source_address: str, now: datetime) -> Update:
    """Count one report of a source address, as long as it may still report today."""
    return Update(
        source_pk(source_address),
        SOURCE_BARRIERS.sk(legal_day(now).isoformat()),
        add={"reports": 1},
        set={"expires_s": SOURCE_BARRIERS.expires_s(now)},
        condition="attribute_not_exists(#reports) OR #reports < :most",
        values={"most": MOST_A_DAY},
    )


def put_answer(fingerprint: str, answer: str, now: datetime) -> Update:
    """Write the answer to a report that waits for one, which ends its waiting."""
    return Update(
        *BARRIER.key(fingerprint),
        set={"answer": answer, "answered_at": now.isoformat()},
        remove=BARRIERS.columns,
        expect={BARRIERS.columns[0]: BARRIERS.pk()},
    )


def find_barrier(table: Table, fingerprint: str) -> Barrier | None:
    """Find a report: one strong read."""
    row = table.get(*BARRIER.key(fingerprint), consistent=True)
    return _from_row(row) if row else None


def list_waiting(table: Table, *, most: int) -> tuple[Barrier, ...]:
    """List the reports that wait for an answer, oldest first: one query."""
    rows = table.query(BARRIERS.pk(), index="work", limit=most).items
    return tuple(_from_row(row) for row in rows)


def _from_row(row: Item) -> Barrier:
    answered: str = row.get("answered_at", "")
    return Barrier(
        fingerprint=row["fingerprint"],
        page=row["page"],
        words=row["words"],
        reported_at=datetime.fromisoformat(row["reported_at"]),
        language=row["language"],
        answer=row.get("answer", ""),
        answered_at=datetime.fromisoformat(answered) if answered else None,
    )

"""How reports are kept: a row each, found by the fingerprint of its secret, gone after a year.

A report that waits for an answer carries a sparse key, by which agents find it, oldest first.
"""

from datetime import datetime
from typing import Final

from chalicelib.accessibility.model import LIFE, MOST_A_DAY, Barrier
from chalicelib.accounts.tries import source_pk
from chalicelib.aws.items import Attribute, Item, Put, Update
from chalicelib.aws.table import Table

WAITING: Final = "BARRIERS"
SK: Final = "BARRIER"
DAY_S: Final = 24 * 3600


def _pk(fingerprint: str) -> str:
    return f"B#{fingerprint}"


def put_barrier(barrier: Barrier) -> Put:
    """Write a new report, unless it is there."""
    reported = barrier.reported_at.isoformat()
    row: dict[str, Attribute] = {
        "pk": _pk(barrier.fingerprint),
        "sk": SK,
        "fingerprint": barrier.fingerprint,
        "page": barrier.page,
        "words": barrier.words,
        "reported_at": reported,
        "language": barrier.language,
        "expires_s": int((barrier.reported_at + LIFE).timestamp()),
        "wk": WAITING,
        "wa": f"{reported}#{barrier.fingerprint[:16]}",
    }
    return Put(row, absent=True)


def count_report(source_address: str, now: datetime) -> Update:
    """Count one report of a source address, as long as it may still report today."""
    return Update(
        source_pk(source_address),
        f"BARRIERS#{now.date().isoformat()}",
        add={"reports": 1},
        set={"expires_s": int(now.timestamp()) + 2 * DAY_S},
        condition="attribute_not_exists(#reports) OR #reports < :most",
        values={"most": MOST_A_DAY},
    )


def put_answer(fingerprint: str, answer: str, now: datetime) -> Update:
    """Write the answer to a report that waits for one, which ends its waiting."""
    return Update(
        _pk(fingerprint),
        SK,
        set={"answer": answer, "answered_at": now.isoformat()},
        remove=("wk", "wa"),
        expect={"wk": WAITING},
    )


def find_barrier(table: Table, fingerprint: str) -> Barrier | None:
    """Find a report: one strong read."""
    row = table.get(_pk(fingerprint), SK, consistent=True)
    return _from_row(row) if row else None


def list_waiting(table: Table, *, most: int) -> tuple[Barrier, ...]:
    """List the reports that wait for an answer, oldest first: one query."""
    rows = table.query(WAITING, index="work", limit=most).items
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

"""How retention keeps its own rows: an erasure asked for, and when to look at a dossier again."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.aws.items import Attribute, Delete, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.dossiers.list_for_client import delete_client_row
from chalicelib.dossiers.model import Dossier
from chalicelib.operators.rows import REFERENCE_SK, reference_pk

ERASE, RETENTION = "ERASE", "RETENTION"
ERASURE_SK, RETENTION_SK, HEAD_SK, FORM_SK = "ERASURE", "RETENTION", "HEAD", "FORM"
REQUEST_PREFIX = "REQUEST#"
KEPT = frozenset({HEAD_SK, FORM_SK, ERASURE_SK, RETENTION_SK})
"""Rows that an erasure rewrites, or removes when all is done: by the last two it is found again."""

PAGE = 50


def dossier_pk(dossier_id: str) -> str:
    """Give the partition of a dossier."""
    return f"D#{dossier_id}"


def stamp(at: datetime) -> str:
    """Write an instant so that text order is time order."""
    return at.isoformat(timespec="microseconds")


def add_erasure(table: Table, dossier_id: str, asked_by: str, real: datetime) -> bool:
    """Note that an erasure was asked for, once; False when it was already."""
    row: dict[str, Attribute] = {
        "pk": dossier_pk(dossier_id),
        "sk": ERASURE_SK,
        "dossier_id": dossier_id,
        "asked_by": asked_by,
        "wk": ERASE,
        "wa": stamp(real),
    }
    try:
        table.put(row, absent=True)
    except ConditionFailed:
        return False
    return True


def forget_erasure(table: Table, dossier_id: str) -> None:
    """Remove what leads the job to an erasure that is done: its note, and the date of its rule."""
    for sk in (ERASURE_SK, RETENTION_SK):
        table.write(Delete(dossier_pk(dossier_id), sk))


def list_erasures(table: Table) -> Iterator[tuple[str, str]]:
    """List the dossiers to erase and who asked, oldest first."""
    return ((item["dossier_id"], item["asked_by"]) for item in _work(table, ERASE, ""))


def list_to_look_at(table: Table, now: datetime) -> Iterator[str]:
    """List the dossiers whose retention is to be looked at by a business instant."""
    return (item["pk"].removeprefix("D#") for item in _work(table, RETENTION, stamp(now)))


def look_again(table: Table, dossier_id: str, at: datetime) -> None:
    """Note when to look at a dossier's retention again."""
    table.write(
        Update(dossier_pk(dossier_id), RETENTION_SK, set={"wk": RETENTION, "wa": stamp(at)})
    )


def erase_rows(table: Table, dossier_id: str, rows: Mapping[str, Mapping[str, Any]]) -> int:
    """Remove the rows of all rooms beside a dossier's head, form and requests; count them."""
    erased = [sk for sk in rows if is_erased(sk)]
    for sk in erased:
        table.write(Delete(dossier_pk(dossier_id), sk))
    return len(erased)


def is_erased(sk: str) -> bool:
    """Say whether an erasure removes a row, by its sort key."""
    return sk not in KEPT and not sk.startswith(REQUEST_PREFIX)


def forget_ways_in(table: Table, dossier: Dossier) -> None:
    """Remove what leads to a dossier from outside: its client's list, the operator's references."""
    head = dossier.head
    if head.client_id:
        table.write(delete_client_row(head))
    for request in dossier.requests:
        for one in filter(None, (request.external_id, *request.former_ids)):
            table.write(Delete(reference_pk(request.operator, one), REFERENCE_SK))


def list_rows(table: Table, dossier_id: str) -> Mapping[str, Mapping[str, Any]]:
    """List every row of a dossier's partition by sort key, strongly read."""
    items = table.query_all(dossier_pk(dossier_id), consistent=True)
    return {item["sk"]: item for item in items}


def _work(table: Table, kind: str, up_to: str) -> Iterator[dict[str, Any]]:
    start: str | None = None
    while True:
        page = table.query(kind, index="work", up_to=up_to, limit=PAGE, start=start)
        yield from page.items
        start = page.next
        if start is None:
            return

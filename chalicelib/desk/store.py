"""How batches are kept: `W#<batch>`, its order and its lines by 25, forgotten after a week."""

from collections.abc import Sequence
from itertools import batched

import msgspec

from chalicelib.aws.items import Item, Operation, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.desk.model import IN_A_CHUNK, MEMORY, Batch, Line, Outcome, Report

BATCH_SK, LINES_PREFIX = "BATCH", "LINES#"


def batch_pk(batch_id: str) -> str:
    """Give the partition of a batch."""
    return f"W#{batch_id}"


def put_batch(table: Table, batch: Batch, dossier_ids: Sequence[str]) -> bool:
    """Keep a new batch with its lines, in one transaction; False when it is known already."""
    pk, expires_s = batch_pk(batch.batch_id), int((batch.asked_at + MEMORY).timestamp())
    order: Item = msgspec.to_builtins(batch)
    rows: list[Operation] = [
        Put(order | {"pk": pk, "sk": BATCH_SK, "expires_s": expires_s}, absent=True)
    ]
    for number, some in enumerate(batched(dossier_ids, IN_A_CHUNK, strict=False)):
        key = {"pk": pk, "sk": _chunk_sk(number)}
        rows.append(Put({**key, "ids": list(some), "expires_s": expires_s}))
    try:
        table.transact(rows)
    except ConditionFailed:
        return False
    return True


def find_report(table: Table, batch_id: str) -> Report | None:
    """Find a batch with what became of its lines: one strong query."""
    rows = {row["sk"]: row for row in table.query_all(batch_pk(batch_id), consistent=True)}
    order = rows.get(BATCH_SK)
    if order is None:
        return None
    lines = [
        Line(at * IN_A_CHUNK + place, dossier_id, _outcome(row, place))
        for at, sk in enumerate(sorted(sk for sk in rows if sk.startswith(LINES_PREFIX)))
        for row in (rows[sk],)
        for place, dossier_id in enumerate(row["ids"])
    ]
    return Report(msgspec.convert(order, Batch), tuple(lines))


def note_outcome(table: Table, batch_id: str, line: Line, outcome: Outcome) -> None:
    """Note what became of a line; the batch may be forgotten meanwhile."""
    chunk, place = divmod(line.number, IN_A_CHUNK)
    told = {f"o{place}": msgspec.to_builtins(outcome)}
    try:
        table.write(Update(batch_pk(batch_id), _chunk_sk(chunk), set=told, present=True))
    except ConditionFailed:
        return


def _chunk_sk(number: int) -> str:
    return f"{LINES_PREFIX}{number:02d}"


def _outcome(row: Item, place: int) -> Outcome | None:
    found = row.get(f"o{place}")
    return msgspec.convert(found, Outcome) if found else None

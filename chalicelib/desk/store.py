"""How batches are kept: `W#<batch>`, its order and its lines by 25, forgotten after a week."""

from collections.abc import Sequence
from itertools import batched

import msgspec

from chalicelib.aws.items import Attribute, Item, Operation, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.desk.model import IN_A_CHUNK, Batch, Line, Outcome, Report, Result
from chalicelib.rows.service import BATCH, BATCH_LINES
from chalicelib.words.kept import keep_values, restore_values


def put_batch(table: Table, batch: Batch, case_ids: Sequence[str]) -> bool:
    """Keep a new batch with its lines, in one transaction; False when it is known already."""
    expires_s = BATCH.expires_s(batch.asked_at)
    order: Item = msgspec.to_builtins(batch)
    rows: list[Operation] = [
        Put(order | {**BATCH.columns(batch.batch_id), "expires_s": expires_s}, absent=True)
    ]
    for number, some in enumerate(batched(case_ids, IN_A_CHUNK, strict=False)):
        key = BATCH_LINES.columns(batch.batch_id, number)
        rows.append(Put({**key, "ids": list(some), "expires_s": expires_s}))
    try:
        table.transact(rows)
    except ConditionFailed:
        return False
    return True


def find_report(table: Table, batch_id: str) -> Report | None:
    """Find a batch with what became of its lines: one strong query."""
    rows = {row["sk"]: row for row in table.query_all(BATCH.pk(batch_id), consistent=True)}
    order = rows.get(BATCH.sk())
    if order is None:
        return None
    lines = [
        Line(at * IN_A_CHUNK + place, case_id, _outcome(row, place))
        for at, sk in enumerate(sorted(sk for sk in rows if BATCH_LINES.matches(sk)))
        for row in (rows[sk],)
        for place, case_id in enumerate(row["ids"])
    ]
    return Report(msgspec.convert(order, Batch), tuple(lines))


def note_outcome(table: Table, batch_id: str, line: Line, outcome: Outcome) -> None:
    """Note what became of a line; the batch may be forgotten meanwhile."""
    chunk, place = divmod(line.number, IN_A_CHUNK)
    told = {f"o{place}": _keep_outcome(outcome)}
    try:
        table.write(Update(*BATCH_LINES.key(batch_id, chunk), set=told, present=True))
    except ConditionFailed:
        return


def _outcome(row: Item, place: int) -> Outcome | None:
    found = row.get(f"o{place}")
    if found is None:
        return None
    return Outcome(Result(found["result"]), found["code"], restore_values(found["values"]))


def _keep_outcome(outcome: Outcome) -> dict[str, Attribute]:
    values = keep_values(outcome.values)
    return {"result": str(outcome.result), "code": outcome.code, "values": values}

"""A file's row in its case's partition, and the lists of those that wait: for a verdict, for the scanner.

What the check and the sweep note on a row of a pending file moves no case: no event is written and
no version moves, and the row's own state is the condition.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Final

import msgspec

from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Attribute, Item, Update
from chalicelib.aws.table import BATCH_GET_ITEMS, ConditionFailed, Table, open_table
from chalicelib.cases.files.model import CaseFile, FileState
from chalicelib.rows.cases import CASE, PIECE, SURPLUS
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import PENDING, UNSCANNED

WAITS_FOR_SCANNER: Final = "scanner"
ALWAYS_SAID: Final = frozenset(one.name for one in fields(CaseFile) if one.default is MISSING)
"""What a file's row says even when it is empty."""

type Where = tuple[str, str, str]
"""A file by its case, its slot and its document."""


def file_to_item(case_id: str, file: CaseFile) -> Item:
    """Write a file's row; while it is pending, or held for the scanner, the sweep finds it.

    What says nothing is left out: with its keys and hashes a row stays within one unit.
    """
    told: Item = msgspec.to_builtins(file)
    item = {name: value for name, value in told.items() if value or name in ALWAYS_SAID}
    item |= PIECE.columns(case_id, file.slot, file.document_id)
    if file.state is FileState.PENDING and file.pending_since:
        item |= PENDING.entry(at=stamp(file.pending_since))
    if file.is_held_for_scanner and file.decided_at:
        item |= UNSCANNED.entry(at=stamp(file.decided_at))
    return item


def file_from_item(item: Mapping[str, object]) -> CaseFile:
    """Read a file's row; keys of the table and of its indexes are passed over."""
    return msgspec.convert(dict(item), CaseFile)


def note_scanner_awaited(case_id: str, file: CaseFile, *, table: Table | None = None) -> None:
    """Note that a pending file waits for the scanner; nothing when it was decided meanwhile."""
    if file.waiting_for != WAITS_FOR_SCANNER:
        _note(case_id, file, {"waiting_for": WAITS_FOR_SCANNER}, table)


def renew_file(case_id: str, file: CaseFile, *, epoch: int, table: Table | None = None) -> bool:
    """Let the sweep wait for a pending file from now on; False when it was judged meanwhile.

    Somebody takes its upload up again: `epoch` is their access epoch.
    """
    now = stamp(real_now())
    return _note(case_id, file, {"pending_since": now, "wa": now, "epoch": epoch}, table)


def _note(case_id: str, file: CaseFile, said: Mapping[str, Attribute], table: Table | None) -> bool:
    noted = Update(
        *PIECE.key(case_id, file.slot, file.document_id),
        set=said,
        expect={"state": FileState.PENDING.value},
    )
    try:
        (table or open_table()).write(noted)
    except ConditionFailed:
        return False
    return True


def count_surplus_of_case(case_id: str, size_bytes: int) -> Update:
    """Write the operation that counts a version stored for a case beyond its files (R8).

    A signed form may be used again until it expires; what it stores is removed unread, and quotas
    count what was stored.
    """
    return Update(*SURPLUS.key(case_id), add={"files": 1, "bytes": size_bytes})


def is_scanner_awaited(table: Table, since: datetime) -> bool:
    """Say whether the file that is pending longest, from before `since`, waits for the scanner."""
    page = table.query(PENDING.pk(), index="work", up_to=stamp(since), limit=1)
    return any(item.get("waiting_for") == WAITS_FOR_SCANNER for item in page.items)


def find_longest_pending(table: Table) -> datetime | None:
    """Find since when the file that is pending longest waits, in real time; None when none is."""
    page = table.query(PENDING.pk(), index="work", limit=1)
    return datetime.fromisoformat(page.items[0]["wa"]) if page.items else None


def list_unscanned(table: Table, *, most: int) -> list[tuple[str, str, str]]:
    """List the files held for the scanner's silence: case, document and upload's key."""
    page = table.query(UNSCANNED.pk(), index="work", limit=most)
    return [(CASE.id_in(one["pk"]), one["document_id"], one["upload_key"]) for one in page.items]


def find_states(places: Iterable[Where], *, table: Table) -> Mapping[Where, FileState]:
    """Find the states of files by case, slot and document, 100 a call; unknown ones are left out."""
    keys = {PIECE.key(*place): place for place in places}
    wanted = list(keys)
    found: dict[Where, FileState] = {}
    for first in range(0, len(wanted), BATCH_GET_ITEMS):
        for item in table.batch_get(wanted[first : first + BATCH_GET_ITEMS], consistent=True):
            found[keys[item["pk"], item["sk"]]] = FileState(item["state"])
    return found

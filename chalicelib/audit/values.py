"""The erasable values beside a journal's events: read for an export, removed for an erasure."""

from collections.abc import Mapping

from chalicelib.aws.items import Delete
from chalicelib.aws.table import Table
from chalicelib.rows.journal import JOURNAL, VALUES


def list_values(table: Table, dossier_id: str) -> Mapping[int, Mapping[str, str]]:
    """List the values that are still kept, by their event's number, strongly read."""
    items = table.query_all(JOURNAL.pk(dossier_id), prefix=VALUES.prefix, consistent=True)
    return {int(VALUES.part(item["sk"])): item["values"] for item in items}


def erase_values(table: Table, dossier_id: str) -> int:
    """Remove all of them with their salts, and count them; the events stay and verify."""
    items = table.query_all(JOURNAL.pk(dossier_id), prefix=VALUES.prefix, consistent=True)
    for item in items:
        table.write(Delete(item["pk"], item["sk"]))
    return len(items)

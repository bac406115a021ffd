"""The erasable values beside a journal's events, read for an export."""

from collections.abc import Mapping

from chalicelib.aws.table import Table
from chalicelib.rows.journal import JOURNAL, VALUES


def list_values(table: Table, dossier_id: str) -> Mapping[int, Mapping[str, str]]:
    """List the values that are still kept, by their event's number, strongly read."""
    items = table.query_all(JOURNAL.pk(dossier_id), prefix=VALUES.prefix, consistent=True)
    return {int(VALUES.part(item["sk"])): item["values"] for item in items}

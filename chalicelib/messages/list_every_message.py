"""List all messages of a case, for the export of a person's data."""

import msgspec

from chalicelib.aws.table import Table
from chalicelib.messages.model import Message
from chalicelib.rows.journal import MESSAGE


def list_every_message(table: Table, case_id: str) -> tuple[Message, ...]:
    """List all messages of a case, oldest first, strongly read."""
    rows = table.query_all(MESSAGE.pk(case_id), prefix=MESSAGE.prefix, consistent=True)
    return tuple(msgspec.convert(row, Message) for row in rows)

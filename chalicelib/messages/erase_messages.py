"""Messages and the person: all of them go with an erasure, and are in an export."""

import msgspec

from chalicelib.aws.items import Delete
from chalicelib.aws.table import Table
from chalicelib.messages.model import Message
from chalicelib.rows.journal import MESSAGE, MESSAGES


def erase_messages(table: Table, dossier_id: str) -> int:
    """Remove a dossier's messages and the keys of their postings, and count them."""
    rows = table.query_all(MESSAGES.pk(dossier_id), consistent=True)
    for row in rows:
        table.write(Delete(row["pk"], row["sk"]))
    return len(rows)


def count_message_rows(table: Table, dossier_id: str) -> int:
    """Count what is left of a dossier's messages."""
    return len(table.query_all(MESSAGES.pk(dossier_id), consistent=True))


def list_every_message(table: Table, dossier_id: str) -> tuple[Message, ...]:
    """List all messages of a dossier, oldest first, for the export of a person's data."""
    rows = table.query_all(MESSAGES.pk(dossier_id), prefix=MESSAGE.prefix, consistent=True)
    return tuple(msgspec.convert(row, Message) for row in rows)

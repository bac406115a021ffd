"""Read an event from its row, or say why nobody here can: asked of the raw row, before it is converted."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.audit.model import FORMAT, Event
from chalicelib.audit.relayed import key_of
from chalicelib.audit.store import event_from_item
from chalicelib.cases.registry import list_registered, prefix_of
from chalicelib.rows.journal import JOURNAL


class Unreadable(Exception):
    """Nobody here can read this row; the reason is a word of ours."""


def read_row(row: Mapping[str, Any]) -> Event:
    """Read the event of a row of the journal.

    Raises Unreadable for a case of a kind that no system registers, for a later format, and for a
    row that is no event of its format: the key alone is trusted, whatever the columns are.
    """
    if prefix_of(JOURNAL.id_in(row["pk"])) not in list_registered():
        raise Unreadable("unknown kind")
    written = row.get("format", FORMAT)
    if type(written) is not int or not 0 < written <= FORMAT:
        raise Unreadable("unknown format")
    try:
        event = event_from_item(row)
    except msgspec.ValidationError as trouble:
        raise Unreadable("spoilt row") from trouble
    if key_of(event) != (row["pk"], row["sk"]):
        raise Unreadable("spoilt row")
    return event

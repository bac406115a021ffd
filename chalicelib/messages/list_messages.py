"""List a dossier's messages: one query of the dossier, one of a page of its messages."""

from dataclasses import dataclass

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.thread import Side, Thread, read_thread
from chalicelib.messages.model import Message, side_of
from chalicelib.messages.store import list_rows
from chalicelib.refusals import InvalidCursor


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page of messages, newest first, for one side; `next` is where the older ones begin."""

    dossier: Dossier
    side: Side
    thread: Thread
    messages: tuple[Message, ...]
    next: str | None


def list_messages(
    dossier_id: str, *, by: Actor, start: str | None = None, table: Table | None = None
) -> MessagePage:
    """List a page of a dossier's messages for the reader's side; reading it marks nothing.

    Raises NotFound for a dossier of others, NotAllowed for who has no side, InvalidCursor.
    """
    side, table = side_of(by), table or open_table()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    try:
        messages, following = list_rows(table, dossier_id, start)
    except ValueError as error:
        raise InvalidCursor from error
    return MessagePage(dossier, side, read_thread(dossier), messages, following)

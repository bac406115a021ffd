"""List a case's messages: one query of the case, one of a page of its messages."""

from dataclasses import dataclass
from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.load import load_case
from chalicelib.cases.registry import kind_of
from chalicelib.cases.thread import Thread, read_thread
from chalicelib.messages.model import Message
from chalicelib.messages.of_kind import threads_of
from chalicelib.messages.store import list_rows
from chalicelib.refusals import InvalidCursor


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page of messages, newest first, for one side; `next` is where the older ones begin."""

    case: Any
    side: str
    thread: Thread
    messages: tuple[Message, ...]
    next: str | None


def list_messages(
    case_id: str, *, by: Actor, start: str | None = None, table: Table | None = None
) -> MessagePage:
    """List a page of a case's messages for the reader's side; reading it marks nothing.

    Raises NotFound for a case of others, NotAllowed for who has no side, InvalidCursor.
    """
    kind, table = kind_of(case_id), table or open_table()
    side = threads_of(kind).side_of(by)
    case = load_case(kind, case_id, seen_by=by, table=table)
    try:
        messages, following = list_rows(table, case_id, start)
    except ValueError as error:
        raise InvalidCursor from error
    return MessagePage(case, side, read_thread(case), messages, following)

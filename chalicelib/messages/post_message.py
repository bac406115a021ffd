"""Write a message on a dossier: its row, its event, and the other side's unread, at once."""

from datetime import datetime

from chalicelib.audit.model import Actor, Detail
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import KeyReused
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.thread import Side, Thread, read_thread
from chalicelib.messages.model import (
    MOST_UNREAD,
    Message,
    ThreadClosed,
    TooManyUnread,
    may_write,
    require_words,
    side_of,
)
from chalicelib.messages.store import find_key, put_key, put_message, put_thread

TELLS = "tells"
"""The detail of an event that owes the other side a mail: the first message of a silence."""


def post_message(
    dossier_id: str,
    words: str,
    *,
    key: str,
    seen: int = 0,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> None:
    """Write a message; the same key posts it once, with other words it is refused (KeyReused).

    `seen` is the number of the last message that the writer had before them: answering is having
    read up to it. Raises InvalidFields without words or with too many, ThreadClosed on a draft or
    an erased dossier, TooManyUnread, NotFound for a dossier of others.
    """
    side, said = side_of(by), require_words(words)
    table = table or open_table()
    mark, words_mark = fingerprint(f"{dossier_id}/{by.person_id}/{key}"), fingerprint(said)

    def decide(dossier: Dossier, now: datetime) -> Change:
        thread = _require_room(dossier, side)
        number = dossier.head.seq + 1
        message = Message(number, side, by.person_id, now, said)
        after = thread.read(seen, by=side).posted(number, by=side)
        return Change(
            EventKind.MESSAGE_POSTED,
            dossier.head,
            details=_details(thread, side),
            also=(
                put_message(dossier_id, message),
                put_key(dossier_id, mark, words_mark),
                put_thread(dossier_id, after),
            ),
        )

    try:
        change_dossier(
            dossier_id, decide, by=by, operation_id=f"op_{mark[:40]}", table=table, now=now
        )
    except ConditionFailed:
        if find_key(table, dossier_id, mark) != words_mark:
            raise KeyReused from None


def _require_room(dossier: Dossier, side: Side) -> Thread:
    if not may_write(dossier):
        raise ThreadClosed
    thread = read_thread(dossier)
    if len(thread.unread_by(side.other)) >= MOST_UNREAD:
        raise TooManyUnread(most=MOST_UNREAD)
    return thread


def _details(thread: Thread, side: Side) -> dict[str, Detail]:
    """Who is written to; and that a mail says so, unless an earlier one said it of unread words."""
    tells = side is Side.AGENTS and not thread.unread_by(side.other)
    return {"to": str(side.other), **({TELLS: 1} if tells else {})}

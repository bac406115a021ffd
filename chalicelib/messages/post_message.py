"""Write a message on a dossier: its row, its event, its files and the other side's unread, at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.audit.model import Actor, Detail
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import KeyReused
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.thread import Side, Thread, put_thread, read_thread
from chalicelib.messages.files import require_files
from chalicelib.messages.model import (
    MOST_UNREAD,
    Message,
    ThreadClosed,
    TooManyUnread,
    may_write,
    require_words,
    side_of,
)
from chalicelib.messages.store import find_key, forget_words, put_key, put_message
from chalicelib.refusals import InvalidFields

TELLS = "tells"
"""The detail of an event that queues a mail to the other side: the first message of a silence."""


def post_message(
    dossier_id: str,
    words: str,
    *,
    key: str,
    seen: int = 0,
    files: Sequence[str] = (),
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> None:
    """Write a message; the same key posts it once, with other words it is refused (KeyReused).

    `seen` is the number of the last message that the writer had before them: answering is having
    read up to it. `files` are ids of files that the writer deposited for it. Raises InvalidFields
    without words or with too many, or for a file that cannot go; ThreadClosed on a draft or an
    erased dossier, TooManyUnread, NotFound for a dossier of others.
    """
    posting = _Posting(
        side_of(by), require_words(words), tuple(dict.fromkeys(files)), seen, by, key
    )
    table, mark = table or open_table(), posting.mark(dossier_id)
    try:
        change_dossier(
            dossier_id,
            posting.decide(mark),
            by=by,
            operation_id=f"op_{mark[:40]}",
            table=table,
            now=now,
        )
    except (ConditionFailed, InvalidFields) as failed:
        known = find_key(table, dossier_id, mark)
        if known == posting.said_mark:
            return  # it was posted, files and all, and only the answer was lost
        if isinstance(failed, InvalidFields) and known is None:
            raise
        raise KeyReused from None


@dataclass(frozen=True, slots=True)
class _Posting:
    """One message to post: whose, what it says, what goes with it."""

    side: Side
    said: str
    files: tuple[str, ...]
    seen: int
    by: Actor
    key: str

    def mark(self, dossier_id: str) -> str:
        """Give the mark of the key: its writer's own, on this dossier."""
        return fingerprint(f"{dossier_id}/{self.by.person_id}/{self.key}")

    @property
    def said_mark(self) -> str:
        """Give the mark of what was said and sent: the same key says it again, or nothing."""
        return fingerprint("\n".join((self.said, *sorted(self.files))))

    def decide(self, mark: str) -> Callable[[Dossier, datetime], Change]:
        """Give the decision: refuse, or write all of the message at once."""

        def decide(dossier: Dossier, now: datetime) -> Change:
            thread = _require_room(dossier, self.side)
            require_files(dossier, self.files, self.by.person_id)
            dossier_id, number = dossier.head.dossier_id, dossier.head.seq + 1
            author = self.by.person_id
            message = Message(number, self.side, author, now, self.said, self.files)
            read = thread.read(self.seen, by=self.side)
            after = read.posted(number, by=self.side, files=self.files)
            return Change(
                EventKind.MESSAGE_POSTED,
                dossier.head,
                details=_details(thread, self.side, len(self.files)),
                also=(
                    put_message(dossier_id, message),
                    put_key(dossier_id, mark, self.said_mark),
                    put_thread(dossier_id, after),
                    forget_words(dossier_id, author),
                ),
            )

        return decide


def _require_room(dossier: Dossier, side: Side) -> Thread:
    if not may_write(dossier):
        raise ThreadClosed
    thread = read_thread(dossier)
    if len(thread.unread_by(side.other)) >= MOST_UNREAD:
        raise TooManyUnread(most=MOST_UNREAD)
    return thread


def _details(thread: Thread, side: Side, files: int) -> dict[str, Detail]:
    """Who is written to; and that a mail says so, unless an earlier one said it of unread words."""
    tells = side is Side.AGENTS and not thread.unread_by(side.other)
    counted: dict[str, Detail] = {"files": files} if files else {}
    return {"to": str(side.other), **counted, **({TELLS: 1} if tells else {})}

"""Write a message on a case: its row, its event, its files and the other side's unread, at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.audit.model import Actor, Detail
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.cases.change import change_case
from chalicelib.cases.model import CaseChange, CaseLike
from chalicelib.cases.registry import kind_of
from chalicelib.cases.thread import MOST_UNREAD, Thread, put_thread, read_thread
from chalicelib.messages.files import require_files
from chalicelib.messages.model import Message, TooManyUnread, require_words
from chalicelib.messages.of_kind import TELLS, Threads, threads_of
from chalicelib.messages.store import find_key, forget_words, put_key, put_message
from chalicelib.refusals import InvalidFields, KeyReused


def post_message(
    case_id: str,
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
    without words or with too many, or for a file that cannot go; ThreadClosed where the case takes no
    messages now, TooManyUnread, NotFound for a case of others or of a kind without messages.
    """
    kind = kind_of(case_id)
    threads = threads_of(kind)
    side, said = threads.side_of(by), require_words(words)
    posting = _Posting(threads, side, said, tuple(dict.fromkeys(files)), seen, by, key)
    table, mark = table or open_table(), posting.mark(case_id)
    try:
        change_case(
            kind,
            case_id,
            posting.decide(mark),
            by=by,
            operation_id=f"op_{mark[:40]}",
            table=table,
            now=now,
        )
    except (ConditionFailed, InvalidFields) as failed:
        known = find_key(table, case_id, mark)
        if known == posting.said_mark:
            return  # it was posted, files and all, and only the answer was lost
        if isinstance(failed, InvalidFields) and known is None:
            raise
        raise KeyReused from None


@dataclass(frozen=True, slots=True)
class _Posting:
    """One message to post: whose, what it says, what goes with it."""

    threads: Threads
    side: str
    said: str
    files: tuple[str, ...]
    seen: int
    by: Actor
    key: str

    def mark(self, case_id: str) -> str:
        """Give the mark of the key: its writer's own, on this case."""
        return fingerprint(f"{case_id}/{self.by.person_id}/{self.key}")

    @property
    def said_mark(self) -> str:
        """Give the mark of what was said and sent: the same key says it again, or nothing."""
        return fingerprint("\n".join((self.said, *sorted(self.files))))

    def decide(self, mark: str) -> Callable[[CaseLike, datetime], CaseChange]:
        """Give the decision: refuse, or write all of the message at once."""

        def decide(case: CaseLike, now: datetime) -> CaseChange:
            thread, author = _require_room(self.threads, case, self.side), self.by.person_id
            require_files(self.threads.list_ready(case, author), self.files)
            case_id, number = case.head.case_id, case.head.seq + 1
            message = Message(number, self.side, author, now, self.said, self.files)
            read = thread.read(self.seen, by=self.side)
            to = tuple(party.side for party in self.threads.readers_of(self.side))
            after = read.posted(number, by=self.side, to=to, files=self.files)
            return CaseChange(
                self.threads.posted,
                case.head,
                details=_details(self.threads, thread, self.side, len(self.files)),
                also=(
                    put_message(case_id, message),
                    put_key(case_id, mark, self.said_mark),
                    put_thread(case_id, after),
                    forget_words(case_id, author),
                ),
            )

        return decide


def _require_room(threads: Threads, case: CaseLike, side: str) -> Thread:
    """Refuse where the case takes no messages, and where nobody reads any more."""
    if not threads.may_write(case):
        raise threads.closed
    thread = read_thread(case)
    readers = threads.readers_of(side)
    if all(len(thread.unread_by(one.side)) >= MOST_UNREAD for one in readers):
        raise TooManyUnread(most=MOST_UNREAD)
    return thread


def _details(threads: Threads, thread: Thread, side: str, files: int) -> dict[str, Detail]:
    """Who is written to; and that a mail says so, unless an earlier one said it of unread words."""
    readers = threads.readers_of(side)
    told = [one.side for one in readers if one.by_mail and not thread.unread_by(one.side)]
    counted: dict[str, Detail] = {"files": files} if files else {}
    to = ",".join(one.side for one in readers)
    return {"to": to, **counted, **{TELLS.format(side=one): 1 for one in told}}

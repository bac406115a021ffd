"""What a case knows of its messages: who has some to read. The words stand elsewhere.

The sides of a case write to each other on it: its owner's, our teams, whoever else its kind names.
Their messages are rows of a partition of their own; the case keeps one small row with the numbers of
the unread ones, so that its page, the agents' lists and the mails know of them without another read.
Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import msgspec

from chalicelib.aws.items import Item, Put
from chalicelib.cases.model import CaseLike
from chalicelib.rows.cases import THREAD

MOST_UNREAD: Final = 50
"""So many messages without a reading are no conversation: the row that lists them stays small."""


@dataclass(frozen=True, slots=True)
class Sent:
    """With which message a file went, and which side sent it."""

    number: int
    side: str


@dataclass(frozen=True, slots=True)
class Thread:
    """How many messages there are, and by side the numbers of those that it has not read.

    A side that has read everything is not among `unread`. `files` tells of each file, by its id,
    with which message it went.
    """

    count: int = 0
    unread: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    files: Mapping[str, Sent] = field(default_factory=dict)

    def unread_by(self, side: str) -> tuple[int, ...]:
        """List the numbers of the messages that a side has not read, oldest first."""
        return self.unread.get(side, ())

    def posted(
        self, number: int, *, by: str, to: Iterable[str], files: Iterable[str] = ()
    ) -> "Thread":
        """Give the thread once a side has written to others, with the files that go with it."""
        after = self
        for side in to:
            after = after.called(number, to=side)
        sent = {**self.files, **dict.fromkeys(files, Sent(number, by))}
        return replace(after, count=self.count + 1, files=sent)

    def called(self, number: int, *, to: str) -> "Thread":
        """Give the thread once a side has a message to read, or to read again.

        Of a side that never reads the newest are kept.
        """
        return self._with(to, sorted({*self.unread_by(to), number})[-MOST_UNREAD:])

    def read(self, up_to: int, *, by: str) -> "Thread":
        """Give the thread once a side has read what was numbered up to `up_to`."""
        return self._with(by, (one for one in self.unread_by(by) if one > up_to))

    def _with(self, side: str, numbers: Iterable[int]) -> "Thread":
        unread = {**self.unread, side: tuple(numbers)}
        return replace(self, unread={name: some for name, some in unread.items() if some})


def read_thread(case: CaseLike) -> Thread:
    """Give what a case knows of its messages; an empty thread when there are none."""
    row: Mapping[str, Any] = case.rows.get(THREAD.sk(), {})
    told = {name: row[name] for name in ("count", "unread", "files") if name in row}
    return msgspec.convert(told, Thread)


def put_thread(case_id: str, thread: Thread) -> Put:
    """Write the operation that keeps what the case knows of its messages."""
    row: Item = msgspec.to_builtins(thread)
    return Put({**row, **THREAD.columns(case_id)})

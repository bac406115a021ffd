"""What a case knows of its messages: who has some to read. The words stand elsewhere.

Who owns a case and our teams write to each other on it. Their messages are rows of a partition of
their own; the case keeps one small row with the numbers of the unread ones, so that its page, the
agents' lists and the mails know of them without another read. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import msgspec

from chalicelib.aws.items import Item, Put
from chalicelib.cases.model import CaseLike
from chalicelib.rows.cases import THREAD


class Side(StrEnum):
    """Who writes and reads: the installer's firm, or our teams."""

    INSTALLER = "installer"
    AGENTS = "agents"

    @property
    def other(self) -> "Side":
        """The side that reads what this one writes."""
        return Side.AGENTS if self is Side.INSTALLER else Side.INSTALLER


@dataclass(frozen=True, slots=True)
class Sent:
    """With which message a file went, and which side sent it."""

    number: int
    side: Side


@dataclass(frozen=True, slots=True)
class Thread:
    """How many messages there are, and the numbers of those that each side has not read.

    `files` tells of each file, by its id, with which message it went.
    """

    count: int = 0
    installer: tuple[int, ...] = ()
    agents: tuple[int, ...] = ()
    files: Mapping[str, Sent] = field(default_factory=dict)

    def unread_by(self, side: Side) -> tuple[int, ...]:
        """List the numbers of the messages that a side has not read, oldest first."""
        return self.installer if side is Side.INSTALLER else self.agents

    def posted(self, number: int, *, by: Side, files: Iterable[str] = ()) -> "Thread":
        """Give the thread once a side has written, with the files that go with the message."""
        sent = {**self.files, **dict.fromkeys(files, Sent(number, by))}
        after = self.called(number, to=by.other)
        return replace(after, count=self.count + 1, files=sent)

    def called(self, number: int, *, to: Side) -> "Thread":
        """Give the thread once a side has a message to read, or to read again."""
        unread = sorted({*self.unread_by(to), number})
        return replace(self, **{str(to): tuple(unread)})  # type: ignore[arg-type] # a side is a field's name

    def read(self, up_to: int, *, by: Side) -> "Thread":
        """Give the thread once a side has read what was numbered up to `up_to`."""
        left = tuple(one for one in self.unread_by(by) if one > up_to)
        return replace(self, **{str(by): left})  # type: ignore[arg-type] # a side is a field's name


def read_thread(case: CaseLike) -> Thread:
    """Give what a case knows of its messages; an empty thread when there are none."""
    row: Mapping[str, Any] = case.rows.get(THREAD.sk(), {})
    return Thread(
        int(row.get("count", 0)),
        tuple(row.get("installer", ())),
        tuple(row.get("agents", ())),
        msgspec.convert(row.get("files", {}), dict[str, Sent]),
    )


def put_thread(case_id: str, thread: Thread) -> Put:
    """Write the operation that keeps what the case knows of its messages."""
    row: Item = msgspec.to_builtins(thread)
    return Put({**row, **THREAD.columns(case_id)})

"""What a dossier knows of its messages: who has some to read. The words stand elsewhere.

Installer and agents write to each other on a dossier. Their messages are rows of a partition of
their own; the dossier keeps one small row with the numbers of the unread ones, so that its page,
the agents' queue and the mails know of them without another read. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from chalicelib.dossiers.model import Dossier

THREAD_SK = "MESSAGES"


class Side(StrEnum):
    """Who writes and reads: the installer's firm, or our teams."""

    INSTALLER = "installer"
    AGENTS = "agents"

    @property
    def other(self) -> "Side":
        """The side that reads what this one writes."""
        return Side.AGENTS if self is Side.INSTALLER else Side.INSTALLER


@dataclass(frozen=True, slots=True)
class Thread:
    """How many messages there are, and the numbers of those that each side has not read."""

    count: int = 0
    installer: tuple[int, ...] = ()
    agents: tuple[int, ...] = ()

    def unread_by(self, side: Side) -> tuple[int, ...]:
        """List the numbers of the messages that a side has not read, oldest first."""
        return self.installer if side is Side.INSTALLER else self.agents

    def posted(self, number: int, *, by: Side) -> "Thread":
        """Give the thread once a side has written."""
        unread = {str(by.other): (*self.unread_by(by.other), number)}
        return replace(self, count=self.count + 1, **unread)

    def read(self, up_to: int, *, by: Side) -> "Thread":
        """Give the thread once a side has read what was numbered up to `up_to`."""
        left = tuple(one for one in self.unread_by(by) if one > up_to)
        return replace(self, **{str(by): left})  # type: ignore[arg-type] # a side is a field's name


def read_thread(dossier: Dossier) -> Thread:
    """Give what a dossier knows of its messages; an empty thread when there are none."""
    row: Mapping[str, Any] = dossier.rows.get(THREAD_SK, {})
    return Thread(
        int(row.get("count", 0)), tuple(row.get("installer", ())), tuple(row.get("agents", ()))
    )

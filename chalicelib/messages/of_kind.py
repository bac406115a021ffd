"""What a kind of case says of the messages on its cases; writing and reading are the same for all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.cases.files.model import CaseFile
from chalicelib.cases.kind import AnyKind
from chalicelib.messages.model import ThreadClosed
from chalicelib.policy.actors import Actor
from chalicelib.policy.model import Action
from chalicelib.policy.require import can
from chalicelib.refusals import NotAllowed, NotFound

TELLS = "tells_{side}"
"""The detail of an event by which a mail tells a side: the first message of a silence."""


def _no_files(_case: Any, _person_id: str) -> tuple[CaseFile, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Party:
    """A side of a thread: `writes` is what somebody does who writes for it, `label` names it (a msgid).

    `by_mail`: an event tells, by its detail `TELLS`, that this side has words to read after a silence.
    """

    side: str
    writes: Action
    label: str
    by_mail: bool = False


@dataclass(frozen=True, slots=True)
class Threads:
    """The messages of a kind.

    What one of `parties` writes, all others read. `may_write` says whether a case takes messages now,
    `closed` how that is refused. `list_ready` gives the files that a person deposited for their next
    message, refused ones too. `posted` and `read` name the events.
    """

    parties: tuple[Party, ...]
    may_write: Callable[[Any], bool]
    list_ready: Callable[[Any, str], tuple[CaseFile, ...]] = _no_files
    posted: str = "message_posted"
    read: str = "messages_read"
    closed: type[ThreadClosed] = ThreadClosed

    def side_of(self, actor: Actor) -> str:
        """Give the side that somebody writes and reads for; NotAllowed for who has none."""
        for party in self.parties:
            if can(actor, party.writes):
                return party.side
        raise NotAllowed

    def readers_of(self, side: str) -> tuple[Party, ...]:
        """List who reads what a side writes: all others."""
        return tuple(party for party in self.parties if party.side != side)

    def label_of(self, side: str) -> str:
        """Give the msgid that names a side; its own name where the kind no longer has it."""
        return next((party.label for party in self.parties if party.side == side), side)


def threads_of(kind: AnyKind) -> Threads:
    """Give what a kind says of messages; NotFound for a kind whose cases take none."""
    if kind.threads is None:
        raise NotFound
    threads: Threads = kind.threads.get()
    return threads

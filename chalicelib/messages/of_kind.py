"""What a kind of case says of the messages on its cases; writing and reading are the same for all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.cases.files.model import CaseFile
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.thread import Side
from chalicelib.policy.actors import Actor
from chalicelib.policy.model import Action
from chalicelib.policy.require import can
from chalicelib.refusals import NotAllowed, NotFound


def _no_files(_case: Any, _person_id: str) -> tuple[CaseFile, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Threads:
    """The messages of a kind.

    `for_owner` and `for_us` are what somebody does who writes for the case's owner or for our teams;
    `may_write` says whether a case takes messages now. `list_ready` gives the files that a person
    deposited for their next message, refused ones too. `posted` and `read` name the events.
    """

    for_owner: Action
    for_us: Action
    may_write: Callable[[Any], bool]
    list_ready: Callable[[Any, str], tuple[CaseFile, ...]] = _no_files
    posted: str = "message_posted"
    read: str = "messages_read"

    def side_of(self, actor: Actor) -> Side:
        """Give the side that somebody writes and reads for; NotAllowed for who has none."""
        if can(actor, self.for_owner):
            return Side.INSTALLER
        if can(actor, self.for_us):
            return Side.AGENTS
        raise NotAllowed


def threads_of(kind: AnyKind) -> Threads:
    """Give what a kind says of messages; NotFound for a kind whose cases take none."""
    if kind.threads is None:
        raise NotFound
    threads: Threads = kind.threads.get()
    return threads

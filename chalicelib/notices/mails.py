"""What a kind of case says of its mails: which event writes to whom, and what a mail tells.

Sending, its states and what becomes of a mail are the same for every kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.audit.model import Event
from chalicelib.aws.table import Table
from chalicelib.cases.kind import Wanted
from chalicelib.notices.model import Addressee, Feedback, Notice


@dataclass(frozen=True, slots=True)
class EventMail:
    """One mail that a kind of event queues, and to whom."""

    kind: str
    to: Addressee
    from_number: int = 0
    """Only from the event's `number` on, such as the last of three reminders."""
    only_with: str = ""
    """Only of an event whose details say this, such as that it tells somebody something."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is to be written: to which address, with which facts, in which language ("" unknown)."""

    to: str
    facts: Mapping[str, object]
    language: str = ""
    firm_id: str = ""
    """Of the firm that causes the mail, whose reputation it moves."""
    is_confirmed: bool = True
    """Whether its reader has shown that the address is theirs: by a signature, by an account."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What writing a mail needs: the table, the real instant, the secret of a link that it may carry.

    `said` are the erasable values of its event.
    """

    table: Table
    now: datetime
    secret: str
    said: Mapping[str, str]
    find_contact: Callable[[Notice, Any], Any] | None = None
    """Who people are, where it is not the accounts that say so."""


def _carries_nothing(_notice: Notice) -> bool:
    return False


def _mints_nothing() -> tuple[str, str]:
    return "", ""


def _shows_nothing(_notice: Notice, _feedback: Feedback, _table: Table) -> None:
    """A bounce shows nowhere but on its notice."""


@dataclass(frozen=True, slots=True)
class Mails:
    """The mails of a kind.

    `write` gives a letter from a notice, its case and what writing needs, or raises Unneeded with a
    reason; `is_silent` says of an event that nobody is written to; `carries_link` of which mails a
    private link is part, whose secret and print `mint_link` makes; `show_bounce` what a mail that came back shows on the case. `own` are mails
    about an account that this system alone can write, by their kind.
    """

    of_events: Mapping[str, tuple[EventMail, ...]]
    write: Callable[[Notice, Any, Writing], Letter]
    is_silent: Callable[[Event], bool] = lambda _event: False
    carries_link: Callable[[Notice], bool] = _carries_nothing
    mint_link: Callable[[], tuple[str, str]] = _mints_nothing
    show_bounce: Callable[[Notice, Feedback, Table], None] = _shows_nothing
    labels: Mapping[str, str] = field(default_factory=dict)
    """Every mail of this kind, and the words for each."""
    own: Mapping[str, Wanted[Callable[..., Any]]] = field(default_factory=dict)
    templates: Path | None = None
    """The system's own folder of templates, as `templates/emails` has them; None: they stand there."""

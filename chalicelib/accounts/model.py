"""People: who they are, what they may be, and how long they stay signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

type RoleName = Literal["installer", "client", "agent"]
"""A role as routes write it in `allow=("installer", "agent")`."""


class Role(StrEnum):
    """What a person is for the platform; each route says which roles it serves."""

    INSTALLER = "installer"
    CLIENT = "client"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Firm:
    """An installer's firm: what it deposits belongs to it and to nobody else."""

    firm_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, or whose token calls: all that a rule needs to know of them.

    `firm_id` is empty for clients and agents. `name` is for display, never for logs. An
    administrator invites and removes the users of their firm. `language` is the one they chose
    to read in, empty while they chose none.
    """

    user_id: str
    role: Role
    name: str
    firm_id: str = ""
    firm_name: str = ""
    is_admin: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. Its token stays in the browser: the table keeps a fingerprint.

    Times are real time, never business time.
    """

    person: Person
    fingerprint: str
    started_at: datetime
    seen_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Say whether the session ended by age or by idleness at `now`."""
        return now >= self.started_at + LONGEST_SESSION or now >= self.seen_at + LONGEST_IDLE

    def is_worth_touching(self, now: datetime) -> bool:
        """Say whether the last sight is old enough to be worth a write."""
        return now >= self.seen_at + TOUCH_EVERY


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A bearer token as its owner sees it in a list: never the secret itself."""

    token_id: str
    label: str
    ending: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A user in their firm's list. Whoever left stays in it, with who took over. Real time."""

    user_id: str
    name: str
    is_admin: bool
    since: datetime
    left_at: datetime | None = None
    successor: str = ""


LONGEST_SESSION = timedelta(hours=12)
LONGEST_IDLE = timedelta(hours=2)
TOUCH_EVERY = timedelta(minutes=5)
LONGEST_TOKEN = timedelta(days=365)
TOKEN_PREFIX = "rac_"  # noqa: S105 # the recognisable beginning of every token, for secret scanners

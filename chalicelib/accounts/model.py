"""People: who they are, what they may be, and how long they stay signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.policy import roles

Role = roles.Role
"""The role of a membership, as the policy has it."""

FRANCE = "FR"
"""The country of a membership that names no other, as ISO 3166-1 has it."""

FIRST_EPOCH = 1
"""The access epoch of a new account."""


@dataclass(frozen=True, slots=True)
class Firm:
    """An installer's firm: what it deposits belongs to it and to nobody else."""

    firm_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Membership:
    """What a person is, for whom and in which country; they may have several. Real time.

    `firm_id` is empty for who belongs to no firm. It is in force until `ended_at`, and nothing
    but that act ends it. An administrator invites and removes the users of their firm.
    """

    role: Role
    since: datetime
    firm_id: str = ""
    firm_name: str = ""
    country: str = FRANCE
    is_admin: bool = False
    ended_at: datetime | None = None

    @property
    def hat(self) -> str:
        """Name it among its person's: by role, country and firm, of which each has one."""
        return "-".join(part for part in (self.role, self.country, self.firm_id) if part)

    @property
    def is_in_force(self) -> bool:
        """Say whether it still holds."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, or whose token calls, under the one hat that they wear.

    `role`, `firm_id`, `firm_name`, `is_admin` and `country` are those of the membership that is
    worn. `memberships` are all that are in force, the worn one among them. `epoch` is that of the
    account when they were let in. `name` is for display, never for logs. `language` is the one
    they chose to read in, empty while they chose none.
    """

    user_id: str
    role: Role
    name: str
    firm_id: str = ""
    firm_name: str = ""
    is_admin: bool = False
    language: str = ""
    country: str = FRANCE
    epoch: int = FIRST_EPOCH
    memberships: tuple[Membership, ...] = ()

    @property
    def hat(self) -> str:
        """Name the membership that is worn."""
        return "-".join(part for part in (self.role, self.country, self.firm_id) if part)


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
    hat: str = ""


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

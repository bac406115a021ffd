"""What the policy is made of: actions with their rules, the facts of an object, grants, answers.

An action is declared by data: which roles, each on which ground. A system declares its own
vocabulary as a subclass of `Action`; nothing here has to know it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Protocol

from chalicelib.policy.roles import AnyRole


class Ground(StrEnum):
    """On what ground somebody may do something of an object."""

    ROLE = "role"
    """Their role is enough: the object is nobody's in particular."""
    FIRM = "firm"
    """A membership of the firm that the object belongs to."""
    BACK_OFFICE = "back_office"
    """Agents, for what was handed in."""
    OWN = "own"
    """The object is the person's own, by their signature."""
    SIGNING_LINK = "signing_link"
    """The client's link to sign this one object."""
    MACHINE = "machine"
    """The platform's and the connectors' own jobs."""
    PRIVATE_LINK = "private_link"
    """A grant to whoever holds a secret address."""
    MANDATE = "mandate"
    CONTRACT = "contract"
    DELEGATION = "delegation"
    SCOPE = "scope"


type Rules = Mapping[AnyRole, Ground]


class Action(Enum):
    """The vocabulary of what can be done: a code, and the rules that allow it.

    `is_decision` marks what an agent may not do to what is theirs under another hat.
    """

    def __init__(self, code: str, rules: Rules, is_decision: bool = False) -> None:  # noqa: FBT001, FBT002 # an enumeration gives its parts by place
        """Keep the action's code, its rules by role, and whether it decides on others' things."""
        self.code = code
        self.rules = rules
        self.is_decision = is_decision

    @property
    def roles(self) -> frozenset[str]:
        """Give the roles that have a rule."""
        return frozenset(str(role) for role in self.rules)


class Wearer(Protocol):
    """Whoever wears a hat: a person, a holder of a link, a machine."""

    @property
    def role(self) -> str:
        """Give the role."""

    @property
    def firm_id(self) -> str:
        """Give the firm, "" for who acts for none."""


class Acting(Wearer, Protocol):
    """Who acts, by their id, and what else the same person is."""

    @property
    def person_id(self) -> str:
        """Give the pseudonymous id."""

    @property
    def others(self) -> "tuple[Standing, ...]":
        """Give the other hats of the same person."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Another hat of the same person: what they may own or have handed in under it."""

    role: str
    firm_id: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, in all that a rule needs: their id, the hat they wear, and their other hats."""

    person_id: str
    role: str
    firm_id: str = ""
    others: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule needs to know of an object: whose it is, and whether it was handed in."""

    object_id: str
    firm_id: str = ""
    client_id: str = ""
    created_by: str = ""
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """That somebody may see or do something of an object, on what ground, with what proof.

    It holds from `starts_at` until `ends_at` or until it was ended (`ended_at`), by nothing but
    the clock or that act: nobody has to look at it for that. Real time.
    """

    grantee: str
    object_id: str
    actions: frozenset[str]
    ground: Ground
    starts_at: datetime
    proof: str = ""
    ends_at: datetime | None = None
    ended_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Say whether it is in force at a real instant; the end itself is past it."""
        ends = [at for at in (self.ends_at, self.ended_at) if at is not None]
        return self.starts_at <= now and all(now < at for at in ends)


class Code(StrEnum):
    """Why the policy says no."""

    ROLE = "role"
    """No rule of the action is for this role."""
    GROUND = "ground"
    """The object is none of the asker's business: told as one that does not exist."""
    CONFLICT = "conflict"
    """It is theirs under another hat."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes, and on what ground."""

    ground: Ground


@dataclass(frozen=True, slots=True)
class Refused:
    """No, and why."""

    code: Code

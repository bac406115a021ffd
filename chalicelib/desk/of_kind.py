"""What a kind of case says of the agents' desk: who may follow its cases, what may be done to many.

Taking a case, letting it go, handing it over and acting on many are the same for all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case
from chalicelib.cases.kind import AnyKind, Wanted
from chalicelib.cases.model import CaseChange
from chalicelib.desk.model import Batch
from chalicelib.policy.actors import Actor
from chalicelib.policy.model import Action
from chalicelib.policy.require import require_on
from chalicelib.refusals import NotFound, Refusal


class Need(StrEnum):
    """What the form of an act asks for, besides its cases."""

    COLLEAGUE = "colleague"
    """One of our agents at work."""
    NOTE = "note"
    """A word, which may be left out: for the colleague where there is one."""


@dataclass(frozen=True, slots=True)
class Order:
    """One act of a batch on one case of a kind, with the id of its operation."""

    batch: Batch
    kind: AnyKind
    case_id: str
    by: Actor
    operation_id: str
    table: Table


type Do = Callable[[Order], Any | None]
"""Does an act and gives the case as it is after, None when there was nothing to do; may refuse.

Doing it twice is doing it once: what was done bears the order's `operation_id` in the journal.
"""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that agents may do to many cases: `words` name it, `will` says what will happen.

    `allow` is what the policy is asked about.
    """

    words: str
    will: str
    allow: Action
    do: Wanted[Do]
    needs: frozenset[Need] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as a batch names it; `url` is its page, "" where it has none."""

    name: str
    reference: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ids that were chosen of a list; `is_cut` when it has more than a batch takes."""

    ids: tuple[str, ...]
    is_cut: bool = False


type Choose = Callable[[Mapping[str, str], Actor], Chosen]
"""Chooses all cases of a list as a form says it is filtered."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The agents' desk of a kind.

    `follow` is taking, letting go and handing over; `act_on_many` is asking for a batch.
    `may_be_followed` says whether a case is any agent's to follow now: `project_taken` of it has
    nobody follow what is over. `show` names a case by its head, `home` is the address of the list
    that a form came from, `choose` takes that list whole. `refusals` are those of `acts`, so that a
    report can tell them. `taken`, `released` and `handed_over` name the events.
    """

    follow: Action
    act_on_many: Action
    may_be_followed: Callable[[Any], bool]
    show: Callable[[Any], Shown]
    home: Callable[[Mapping[str, str]], str]
    acts: Mapping[str, Act] = field(default_factory=dict)
    choose: Wanted[Choose] | None = None
    refusals: Wanted[Sequence[type[Refusal]]] | None = None
    taken: str = "case_taken"
    released: str = "case_released"
    handed_over: str = "case_handed_over"


def desk_of(kind: AnyKind) -> Desk:
    """Give what a kind says of the desk; NotFound for a kind whose cases agents do not follow."""
    if kind.desk is None:
        raise NotFound
    desk: Desk = kind.desk.get()
    return desk


def deciding(allow: Action, decide: Callable[[Any, Order, datetime], CaseChange | None]) -> Do:
    """Make an act of a decision: of a case as it is, the order and the business instant; pure."""

    def do(order: Order) -> Any | None:
        def decide_one(case: Any, now: datetime) -> CaseChange | None:
            require_on(order.by, allow, order.kind.facts(case.head))
            return decide(case, order, now)

        return change_case(
            order.kind,
            order.case_id,
            decide_one,
            by=order.by,
            operation_id=order.operation_id,
            table=order.table,
        )

    return do

"""What a kind of case says of its JSON API; the endpoints are the same for all."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.cases.kind import AnyKind
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import kind_named, kind_of
from chalicelib.policy.actors import Actor
from chalicelib.policy.model import Action
from chalicelib.refusals import NotFound

type Told = Mapping[str, object]
"""What an answer says, fit for JSON."""

type Cases = Mapping[str, Any]
type Changes = Mapping[str, CaseChange]


def _nobody_else(_wanted: Any) -> tuple[str, ...]:
    return ()


def _always(_case: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done with a case.

    `decide` gets the case's id, the cases by id as they are, what was sent and the business instant,
    and gives the changes, all of one transaction; pure, may refuse. `takes` is the model of what is
    sent, as `module:Name`; without it nothing is. `others` are further cases that it needs, which
    whoever acts must be allowed to change. `is_open` says whether a case admits it now: told, not
    enforced, since `decide` refuses.
    """

    action: Action
    decide: Callable[[str, Cases, Any, datetime], Changes | None]
    takes: str = ""
    others: Callable[[Any], Iterable[str]] = _nobody_else
    is_open: Callable[[Any], bool] = _always


@dataclass(frozen=True, slots=True)
class Served:
    """The JSON API of a kind.

    `takes` is the model of what a new case is made of, as `module:Name`; `begin` makes it of an id,
    what was sent, who asks and the business instant, for whom `create` allows it. `tell` says of a
    case what its head says not. `counters` names the counters of an owner's list, `reasons` the agents' lists. `owner_of` is whose list somebody sees: "" for
    who has none of their own.
    """

    takes: str
    create: Action
    begin: Callable[[str, Any, Actor, datetime], CaseChange]
    tell: Callable[[Any], Told]
    counters: str = ""
    reasons: tuple[str, ...] = ()
    acts: Mapping[str, Act] = field(default_factory=dict)
    owner_of: Callable[[Actor], str] = lambda actor: actor.firm_id


def served_named(name: str) -> tuple[AnyKind, Served]:
    """Give a kind and its API by the kind's name; NotFound where there is none."""
    kind = kind_named(name)
    return kind, _served(kind)


def served_of(case_id: str) -> tuple[AnyKind, Served]:
    """Give the kind of a case and its API; NotFound where there is none."""
    kind = kind_of(case_id)
    return kind, _served(kind)


def _served(kind: AnyKind) -> Served:
    if kind.served is None:
        raise NotFound
    served: Served = kind.served.get()
    return served


def one_case(
    decide: Callable[[Any, Any, datetime], CaseChange | None],
) -> Callable[[str, Cases, Any, datetime], Changes | None]:
    """Make the decision of an act that concerns its case alone: of the case, what was sent, the instant."""

    def decide_one(case_id: str, cases: Cases, wanted: Any, now: datetime) -> Changes | None:
        change = decide(cases[case_id], wanted, now)
        return None if change is None else {case_id: change}

    return decide_one

"""A toy system: a technician's rounds, each with so many places, and how many visits were done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.audit.model import Actor, Event
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.change import change_case, create_case
from chalicelib.cases.kind import Consumer, Kind, Later, Statuses
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainCase, PlainCodec, PlainHead, begin_plain
from chalicelib.cases.projections import project_counts
from chalicelib.policy.actors import platform
from chalicelib.policy.model import Action, Facts, Ground, Rules
from chalicelib.policy.roles import Role, Stand
from chalicelib.refusals import Refusal

FIRM: Rules = {Role.INSTALLER: Ground.FIRM}
RULES: Rules = {**FIRM, Stand.PLATFORM: Ground.MACHINE}


class OnRounds(Action):
    """What may be done with a round."""

    SEE = ("round.see", RULES)
    CHANGE = ("round.change", RULES)
    PLAN = ("round.plan", FIRM)


class RoundFull(Refusal):
    """Every place of the round is taken."""

    code = "round-full"


@dataclass(frozen=True, slots=True)
class Places:
    """A round's places, those taken, and the visits that were done, each once."""

    most: int
    taken: int = 0
    done: tuple[str, ...] = ()


type Round = PlainCase[Places]

COLUMNS: Mapping[str, Callable[[PlainHead[Places]], int]] = {
    "taken": lambda head: head.data.taken,
    "most": lambda head: head.data.most,
}

ROUND: Kind[Round, CaseChange] = Kind(
    name="round",
    prefix="rnd",
    statuses=Statuses("open", {}),
    codec=PlainCodec("round", Places),
    see=OnRounds.SEE,
    change=OnRounds.CHANGE,
    facts=lambda head: Facts(head.case_id, firm_id=head.owner_id),
    projections=(
        project_counts(lambda case: {(case.head.owner_id, "rounds", "taken"): case.data.taken}),
    ),
    columns=Later("tests.toys.rounds:COLUMNS"),
    served=Later("tests.toys.round_api:SERVED"),
    commands={"place.take": lambda case, now: take_place(case, now)},  # noqa: PLW0108 # defined below
    hears={"visit.done": Consumer("visits", Later("tests.toys.rounds:hear_visit"))},
)


def plan(places: Places, case_id: str, *, by: Actor, table: Table, now: datetime) -> Round:
    """Plan a round."""
    return create_case(ROUND, planned(case_id, places, by, now), by=by, table=table, now=now)


def planned(case_id: str, places: Places, by: Actor, now: datetime) -> CaseChange:
    """Make a round."""
    head = begin_plain(
        case_id, places, owner_id=by.firm_id, by=by.person_id, status="open", now=now
    )
    return CaseChange("round_planned", head)


def take_place(case: Round, _now: datetime) -> CaseChange:
    """Take a place of a round; RoundFull when there is none."""
    if case.data.taken >= case.data.most:
        raise RoundFull
    return _changed("place_taken", case, replace(case.data, taken=case.data.taken + 1))


def hear_visit(event: Event) -> None:
    """Note that a visit was done, once: a fact of another system."""

    def decide(case: Round, _now: datetime) -> CaseChange | None:
        if event.case_id in case.data.done:
            return None
        done = (*case.data.done, event.case_id)
        return _changed("visit_noted", case, replace(case.data, done=done))

    round_id = str(event.details["round"])
    change_case(ROUND, round_id, decide, by=platform("stream"), table=open_table())


def _changed(kind: str, case: Round, data: Places) -> CaseChange:
    return CaseChange(kind, replace(case.head, data=data))

"""A toy system: errands, whose way is a process of a few milestones."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case, create_case
from chalicelib.cases.kind import Consumer, Kind, Later, Statuses
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainCase, PlainCodec, begin_plain
from chalicelib.cases.process import Node, Process, Span
from chalicelib.cases.projections import project_execution
from chalicelib.policy.model import Action, Facts, Ground
from chalicelib.policy.roles import Role, Stand

RULES = {Role.INSTALLER: Ground.FIRM, Stand.PLATFORM: Ground.MACHINE}
STATUSES = Statuses("open", {("open", "bring"): "brought"}, frozenset({"brought"}))


class OnErrands(Action):
    """What may be done with an errand."""

    SEE = ("errand.see", RULES)
    CHANGE = ("errand.change", RULES)


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be brought."""

    what: str


PROCESS = Process(
    "errand",
    (
        Node("asked"),
        Node(
            "taken",
            ("asked",),
            spans=(
                Span(
                    "asked", ("signature_reminder_1", "signature_reminder_2"), "chased", each=True
                ),
            ),
        ),
        Node("paid", ("asked",)),
        Node("brought", ("taken", "paid")),
    ),
    carried_through=frozenset({"brought"}),
)

ERRAND: Kind[PlainCase[Errand], CaseChange] = Kind(
    name="errand",
    prefix="ern",
    statuses=STATUSES,
    codec=PlainCodec("errand", Errand),
    see=OnErrands.SEE,
    change=OnErrands.CHANGE,
    facts=lambda head: Facts(head.case_id, firm_id=head.owner_id),
    projections=(project_execution("errand", lambda head: not STATUSES.is_over(head.status)),),
    process=Later("tests.toys.errands:PROCESS"),
    consumers=(Consumer("timeline", Later("chalicelib.timeline.follow:follow")),),
    due=Later("chalicelib.timeline.act_on_due:act_on_row"),
)


def ask(what: str, case_id: str, *, by: Actor, table: Table, now: datetime) -> str:
    """Ask for an errand."""
    head = begin_plain(
        case_id, Errand(what), owner_id=by.firm_id, by=by.person_id, status="open", now=now
    )
    asked = CaseChange("errand_asked", head, reached=("asked",))
    return create_case(ERRAND, asked, by=by, table=table, now=now).head.case_id


def reach(case_id: str, milestone: str, *, by: Actor, table: Table, now: datetime) -> None:
    """Say that a milestone is reached; once it is brought an errand is over."""

    def decide(case: PlainCase[Errand], _now: datetime) -> CaseChange:
        status = STATUSES.after("open", "bring") if milestone == "brought" else "open"
        head = replace(case.head, status=status)
        return CaseChange("errand_moved", head, reached=(milestone,))

    change_case(ERRAND, case_id, decide, by=by, table=table, now=now)

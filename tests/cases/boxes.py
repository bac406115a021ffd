"""A kind of case with nothing but a number of things in it, and rows that may be written apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from chalicelib.audit.model import Actor
from chalicelib.aws.items import Item, Operation, Put, Update
from chalicelib.aws.table import Table
from chalicelib.cases.change import create_case
from chalicelib.cases.kind import Kind, Statuses
from chalicelib.cases.model import CaseChange, Reached
from chalicelib.policy.model import Action, Facts, Ground, Rules
from chalicelib.policy.roles import Role
from chalicelib.rows.cases import HEAD
from chalicelib.rows.leads import COUNTERS

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
STRANGER = Actor("usr_9", "installer", "page", firm_id="frm_9")
THINGS: Final = "things"


RULES: Rules = {Role.INSTALLER: Ground.FIRM}


class OnBoxes(Action):
    """What may be done with a box."""

    SEE = ("box.see", RULES)
    CHANGE = ("box.change", RULES)


@dataclass(frozen=True, slots=True)
class BoxHead:
    """What is known of a box."""

    case_id: str
    firm_id: str = "frm_1"
    status: str = "open"
    things: int = 0
    version: int = 0
    seq: int = 0
    last_hash: str = ""
    last_operation: str = ""
    generation: int = 1
    updated_at: datetime = NOW
    milestones: Mapping[str, Reached] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Box:
    """A box."""

    head: BoxHead
    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class BoxCodec:
    """A box in its partition."""

    def read(self, items: Iterable[Item]) -> Box | None:
        rows = {item["sk"]: item for item in items}
        head = rows.pop(HEAD.sk(), None)
        return Box(msgspec.convert(head, BoxHead), rows) if head else None

    def begin(self, head: Any) -> Box:
        return Box(head)

    def apply(self, case: Box, change: CaseChange, head: Any) -> Box:
        return replace(case, head=head)

    def put_head(self, case: Box) -> Put:
        return Put(msgspec.to_builtins(case.head) | HEAD.columns(case.head.case_id))

    def put_parts(self, after: Box, before: Box | None, change: CaseChange) -> Sequence[Operation]:
        return ()


def project_things(
    before: Box | None, after: Box, change: CaseChange, now: datetime
) -> Iterable[Operation]:
    """Keep how many things a firm has, exact."""
    step = after.head.things - (before.head.things if before else 0)
    return (Update(*COUNTERS.key(after.head.firm_id, "boxes"), add={THINGS: step}),) if step else ()


BOX: Kind[Box, CaseChange] = Kind(
    name="box",
    prefix="box",
    statuses=Statuses("open", {("open", "shut"): "shut"}, frozenset({"shut"})),
    codec=BoxCodec(),
    see=OnBoxes.SEE,
    change=OnBoxes.CHANGE,
    facts=lambda head: Facts(head.case_id, firm_id=head.firm_id),
    projections=(project_things,),
)


def make_box(table: Table, case_id: str = "box_1", things: int = 0) -> str:
    """Store a box."""
    change = CaseChange("box_made", BoxHead(case_id, things=things))
    create_case(BOX, change, by=INSTALLER, table=table, now=NOW)
    return case_id


def put_in(box: Box, number: int = 1) -> CaseChange:
    """Give the change that puts things into a box."""
    return CaseChange("thing_put", replace(box.head, things=box.head.things + number))


def count_things(table: Table) -> int:
    """Give the firm's counter."""
    row = table.get(*COUNTERS.key("frm_1", "boxes"), consistent=True) or {}
    return int(row.get(THINGS, 0))

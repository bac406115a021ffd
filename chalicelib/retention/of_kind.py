"""What a kind of case says of its person's data; exporting, erasing and proving are the same for all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.aws.table import Table
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainCase
from chalicelib.cases.registry import kind_of
from chalicelib.policy.model import Action
from chalicelib.reference.retention import Retention
from chalicelib.refusals import NotFound

type Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """What retention says of a case: data to go now by a rule, or an instant to look again."""

    next_at: datetime
    gone_by: Retention | None = None


def _no_ways(_case: Any) -> Document:
    """Nothing outside a case's own rows leads to its person."""
    return {}


def _forget_none(_table: Table, _ways: Document) -> None:
    """There is nothing to forget."""


def _nowhere(_case: Any) -> tuple[tuple[str, str], ...]:
    return ()


@dataclass(frozen=True, slots=True)
class OfKind:
    """The data of a kind's person.

    `export` and `erase` are the actions that the policy is asked about. `require_erasable` refuses
    while the data are needed; `look_at` says what becomes of them at a business instant, None once
    they are erased. `blank` is the change that leaves no person in the case; `count_named` counts what
    still names one. `tell` is what an export says besides the rows that the registry gives.
    `list_ways_in` lists, fit for a row, what leads to the case from outside, which `forget_ways_in`
    removes, as often as it is called; `places` are buckets and prefixes of files besides those that
    every case has.
    """

    export: Action
    erase: Action
    require_erasable: Callable[[Any], None]
    look_at: Callable[[Any, datetime], Look | None]
    blank: Callable[[Any, datetime], CaseChange]
    count_named: Callable[[Any], int]
    tell: Callable[[Any, Table], Document]
    list_ways_in: Callable[[Any], Document] = _no_ways
    forget_ways_in: Callable[[Table, Document], None] = _forget_none
    places: Callable[[Any], tuple[tuple[str, str], ...]] = _nowhere


def find_of_kind(case_id: str) -> OfKind:
    """Find what the kind of a case says of its person's data; NotFound for a kind that has none."""
    kind = kind_of(case_id)
    if kind.retention is None:
        raise NotFound
    found: OfKind = kind.retention.get()
    return found


def of_plain[D](
    empty: D,
    *,
    export: Action,
    erase: Action,
    erased: str,
    require_erasable: Callable[[PlainCase[D]], None],
    look_at: Callable[[Any, datetime], Look | None],
    tell: Callable[[D], Document],
) -> OfKind:
    """Make it for a plain kind: its data become the `empty` ones, by an event of the kind `erased`."""

    def blank(case: PlainCase[D], now: datetime) -> CaseChange:
        return CaseChange(erased, replace(case.head, data=empty, erased_at=now))

    def tell_case(case: PlainCase[D], _table: Table) -> Document:
        head = case.head
        known = {"case_id": head.case_id, "status": head.status, "created_at": head.created_at}
        return known | tell(case.data)

    return OfKind(
        export,
        erase,
        require_erasable,
        look_at,
        blank,
        lambda case: int(case.head.data != empty),
        tell_case,
    )

"""Files of cases of any kind: read one, and what a person decides about one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.case_api.of_kind import served_of
from chalicelib.cases.change import change_case
from chalicelib.cases.files.by_person import FileReason
from chalicelib.cases.files.plain_slots import PlainSlots
from chalicelib.cases.files.read_file import sign_copy
from chalicelib.cases.files.refusals import CannotCheckAgain
from chalicelib.cases.files.slots_of import slots_of
from chalicelib.cases.files.transitions import find_file
from chalicelib.cases.load import load_case
from chalicelib.cases.model import CaseChange
from chalicelib.policy.actors import Actor
from chalicelib.policy.require import require_on
from chalicelib.refusals import NotAllowed, NotFound

type Decide = Callable[[PlainSlots[Any], Any, datetime], CaseChange | None]


def read_file(case_id: str, document_id: str, *, by: Actor, table: Table | None = None) -> str:
    """Give an address from which the served copy downloads for five minutes.

    NotFound for a foreign case or an unknown file, NotReadable before its check.
    """
    kind, _served = served_of(case_id)
    case = load_case(kind, case_id, seen_by=by, table=table)
    file = find_file(slots_of(kind).files_of(case), document_id)
    if file is None:
        raise NotFound
    return sign_copy(file)


def accept_file(case_id: str, document_id: str, *, by: Actor, table: Table | None = None) -> Any:
    """Accept a file that a person has read; give the case. Raises as `by_person`, and NotAllowed."""
    return _decide(
        case_id,
        lambda slots, case, now: slots.accept(case, document_id, by.person_id, now),
        by=by,
        table=table,
    )


def refuse_file(
    case_id: str,
    document_id: str,
    reason: FileReason,
    words: str,
    *,
    by: Actor,
    table: Table | None = None,
) -> Any:
    """Refuse a file for a reason, with words of one's own; give the case. Raises as `accept_file`."""
    return _decide(
        case_id,
        lambda slots, case, now: slots.refuse(case, document_id, reason, words, by.person_id, now),
        by=by,
        table=table,
    )


def check_file_again(
    case_id: str, document_id: str, *, by: Actor, table: Table | None = None
) -> Any:
    """Have a held file judged once more; give the case. CannotCheckAgain for any other file."""

    def decide(slots: PlainSlots[Any], case: Any, now: datetime) -> CaseChange:
        change = slots.check_again(case, document_id, real_now(), now)
        if change is None:
            raise CannotCheckAgain
        return change

    return _decide(case_id, decide, by=by, table=table)


def _decide(case_id: str, decide: Decide, *, by: Actor, table: Table | None) -> Any:
    kind, _served = served_of(case_id)
    slots = slots_of(kind)
    if not isinstance(slots, PlainSlots):
        raise NotFound
    judge = slots.judge_action

    def decide_file(case: Any, now: datetime) -> CaseChange | None:
        if judge is None:
            raise NotAllowed
        require_on(by, judge, kind.facts(case.head))
        return decide(slots, case, now)

    return change_case(kind, case_id, decide_file, by=by, table=table)

"""Create cases and act on them, for any kind: the use cases behind the API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.aws.clock import business_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.table import Table, open_table
from chalicelib.case_api.of_kind import Act, served_named, served_of
from chalicelib.cases.change import change_cases
from chalicelib.cases.create_once import create_once
from chalicelib.cases.load import load_case
from chalicelib.cases.model import CaseChange
from chalicelib.policy.actors import Actor
from chalicelib.policy.require import require, require_on
from chalicelib.refusals import NotFound


def create(
    kind_name: str,
    wanted: Any,
    *,
    key: str,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Any:
    """Create a case of a kind of what was sent, a pydantic model; the same key creates it once.

    Raises NotAllowed, what the kind refuses, KeyReused when the key made another.
    """
    kind, served = served_named(kind_name)
    require(by, served.create)

    def begin(now: datetime) -> CaseChange:
        return served.begin(new_id(kind.prefix), wanted, by, now)

    sent = wanted.model_dump(mode="json")
    return create_once(kind, begin, wanted=sent, key=key, by=by, table=table, now=now)


def find_act(case_id: str, name: str, *, by: Actor, table: Table | None = None) -> Act:
    """Find an act of a case's kind by its name, for who may see the case and may do it.

    Raises NotFound for a case that is none of the actor's business or an act that there is not,
    NotAllowed, ConflictOfInterest.
    """
    kind, served = served_of(case_id)
    case = load_case(kind, case_id, seen_by=by, table=table)
    if name not in served.acts:
        raise NotFound
    act = served.acts[name]
    require_on(by, act.action, kind.facts(case.head))
    return act


def act_on(
    case_id: str,
    act: Act,
    wanted: Any,
    *,
    by: Actor,
    expected_version: int | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> Any:
    """Do an act with what was sent, in one transaction over all its cases; give the case as it is after.

    Raises what the act refuses, NotFound for one of its other cases, ChangedMeanwhile when the
    version that somebody was shown no longer holds.
    """
    kind, _served = served_of(case_id)
    others = tuple(dict.fromkeys(one for one in act.others(wanted) if one != case_id))

    def decide(cases: Mapping[str, Any], now: datetime) -> Mapping[str, CaseChange] | None:
        require_on(by, act.action, kind.facts(cases[case_id].head))
        return act.decide(case_id, cases, wanted, now)

    after = change_cases(
        (case_id, *others),
        decide,
        by=by,
        expected={} if expected_version is None else {case_id: expected_version},
        table=table or open_table(),
        now=now or business_now(),
    )
    return after[case_id]

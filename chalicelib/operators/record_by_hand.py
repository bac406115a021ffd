"""What an agent enters for an operator that tells us nothing by itself, or not yet."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier, OperatorRequest, RequestState
from chalicelib.operators.apply_milestones import apply_milestones
from chalicelib.operators.model import RawMilestone, request_key
from chalicelib.operators.record_cancellation import record_cancellation
from chalicelib.operators.record_filing import record_filing
from chalicelib.operators.refusals import DayOutOfReach, MilestoneUnreadable, NoLiveRequest
from chalicelib.operators.rows import list_kept
from chalicelib.operators.view import LIVE
from chalicelib.reference.days import legal_day, local_zone
from chalicelib.reference.operators import load_operator
from chalicelib.words.values import Day

SOURCE = "by_hand"
FILED = "filed"
"""The choice by which an agent says that the request is filed, with its reference."""

CANCELLED = "ANNUL"
"""That the operator was told of our cancellation."""

CODES = (
    "DMREC",
    "INCPL",
    "CPLR",
    "VALID",
    "REFUS",
    "CADUC",
    "MESC",
    "INPL",
    "INRP",
    "CPRE",
)
"""What an agent may enter, in the order in which it usually happens."""


def record_by_hand(
    dossier_id: str,
    code: str,
    on: date,
    *,
    by: Actor,
    reference: str = "",
    details: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Record a milestone of the dossier's current request, or that it is filed (code `filed`).

    `values` are what the agent says of it, kept erasable. Gives the dossier as it is after; the
    same entry again changes nothing. Raises MilestoneUnreadable, DayOutOfReach,
    ReferenceMalformed, ReferenceTaken, and NoLiveRequest when there is no request that this can
    be said of.
    """
    table, now = table or open_table(), now or business_now()
    if code not in {FILED, CANCELLED, *CODES}:
        raise MilestoneUnreadable(field="code")
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    first_at = _first_instant(dossier, code, now)
    place = dossier.head.postcode
    if not legal_day(first_at, place) <= on <= legal_day(now, place):
        raise DayOutOfReach(field="on", first=Day(legal_day(first_at, place)))
    request = dossier.current_request()
    if request is not None and request.state is RequestState.TO_CANCEL and code == CANCELLED:
        return record_cancellation(dossier_id, request.number, by=by, table=table, now=now)
    if request is None or request.state not in {RequestState.TO_FILE, *LIVE}:
        raise NoLiveRequest
    if code == FILED or reference:
        dossier = record_filing(
            dossier_id,
            request.number,
            reference.strip(),
            by=by,
            filed_at=max(_instant(on, now, place), first_at) if code == FILED else None,
            values=values,
            table=table,
            now=now,
        )
    if code == FILED:
        return dossier
    if request.state is RequestState.TO_FILE:
        raise NoLiveRequest
    raw = _raw(dossier, request, code, _instant(on, now, place), details or {})
    return apply_milestones(
        dossier_id, request.number, (raw,), by=by, values=values, table=table, now=now
    )


def _raw(
    dossier: Dossier,
    request: OperatorRequest,
    code: str,
    at: datetime,
    details: Mapping[str, str],
) -> RawMilestone:
    """The milestone of an entry: the same entry, sent twice, is the one that is kept already."""
    kept = [one.raw for one in list_kept(dossier, request.number) if one.raw.source == SOURCE]
    found = load_operator(request.operator).find_code(code)
    key = request_key(dossier.head.dossier_id, request.number)
    place = dossier.head.postcode
    on = legal_day(at, place)
    same = (one for one in kept if one.code == code and legal_day(one.at, place) == on)
    twin = next(same, None)
    number = twin.number if twin else 1 + max((one.number for one in kept), default=0)
    instant = twin.at if twin else at
    return RawMilestone(
        SOURCE, key, number, code, found.label if found else code, instant, dict(details)
    )


def _first_instant(dossier: Dossier, code: str, now: datetime) -> datetime:
    """When it can have happened at the earliest: after the sending, and the filing once signed."""
    sent_at = dossier.head.submitted_at or now
    signed_at = dossier.reached(Milestone.SUBSCRIPTION_SIGNED) if code == FILED else None
    return max(sent_at, signed_at or sent_at)


def _instant(on: date, now: datetime, postcode: str) -> datetime:
    """An instant on that day at the site: now on the day itself, else its noon."""
    if on == legal_day(now, postcode):
        return now
    return datetime.combine(on, time(12), local_zone(postcode)).astimezone(UTC)

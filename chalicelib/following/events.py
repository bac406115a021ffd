"""What a dossier's calendar holds: visits, the days until which things are due, the commissioning.

Days, not hours: nobody announces an hour. An event keeps its uid for ever; its date may move, and
what no longer holds stays, marked as cancelled, so that a calendar that had it strikes it out.
`sequence` only grows: with every change of the dossier, and with each day that a wait moves a
date in between. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.cases.process import plan, words_of
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier, OperatorRequest, RequestState
from chalicelib.dossiers.overview import name_party
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.progress import follow_progress
from chalicelib.dossiers.signing import find_held_until
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.waits import move_by_waits
from chalicelib.form.figures import find_number_in
from chalicelib.operators.course import read_day
from chalicelib.operators.rows import list_kept
from chalicelib.reference.days import last_day, legal_day
from chalicelib.reference.delays import Delay, due_at, find_delay
from chalicelib.words.translation import _, translate

MOST_DAYS = 999
"""Days of waiting that the sequence of one state of the dossier has room for."""

GIVEN_UP = frozenset(
    {RequestState.REFUSED, RequestState.LAPSED, RequestState.TO_CANCEL, RequestState.CANCELLED}
)
DUE_TITLES = {Milestone(one): words.late for one, words in words_of(PROCESS).items() if words.late}


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One day of a calendar, in the reader's language. `uid` never changes."""

    uid: str
    on: date
    title: str
    text: str
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """A dossier's calendar: its events by day, and the mark of its state."""

    events: tuple[CalendarEvent, ...]
    changed_at: datetime
    sequence: int


def read_calendar(dossier: Dossier, now: datetime) -> Calendar:
    """Read the calendar of a sent dossier at a business instant: no call."""
    head = dossier.head
    waited = follow_progress(dossier, now).days_waited
    found = (*_sent(dossier), *_visits(dossier), *_dues(dossier, now), *_own(dossier))
    events = tuple(sorted(found, key=lambda event: (event.on, event.uid)))
    return Calendar(events, head.updated_at, head.seq * (MOST_DAYS + 1) + min(waited, MOST_DAYS))


def _uid(dossier: Dossier, what: str) -> str:
    return f"{what}.{dossier.head.dossier_id}@raccordo"


def _operator(dossier: Dossier) -> str:
    return name_party(Party.OPERATOR, dossier.head.operator)


def _is_cancelled(dossier: Dossier) -> bool:
    return dossier.head.status is Status.CANCELLED


def _sent(dossier: Dossier) -> Iterator[CalendarEvent]:
    """The first event of every calendar, so that none is empty."""
    head = dossier.head
    if head.submitted_at:
        on = legal_day(head.submitted_at, head.postcode)
        title = translate(_("Dossier solaire envoyé"))
        text = translate(_("Votre installateur nous a transmis votre dossier."))
        yield CalendarEvent(_uid(dossier, "sent"), on, title, text, _is_cancelled(dossier))


def _visits(dossier: Dossier) -> Iterator[CalendarEvent]:
    """The visit of each request, announced or given up, and the day on which it was done."""
    for request in dossier.requests:
        on = request.planned_on or _last_announced(dossier, request)
        if on is None or (dossier.head.commissioned_on and request is dossier.current_request()):
            continue
        gone = request.planned_on is None or request.state in GIVEN_UP or _is_cancelled(dossier)
        title = translate(
            _("Passage du gestionnaire {operator} : mise en service"), operator=_operator(dossier)
        )
        text = translate(_("Date annoncée, qui peut encore changer : elle n’est pas garantie."))
        uid = _uid(dossier, f"visit-{request.number}")
        yield CalendarEvent(uid, on, title, text, gone)
    yield from _commissioned(dossier)


def _commissioned(dossier: Dossier) -> Iterator[CalendarEvent]:
    """The commissioning takes the place of the visit that was announced for it."""
    head, request = dossier.head, dossier.current_request()
    if head.commissioned_on is None:
        return
    title = translate(_("Mise en service de votre installation solaire"))
    text = translate(_("Premier jour de votre stockage virtuel."))
    uid = _uid(dossier, f"visit-{request.number if request else 1}")
    yield CalendarEvent(uid, head.commissioned_on, title, text, _is_cancelled(dossier))


def _last_announced(dossier: Dossier, request: OperatorRequest) -> date | None:
    """The day that was announced last for a visit that will not take place then."""
    kept = list_kept(dossier, request.number)
    days = (read_day(one.raw, "planned_on") for one in reversed(kept))
    return next((day for day in days if day is not None), None)


def _dues(dossier: Dossier, now: datetime) -> Iterator[CalendarEvent]:
    """The delays of law and practice that ever ran; over once what they await is reached.

    The timeline's rows go when nothing depends on them any more; a calendar still has to strike out
    what it had, so that it counts them again by their rules.
    """
    head = dossier.head
    for name, span in plan(PROCESS):
        awaits, started = Milestone(name), head.milestones.get(Milestone(span.since))
        delay = _find_delay(dossier, span.rules, started.at) if started and span.is_told else None
        if started is None or delay is None:
            continue
        at = move_by_waits(
            due_at(delay, started.at, head.postcode),
            head.waits,
            delay.suspended_by,
            since=started.at,
            now=now,
            postcode=head.postcode,
        )
        yield CalendarEvent(
            _uid(dossier, f"due-{awaits}-{started.seq}"),
            last_day(at, head.postcode),
            translate(DUE_TITLES[awaits], operator=_operator(dossier)),
            translate(delay.legal_ref),
            awaits in head.milestones or _is_cancelled(dossier),
        )


def _find_delay(dossier: Dossier, rules: tuple[str, ...], at: datetime) -> Delay | None:
    """The first of some rules that holds for a dossier, as its plan has it."""
    power = find_number_in(dossier.values_of("plant"), "connection_power_kva")
    kva = None if power is None else float(power)
    on = legal_day(at, dossier.head.postcode)
    found = (find_delay(rule, on, kva) for rule in rules)
    return next((delay for delay in found if delay is not None), None)


def _own(dossier: Dossier) -> Iterator[CalendarEvent]:
    """The client's own days: the end of the right to withdraw, and of an operator's proposal."""
    head, held = dossier.head, find_held_until(dossier)
    if held:
        title = translate(_("Dernier jour pour vous rétracter"))
        text = translate(_("La demande de raccordement part ensuite."))
        on = last_day(held, head.postcode)
        yield CalendarEvent(_uid(dossier, "withdrawal"), on, title, text, _is_cancelled(dossier))
    for request in dossier.requests:
        if request.valid_until is None:
            continue
        gone = request.state is not RequestState.VALIDATED or _is_cancelled(dossier)
        title = translate(
            _("Fin de validité de la proposition du gestionnaire {operator}"),
            operator=_operator(dossier),
        )
        text = translate(_("La mise en service est commandée avant ce jour."))
        on = legal_day(request.valid_until, head.postcode)
        yield CalendarEvent(_uid(dossier, f"offer-{request.number}"), on, title, text, gone)

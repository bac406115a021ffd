"""The ledger of whose turn it was: spans, and the days of each party, none counted twice.

Pure. A day belongs to those whose turn it was as it began at the site: asked on the 3rd and
answered on the 7th is four days, the same day is none (as everywhere in the house). Tracks run
at once, so that a day may belong to several; each has it once, however many of its tracks run.
`alone` are the days that only one party held: what would have been won had it acted at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.pieces import list_lacking
from chalicelib.dossiers.progress import Stage, follow_progress
from chalicelib.dossiers.statuses import FINAL
from chalicelib.ledger.replay import Moment
from chalicelib.reference.days import legal_day
from chalicelib.reference.required_pieces import Due, Slot
from chalicelib.words.translation import _

TOWN_HALL_SLOT = "mairie"
GATING = {Due.SUBMIT, Due.DSO_REQUEST}


class Holder(StrEnum):
    """Who held the dossier: the parties of its way, and the town hall."""

    INSTALLER = "installer"
    CLIENT = "client"
    US = "us"
    OPERATOR = "operator"
    CONSUEL = "consuel"
    TOWN_HALL = "town_hall"


TOWN_HALL_TASK = _("Délivrer le document d’urbanisme ; l’installateur le dépose ensuite ici.")


@dataclass(frozen=True, slots=True)
class Span:
    """One turn: who held which stage, what was to be done (a msgid), from when to when.

    `until` is None while the turn lasts.
    """

    holder: Holder
    milestone: Milestone
    task: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """The days of one party: all of them, and those that no other party held as well."""

    holder: Holder
    days: int
    alone: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A dossier's turns, oldest first, and what they come to between its creation and `end`."""

    spans: tuple[Span, ...]
    shares: tuple[Share, ...]
    begun_on: date
    end: datetime
    end_on: date
    is_over: bool

    @property
    def days(self) -> int:
        """How many days there were in all."""
        return (self.end_on - self.begun_on).days


def list_turns(moments: Iterable[Moment], slots: Iterable[Slot]) -> tuple[Span, ...]:
    """List the turns of a journal that was replayed; those without any duration are left out.

    `slots` are the pieces that the dossier needs: what is missing says whether the town hall
    is waited for.
    """
    gating = frozenset(slot.code for slot in slots if slot.due in GATING)
    open_since: dict[tuple[Holder, Milestone, str], datetime] = {}
    ended: list[Span] = []
    for moment in moments:
        held = dict.fromkeys(_list_held(moment.dossier, gating))
        over = [key for key in open_since if key not in held]
        ended.extend(Span(*key, open_since.pop(key), moment.at) for key in over)
        for key in held:
            open_since.setdefault(key, moment.at)
    running = [Span(*key, since) for key, since in open_since.items()]
    lasting = [span for span in ended if span.until != span.since]
    return tuple(sorted((*lasting, *running), key=lambda span: span.since))


def _list_held(dossier: Dossier, gating: frozenset[str]) -> Iterator[tuple[Holder, Milestone, str]]:
    if dossier.head.status in FINAL:
        return
    for stage in follow_progress(dossier, dossier.head.updated_at).now:
        if _is_town_halls(stage, dossier, gating):
            yield Holder.TOWN_HALL, stage.milestone, TOWN_HALL_TASK
        else:
            yield Holder(stage.party), stage.milestone, stage.task


def _is_town_halls(stage: Stage, dossier: Dossier, gating: frozenset[str]) -> bool:
    """Nothing is missing but the town hall's paper, which nobody has handed in yet."""
    if stage.milestone is not Milestone.PIECES_COMPLETE or stage.party is not Party.INSTALLER:
        return False
    handed_in = {piece.slot for piece in dossier.pieces}
    return not list_lacking(dossier) and gating - handed_in == {TOWN_HALL_SLOT}


def add_up(
    spans: Iterable[Span], *, begun: datetime, end: datetime, is_over: bool, postcode: str = ""
) -> Ledger:
    """Add the turns up, in days at the site, from the dossier's creation to its end or to now."""
    spans = tuple(spans)
    held = {holder: _days_of(spans, holder, end, postcode) for holder in Holder}
    shares = tuple(
        Share(holder, len(days), len(days - _days_of_others(held, holder)))
        for holder, days in held.items()
        if any(span.holder is holder for span in spans)
    )
    first, last = legal_day(begun, postcode), legal_day(end, postcode)
    return Ledger(spans, shares, first, end, last, is_over)


def _days_of(spans: Iterable[Span], holder: Holder, end: datetime, postcode: str) -> set[date]:
    return {
        day for span in spans if span.holder is holder for day in list_days(span, end, postcode)
    }


def _days_of_others(held: Mapping[Holder, set[date]], holder: Holder) -> set[date]:
    return set[date]().union(*(days for other, days in held.items() if other is not holder))


def list_days(span: Span, end: datetime, postcode: str = "") -> Iterator[date]:
    """List the days of one turn; one that lasts goes on until `end`."""
    first = legal_day(span.since, postcode)
    last = legal_day(span.until or end, postcode)
    return (first + timedelta(days=step) for step in range(1, (last - first).days + 1))

"""Who changed a draft while somebody else had its page open, and when: told, never guessed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_events
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.model import Dossier
from chalicelib.reference.days import legal_day
from chalicelib.words import formats
from chalicelib.words.translation import _, translate
from chalicelib.words.zone import legal_zone

STILL_THERE = timedelta(minutes=15)
"""So long after typing somebody is taken to be at the draft still."""


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Whether the reader changed it, from another page, or a colleague; and when."""

    is_own: bool
    at: datetime


def find_meanwhile(
    before: Dossier, step: str, names: Collection[str], by: Actor, table: Table | None = None
) -> Meanwhile | None:
    """Find who last changed one of these fields of a step, in one more read at most.

    What was typed since the last button says it itself; the journal says the rest.
    """
    typed = before.head.typing.get(step)
    if typed and set(names) & set(typed.fields):
        return Meanwhile(typed.by == by.person_id, typed.at)
    events, _next = list_events(table or open_table(), before.head.dossier_id)
    known = (one for one in events if one.seq <= before.head.seq)
    last = next((one for one in known if set(names) & set(one.fields)), None)
    return Meanwhile(last.actor_id == by.person_id, last.at) if last else None


def find_at_work(dossier: Dossier, step: str, by: Actor, now: datetime) -> Meanwhile | None:
    """Find whether a colleague has been typing into this step of late; costs nothing."""
    typed = dossier.head.typing.get(step)
    if typed is None or typed.by == by.person_id or now - typed.at > STILL_THERE:
        return None
    return Meanwhile(is_own=False, at=typed.at)


def tell_hour(at: datetime, now: datetime) -> str:
    """Set an instant by its hour when it is of today, with its day otherwise."""
    if legal_day(at) == legal_day(now):
        return at.astimezone(legal_zone()).strftime("%H:%M")
    return formats.moment(at)


def tell_meanwhile(found: Meanwhile | None, now: datetime) -> str:
    """Say who changed it and when."""
    if found is None:
        return translate(_("Modifié entre-temps dans une autre page"))
    words = (
        _("Modifié entre-temps par vous, dans une autre page, à {hour}")
        if found.is_own
        else _("Modifié entre-temps par un collègue à {hour}")
    )
    return translate(words, hour=tell_hour(found.at, now))

"""What the delays of a dossier depend on, and what people see of one that is over. Pure."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from chalicelib.dossiers.attention import delay_flag, standing_flags
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.pieces import list_lacking
from chalicelib.dossiers.signing import has_declined
from chalicelib.dossiers.waits import Wait, current_wait, move_by_waits
from chalicelib.timeline.of_kind import Delays
from chalicelib.timeline.plan import Due, Site


def site_of(dossier: Dossier) -> Site:
    """Say where a dossier is, and its connection power."""
    power = dossier.values_of("plant").get("connection_power_kva")
    return Site(dossier.head.postcode, float(str(power)) if power is not None else None)


def pause_of(dossier: Dossier) -> Wait | None:
    """Give the wait for a piece that lasts."""
    return current_wait(dossier.head.waits)


def move(dossier: Dossier, due: Due, planned: datetime, now: datetime) -> datetime:
    """Move a date by what the waits suspended until now."""
    head = dossier.head
    return move_by_waits(
        planned, head.waits, due.suspended_by, since=due.since, now=now, postcode=head.postcode
    )


def is_unwelcome(dossier: Dossier, due: Due) -> bool:
    """Say whether a reminder would ask somebody who has said no, or who has done it.

    Pieces that were handed in are ours to check: their installer has nothing to do meanwhile.
    """
    if due.acts == EventKind.PIECE_REMINDER_DUE:
        return not list_lacking(dossier)
    return due.acts == EventKind.REMINDER_DUE and has_declined(dossier)


def mark(head: Head, due: Due, now: datetime) -> Head:
    """Mark the head with what people see: the reminder's date, or a flag for the agents."""
    if due.acts == EventKind.REMINDER_DUE:
        return replace(head, reminded_at=now)
    if due.awaits is None:
        return head
    flag = delay_flag(Milestone(due.awaits), due.rule_id)
    return replace(head, flags=tuple(dict.fromkeys((*standing_flags(head), flag))))


DELAYS: Final = Delays(site_of, pause_of, move, is_unwelcome, mark)

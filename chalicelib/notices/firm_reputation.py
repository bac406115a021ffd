"""The reputation of one firm: who causes what comes back is held back, and nobody else.

A firm whose mails come back too often has those to addresses that nobody has confirmed wait until an
agent has looked; all its other mails go on, and so do those of every other firm. What it caused is
left out of the judgement of the whole sender, up to a hard limit well below that of SES.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from chalicelib.aws.items import Put
from chalicelib.aws.table import Table
from chalicelib.notices.reputation import WINDOW, Standing, Tally, judge, sum_tallies
from chalicelib.notices.store import load_tally
from chalicelib.rows.people import FIRM_MAILS
from chalicelib.rows.service import HELD_FIRM

log = logging.getLogger(__name__)

HOLD_BOUNCES = Fraction(1, 10)
HOLD_COMPLAINTS = Fraction(2, 100)
REPRESENTATIVE_MAILS = 50
"""Fewer mails of a firm are taken as if there were so many: from the fifth bounce on it is held."""

LONE_COMPLAINTS = 1
HARD_BOUNCES = Fraction(8, 100)
HARD_COMPLAINTS = Fraction(3, 1_000)
SENDER_MAILS = 1_000
"""SES pauses at 10 % and 0.5 %: short of that everything stops, whoever caused it."""


@dataclass(frozen=True, slots=True)
class HeldFirm:
    """A firm that was held at some time; `is_held` until an agent lets its mails go on. Real time."""

    firm_id: str
    since: datetime
    is_held: bool
    forgiven: Tally


def is_too_bad(tally: Tally) -> bool:
    """Say whether a firm's mails of thirty days are to be held."""
    volume = max(tally.sent, REPRESENTATIVE_MAILS)
    complained = tally.complained > LONE_COMPLAINTS
    return Fraction(tally.bounced, volume) >= HOLD_BOUNCES or (
        complained and Fraction(tally.complained, volume) >= HOLD_COMPLAINTS
    )


def load_firm_tally(table: Table, firm_id: str, now: datetime) -> Tally:
    """Add up a firm's days of the reputation's window: one query."""
    since = FIRM_MAILS.sk(now - WINDOW + timedelta(days=1))
    rows = table.query_all(FIRM_MAILS.pk(firm_id), prefix=FIRM_MAILS.prefix, consistent=True)
    return sum_tallies(_tally_from(row) for row in rows if row["sk"] >= since)


def find_held(table: Table, firm_id: str) -> HeldFirm | None:
    """Find a firm that was held at some time."""
    row = table.get(*HELD_FIRM.key(firm_id), consistent=True) if firm_id else None
    return _held_from(row) if row else None


def is_held(table: Table, firm_id: str) -> bool:
    """Say whether a firm's mails to unconfirmed addresses wait: one read."""
    held = find_held(table, firm_id)
    return held is not None and held.is_held


def list_held(table: Table) -> list[HeldFirm]:
    """List the firms that were held at some time, those that are first: one query."""
    rows = table.query_all(HELD_FIRM.pk(), prefix=HELD_FIRM.prefix, consistent=True)
    return sorted(map(_held_from, rows), key=lambda one: (not one.is_held, one.since))


def hold_if_bad(table: Table, firm_id: str, now: datetime) -> None:
    """Hold a firm once its reputation is too bad; what an agent forgave does not count again."""
    held = find_held(table, firm_id)
    if held is not None and held.is_held:
        return
    forgiven = held.forgiven if held else Tally()
    if not is_too_bad(_above(load_firm_tally(table, firm_id, now), forgiven)):
        return
    table.write(_put(HeldFirm(firm_id, now, is_held=True, forgiven=forgiven)))
    log.error("mails of a firm held by its reputation", extra={"firm_id": firm_id})


def let_go_on(table: Table, firm_id: str, now: datetime) -> None:
    """Forgive what came back until now: the firm's mails that waited leave at the next replay."""
    tally = load_firm_tally(table, firm_id, now)
    table.write(_put(HeldFirm(firm_id, now, is_held=False, forgiven=tally)))


def judge_sender(table: Table, now: datetime) -> tuple[Tally, Standing]:
    """Judge the whole sender without what held firms caused: one query while all is well."""
    whole = load_tally(table, now)
    if judge(whole) is not Standing.STOPPED:
        return whole, judge(whole)
    volume = max(whole.sent, SENDER_MAILS)
    if (
        Fraction(whole.bounced, volume) >= HARD_BOUNCES
        or Fraction(whole.complained, volume) >= HARD_COMPLAINTS
    ):
        return whole, Standing.STOPPED
    caused = sum_tallies(load_firm_tally(table, one.firm_id, now) for one in list_held(table))
    stopped = judge(_above(whole, caused)) is Standing.STOPPED
    return whole, Standing.STOPPED if stopped else Standing.ALARM


def _above(tally: Tally, other: Tally) -> Tally:
    left = tally - other
    return Tally(max(left.sent, 0), max(left.bounced, 0), max(left.complained, 0))


def _tally_from(row: Mapping[str, Any]) -> Tally:
    return Tally(row.get("sent", 0), row.get("bounced", 0), row.get("complained", 0))


def _put(held: HeldFirm) -> Put:
    return Put(
        {
            **HELD_FIRM.columns(held.firm_id),
            "since": held.since.isoformat(),
            "is_held": held.is_held,
            "sent": held.forgiven.sent,
            "bounced": held.forgiven.bounced,
            "complained": held.forgiven.complained,
        }
    )


def _held_from(row: Mapping[str, Any]) -> HeldFirm:
    return HeldFirm(
        HELD_FIRM.part(row["sk"]),
        datetime.fromisoformat(row["since"]),
        row["is_held"],
        _tally_from(row),
    )

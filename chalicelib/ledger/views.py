"""What people read of a ledger: shares with their bars, turns with their reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.dossiers.overview import name_party
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.progress import LABELS
from chalicelib.ledger.durations import Estimate
from chalicelib.ledger.model import Holder, Ledger, Share, Span, list_days
from chalicelib.reference.days import legal_day
from chalicelib.words import formats
from chalicelib.words.translation import _, translate, translate_plural

WIDTH = 1000
"""The width of a bar, in units of its drawing."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of a bar: where it begins and how long it is, in units of the drawing."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class ShownShare:
    """One party's line: its name, its days in words and in figures, its bar."""

    name: str
    days: str
    alone: str
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One turn in words."""

    name: str
    stage: str
    task: str
    since: str
    until: str
    days: str


def name_holder(holder: Holder, operator: str) -> str:
    """Name who held the dossier; the operator by its own name."""
    if holder is Holder.TOWN_HALL:
        return translate(_("Mairie"))
    return name_party(Party(holder), operator)


def tell_days(days: int) -> str:
    """Tell a number of days."""
    return translate_plural("{number} jour", "{number} jours", days)


def show_shares(ledger: Ledger, operator: str, postcode: str = "") -> list[ShownShare]:
    """Show the parties, the one with most days first, each with its bar on one common scale."""
    ordered = sorted(ledger.shares, key=lambda share: -share.days)
    return [
        ShownShare(
            name_holder(share.holder, operator),
            tell_days(share.days),
            tell_days(share.alone),
            tuple(draw_strokes(ledger, share, postcode)),
        )
        for share in ordered
    ]


def draw_strokes(ledger: Ledger, share: Share, postcode: str = "") -> Iterable[Stroke]:
    """Draw one party's days: days that follow each other are one stroke."""
    held = {
        (day - ledger.begun_on).days
        for span in ledger.spans
        if span.holder is share.holder
        for day in list_days(span, ledger.end, postcode)
    }
    unit = WIDTH / max(ledger.days, 1)
    for first in sorted(day for day in held if day - 1 not in held):
        last = first
        while last + 1 in held:
            last += 1
        left, right = round((first - 1) * unit), round(last * unit)
        yield Stroke(left, max(1, right - left))


def show_turns(ledger: Ledger, operator: str, postcode: str = "") -> list[ShownTurn]:
    """Show the turns in words, oldest first."""
    return [
        ShownTurn(
            name_holder(span.holder, operator),
            translate(LABELS[span.milestone]),
            translate(span.task),
            formats.in_words(span.since),
            formats.in_words(span.until) if span.until else translate(_("en cours")),
            tell_days(count_days(span, ledger.end, postcode)),
        )
        for span in ledger.spans
    ]


def count_days(span: Span, end: datetime, postcode: str = "") -> int:
    """Count the days of one turn."""
    return (legal_day(span.until or end, postcode) - legal_day(span.since, postcode)).days


def view_ledger(ledger: Ledger, operator: str, postcode: str = "") -> Mapping[str, object]:
    """A ledger for the API."""
    return {
        "begun_on": ledger.begun_on,
        "end_on": ledger.end_on,
        "over": ledger.is_over,
        "days": ledger.days,
        "parties": [
            {
                "party": str(share.holder),
                "label": name_holder(share.holder, operator),
                "days": share.days,
                "days_alone": share.alone,
            }
            for share in ledger.shares
        ],
        "turns": [
            {
                "party": str(span.holder),
                "milestone": str(span.milestone),
                "task": translate(span.task),
                "since": span.since,
                "until": span.until,
                "days": count_days(span, ledger.end, postcode),
            }
            for span in ledger.spans
        ],
    }


def view_estimate(found: Estimate) -> Mapping[str, object]:
    """An estimate for the API."""
    return {
        "milestone": str(found.step),
        "half_within_days": found.half,
        "nine_in_ten_within_days": found.most,
        "dossiers": found.dossiers,
    }

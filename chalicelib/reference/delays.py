"""Delays of the trade, dated and sourced: law, regulator, practice, and the house's own.

A delay is data. `grade` says what it rests on, so that a page never shows practice as law;
rules of practice and of the house have no text to date them and hold since the first day.
Nothing stands here for the completeness check of a producer's request or for the lead time
of a change of supplier: no citable text gives one.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.reference import calendars
from chalicelib.reference.days import end_of_day, legal_day


class Unit(StrEnum):
    """How a delay is counted."""

    MONTH = "month"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"


class Grade(StrEnum):
    """What a delay rests on."""

    LAW = "law"
    """A text of law or of the regulator, as quoted by a secondary page."""

    PRACTICE = "practice"
    """What a supplier tells its installers to expect; binds nobody."""

    HOUSE = "house"
    """Our own rule."""


class Suspension(StrEnum):
    """What keeps a delay from running."""

    NOTHING = "nothing"
    """No text suspends it."""

    OPERATOR_ASKS = "operator_asks"
    """The operator awaits a piece: a delay that runs from a complete request does not run then."""


@dataclass(frozen=True, slots=True)
class Delay:
    """One delay: so many units, since a date of validity, on the strength of a text.

    `up_to_kva` bounds the connection power it holds for (kVA, included).
    """

    rule_id: str
    label: str
    legal_ref: str
    unit: Unit
    amount: int
    valid_from: date
    grade: Grade
    up_to_kva: float | None = None
    suspended_by: Suspension = Suspension.NOTHING


L342_8 = "Code de l’énergie, article L342-8"
SMALL_KVA = 3.0
"""Up to this power, and without extension or reinforcement, L342-8 counts in months of one."""

DELAYS: tuple[Delay, ...] = (
    Delay(
        "proposal_small",
        "Proposition de raccordement, 3 kVA et moins, sans extension ni renforcement",
        L342_8,
        Unit.MONTH,
        1,
        date(2023, 11, 10),
        Grade.LAW,
        SMALL_KVA,
        Suspension.OPERATOR_ASKS,
    ),
    Delay(
        "proposal",
        "Proposition de raccordement",
        "CRE, délibération du 25 avril 2013, § 2.5",
        Unit.MONTH,
        3,
        date(2013, 4, 25),
        Grade.LAW,
        suspended_by=Suspension.OPERATOR_ASKS,
    ),
    Delay(
        "connection_small",
        "Raccordement, 3 kVA et moins, sans extension ni renforcement",
        L342_8,
        Unit.MONTH,
        1,
        date(2023, 11, 10),
        Grade.LAW,
        SMALL_KVA,
    ),
    Delay(
        "connection",
        "Raccordement d’une production renouvelable",
        L342_8,
        Unit.MONTH,
        12,
        date(2023, 11, 10),
        Grade.LAW,
    ),
    Delay(
        "commissioning",
        "Mise en service par le gestionnaire de réseau",
        "Pratique : guide Urban Solar, « jusqu’à 4 mois »",
        Unit.MONTH,
        4,
        date(2024, 1, 1),
        Grade.PRACTICE,
    ),
    *(
        Delay(
            f"signature_reminder_{number}",
            "Rappel de la souscription à signer",
            "Règle de la maison",
            Unit.CALENDAR_DAY,
            days,
            date(2024, 1, 1),
            Grade.HOUSE,
        )
        for number, days in enumerate((3, 7, 14), start=1)
    ),
    *(
        Delay(
            f"piece_reminder_{number}",
            "Rappel des pièces à fournir",
            "Règle de la maison",
            Unit.CALENDAR_DAY,
            days,
            date(2024, 1, 1),
            Grade.HOUSE,
        )
        for number, days in enumerate((3, 7, 14), start=1)
    ),
)


def find_delay(rule_id: str, on: date, power_kva: float | None = None) -> Delay | None:
    """Find the delay of a rule in force on a day for a power (kVA), the latest if several."""
    found = [
        one
        for one in DELAYS
        if one.rule_id == rule_id and one.valid_from <= on and _holds_for(one, power_kva)
    ]
    return max(found, key=lambda one: one.valid_from, default=None)


def due_at(delay: Delay, since: datetime, postcode: str = "") -> datetime:
    """Give the instant at which a delay that runs since an instant is over at a site (UTC).

    House reminders come after so many whole days; legal delays end with their last local day.
    """
    if delay.grade is Grade.HOUSE and delay.unit is Unit.CALENDAR_DAY:
        return since + timedelta(days=delay.amount)
    return end_of_day(_last_day(delay, legal_day(since, postcode), postcode), postcode)


def _last_day(delay: Delay, start: date, postcode: str) -> date:
    match delay.unit:
        case Unit.MONTH:
            return calendars.add_months(start, delay.amount)
        case Unit.CALENDAR_DAY:
            return start + timedelta(days=delay.amount)
        case Unit.WORKING_DAY:
            return calendars.add_working_days(start, delay.amount, postcode)


def _holds_for(delay: Delay, power_kva: float | None) -> bool:
    return delay.up_to_kva is None or (power_kva is not None and power_kva <= delay.up_to_kva)

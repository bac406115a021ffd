"""How long a person's data stays, by country: dated data, each line with its source.

Only what a source attests stands here. A closed dossier has no date of its own: the relation
with its client goes on after commissioning, and ends by a request or by the contract's end.
"""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.reference.days import later_by_months


@dataclass(frozen=True, slots=True)
class Retention:
    """Data of a subject stay so many months after the last sign of life of that subject."""

    country: str
    subject: str
    months: int
    source: str
    valid_from: date


RETENTIONS: tuple[Retention, ...] = (
    Retention(
        "FR",
        "abandoned_draft",
        36,
        "CNIL : prospect, trois ans après le dernier contact venant de la personne",
        date(2018, 5, 25),
    ),
    Retention(
        "FR",
        "ended_dossier",
        36,
        "CNIL : client, trois ans après la fin de la relation",
        date(2018, 5, 25),
    ),
)


def find_retention(subject: str, on: date, country: str = "FR") -> Retention | None:
    """Find how long a subject's data stay in a country, by the rule in force on a day."""
    found = [
        one
        for one in RETENTIONS
        if (one.country, one.subject) == (country, subject) and one.valid_from <= on
    ]
    return max(found, key=lambda one: one.valid_from, default=None)


def end_of_retention(retention: Retention, since: datetime) -> datetime:
    """Give the instant from which data last used at an instant have to go."""
    return later_by_months(since, retention.months)

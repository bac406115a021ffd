"""A consumer's right to withdraw from a distance contract: fourteen days, and how they end.

Code de la consommation, L221-18 (fourteen days from the conclusion of a contract of services),
L221-19 (the day of the conclusion is not counted; a last day that is a Saturday, a Sunday or a
holiday moves to the next working day), L221-25 (an earlier start is asked for expressly), R221-1
(the model form). Read on secondary pages that quote the articles: grade LAW as the delays have
it. A professional has no such right at a distance (L221-3 speaks of contracts off premises).
"""

from datetime import date, datetime, timedelta

from chalicelib.dossiers.model import Dossier
from chalicelib.reference import calendars
from chalicelib.reference.days import end_of_day, legal_day
from chalicelib.subscription.model import is_consumer

WITHDRAWAL_DAYS = 14


def last_withdrawal_day(signed_at: datetime, postcode: str) -> date:
    """Give the last day on which one may withdraw from a contract signed at an instant."""
    last = legal_day(signed_at, postcode) + timedelta(days=WITHDRAWAL_DAYS)
    if calendars.is_working_day(last, postcode):
        return last
    return calendars.add_working_days(last, 1, postcode)


def find_withdrawal_day(dossier: Dossier, signed_at: datetime) -> date | None:
    """Find the last day on which a dossier's client may withdraw; None for a professional."""
    if not is_consumer(dossier):
        return None
    return last_withdrawal_day(signed_at, dossier.head.postcode)


def find_withdrawal_end(dossier: Dossier, signed_at: datetime) -> datetime | None:
    """Find the instant, in UTC, from which the client can no longer withdraw."""
    last = find_withdrawal_day(dossier, signed_at)
    return end_of_day(last, dossier.head.postcode) if last else None

"""What the rows and dates of a dossier say of its subscription, for rooms below the signature's.

The subscription writes one row, which holds nothing personal; whose turn it is, when a request
may be filed and what an installer has to do follow from it. Pure.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.aws.items import Put
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier
from chalicelib.reference.days import legal_day
from chalicelib.reference.delays import due_at, find_delay
from chalicelib.rows.dossiers import SUBSCRIPTION

LAST_REMINDER = "signature_reminder_3"


def read_subscription(dossier: Dossier) -> Mapping[str, Any]:
    """Give what is kept of a dossier's subscription; empty before a link was sent."""
    return dossier.rows.get(SUBSCRIPTION.sk(), {})


def subscription_rows(state: str) -> Mapping[str, Mapping[str, Any]]:
    """Give the rows of a dossier of which only the subscription's state is known."""
    return {SUBSCRIPTION.sk(): {"state": state}}


def put_subscription(dossier: Dossier, said: Mapping[str, Any]) -> Put:
    """Write the operation that adds what was said to the state of a dossier's subscription."""
    row = SUBSCRIPTION.columns(dossier.head.dossier_id)
    return Put({**read_subscription(dossier), **said, **row})


def has_declined(dossier: Dossier) -> bool:
    """Say whether the client's last word is no."""
    return read_subscription(dossier).get("state") == "declined"


def is_left_unsigned(dossier: Dossier) -> bool:
    """Say whether the client let every reminder pass: it is for the installer to ask them.

    The head's date of the last reminder tells it: no clock is needed (rule of the house).
    """
    head = dossier.head
    if dossier.reached(Milestone.SUBSCRIPTION_SIGNED) or not head.is_open:
        return False
    if head.reminded_at is None or head.submitted_at is None:
        return False
    last = find_delay(LAST_REMINDER, legal_day(head.submitted_at, head.postcode))
    return last is not None and head.reminded_at >= due_at(last, head.submitted_at, head.postcode)


def find_held_until(dossier: Dossier) -> datetime | None:
    """Find the business instant before which nothing is undertaken for the client, or None.

    A consumer who did not ask for an earlier start keeps fourteen days to withdraw (Code de la
    consommation, L221-18 and L221-25).
    """
    found = read_subscription(dossier).get("held_until")
    return datetime.fromisoformat(found) if found else None

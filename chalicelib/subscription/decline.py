"""Decline the subscription, with a reason if the client gives one; he may still sign later."""

from dataclasses import replace
from datetime import datetime

from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.signing import has_declined, put_subscription
from chalicelib.subscription.model import (
    AlreadySigned,
    NothingToSign,
    require_reason,
    signatory_of,
)
from chalicelib.subscription.open_link import open_link, require_same_address


def decline(
    token: str,
    reason: str,
    *,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Decline by the link of a secret, and give the dossier as it is after.

    The dossier stays where it is: its installer learns of it, and reminders stop. Declining
    twice is declining once. Raises LinkUnknown, LinkExpired, AlreadySigned, NothingToSign.
    """
    reason = require_reason(reason)
    opening = open_link(token, table=table, now=now, real=real)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        require_same_address(opening.link, dossier)
        if dossier.reached(Milestone.SUBSCRIPTION_SIGNED):
            raise AlreadySigned
        if not dossier.head.is_open:
            raise NothingToSign
        if has_declined(dossier):
            return None
        said = {"state": "declined", "at": now.isoformat()}
        return Change(
            EventKind.SUBSCRIPTION_DECLINED,
            replace(dossier.head, client_unreachable=False),
            values={"reason": reason} if reason else {},
            also=(put_subscription(dossier, said),),
        )

    by = signatory_of(opening.link.dossier_id)
    return change_dossier(opening.link.dossier_id, decide, by=by, table=table, now=now)

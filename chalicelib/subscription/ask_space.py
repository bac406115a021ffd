"""Ask for the link that opens the client's space, once the subscription is signed.

The page of a signed subscription opens the space; its link ends after thirty days, and storage
begins months later. So the link can be had again, by mail to the address on file: whoever asks,
it reaches the client alone.
"""

from datetime import datetime, timedelta

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.signing import put_subscription
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can, require
from chalicelib.refusals import Refusal
from chalicelib.subscription.ask_link import BETWEEN_LINKS
from chalicelib.subscription.model import NothingToSign
from chalicelib.subscription.open_space import NotSignedYet
from chalicelib.subscription.store import asked_at
from chalicelib.words.translation import _

A_DAY = timedelta(days=1)


class SpaceOpenAlready(Refusal):
    """The dossier is in its client's space: signing in is enough."""

    code = "space-open-already"
    status = 409
    message = _("L’espace du client est déjà ouvert : il suffit de s’y connecter.")


def may_ask_space(dossier: Dossier) -> bool:
    """Say whether the link to open the space may be had: signed, with no space yet, not erased."""
    head = dossier.head
    signed = dossier.reached(Milestone.SUBSCRIPTION_SIGNED) is not None
    return signed and not head.client_id and not head.erased_at and bool(head.email)


def ask_space(
    dossier_id: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Have the link mailed to the client, and give the dossier as it is after.

    Asked again too soon, nothing more leaves: ten minutes after for the installer's firm and for
    agents, a day after for who holds a link, which may be in many hands. Raises NotFound, NotAllowed,
    NotSignedYet, SpaceOpenAlready, NothingToSign once the person is erased.
    """
    require(by, Connection.ASK_LINK)
    asked = real or real_now()

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        _require(dossier)
        before = asked_at(dossier)
        if before and asked - before < _pause(by):
            return None
        row = put_subscription(dossier, {"link_asked_at": asked.isoformat()})
        details = {"by": by.role}
        return Change(EventKind.SPACE_LINK_ASKED, dossier.head, details=details, also=(row,))

    return change_dossier(dossier_id, decide, by=by, table=table, now=now)


def _pause(by: Actor) -> timedelta:
    return A_DAY if can(by, Connection.ASK_OWN_SPACE) else BETWEEN_LINKS


def _require(dossier: Dossier) -> None:
    if dossier.head.erased_at or not dossier.head.email:
        raise NothingToSign
    if dossier.reached(Milestone.SUBSCRIPTION_SIGNED) is None:
        raise NotSignedYet
    if dossier.head.client_id:
        raise SpaceOpenAlready

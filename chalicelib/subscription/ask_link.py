"""Ask for a new link: by the client whose link expired, or by the installer for the client."""

from datetime import datetime, timedelta

from chalicelib.accounts.mail_limits import Cause, MailLimits, limit_mail, refuse_too_many
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.signing import put_subscription
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.subscription.model import AlreadySigned, NothingToSign, signatory_of
from chalicelib.subscription.open_link import open_link
from chalicelib.subscription.store import asked_at

BETWEEN_LINKS = timedelta(minutes=10)
"""Asking again sooner (real time) changes nothing: the mail is on its way."""


def ask_link(
    dossier_id: str,
    *,
    by: Actor,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Ask for a new link to be mailed to the client, and give the dossier as it is after.

    Raises NotFound, NotAllowed, AlreadySigned, NothingToSign, TooManyMails.
    """
    require(by, Connection.ASK_LINK)
    asked = real or real_now()

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        if dossier.reached(Milestone.SUBSCRIPTION_SIGNED):
            raise AlreadySigned
        if not dossier.head.is_open:
            raise NothingToSign
        before = asked_at(dossier)
        if before and asked - before < BETWEEN_LINKS:
            return None
        said = {"link_asked_at": asked.isoformat()}
        return Change(
            EventKind.SUBSCRIPTION_LINK_SENT,
            dossier.head,
            details={"by": by.role},
            also=(put_subscription(dossier, said), *counted(dossier).rows),
        )

    def counted(dossier: Dossier) -> MailLimits:
        sender = "" if by.firm_id == "" else by.person_id
        return limit_mail(
            Cause.CLIENT_LINK,
            target=dossier.head.email,
            sender=sender,
            firm=by.firm_id,
            case=dossier_id,
            now=asked,
        )

    try:
        return change_dossier(
            dossier_id, decide, by=by, operation_id=operation_id, table=table, now=now
        )
    except ConditionFailed:
        table = table or open_table()
        refuse_too_many(counted(load_dossier(dossier_id, seen_by=by, table=table)), table)
        raise


def renew_link(
    token: str,
    *,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Ask for a new link by an old one, expired or not: the mail goes to the address on file.

    Raises LinkUnknown, and what `ask_link` raises.
    """
    opening = open_link(token, even_expired=True, table=table, now=now, real=real)
    dossier_id = opening.link.dossier_id
    return ask_link(dossier_id, by=signatory_of(dossier_id), table=table, now=now, real=real)

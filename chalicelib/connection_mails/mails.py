"""Which event of a dossier queues which mail to whom."""

from collections.abc import Mapping

from chalicelib.audit.model import Event
from chalicelib.cases.kind import Later
from chalicelib.connection_mails.bounced import show_unreachable
from chalicelib.connection_mails.facts import carries_following
from chalicelib.connection_mails.kinds import LABELS, ConnectionMail
from chalicelib.connection_mails.write import write_letter
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.statuses import Status
from chalicelib.following.mint_link import mint_secret
from chalicelib.notices.mails import EventMail, Mails
from chalicelib.notices.model import AccountMail, Addressee

CLIENT, INSTALLER, FORMER_CLIENT = Addressee.CLIENT, Addressee.INSTALLER, Addressee.FORMER_CLIENT

LAST_REMINDER = 3
"""The client is reminded three times; then it is for the installer to ask (rule of the house)."""


MAILS_OF_EVENTS: Mapping[str, tuple[EventMail, ...]] = {
    EventKind.DOSSIER_SUBMITTED: (
        EventMail(ConnectionMail.DOSSIER_RECEIVED, INSTALLER),
        EventMail(ConnectionMail.SUBSCRIPTION_LINK, CLIENT),
    ),
    EventKind.SUBSCRIPTION_LINK_SENT: (EventMail(ConnectionMail.SUBSCRIPTION_LINK, CLIENT),),
    EventKind.CLIENT_CORRECTED: (
        EventMail(ConnectionMail.SUBSCRIPTION_LINK, CLIENT),
        EventMail(ConnectionMail.ADDRESS_REPLACED, FORMER_CLIENT, only_with="reason"),
    ),
    EventKind.REMINDER_DUE: (
        EventMail(ConnectionMail.REMINDER, CLIENT),
        EventMail(ConnectionMail.SUBSCRIPTION_UNSIGNED, INSTALLER, from_number=LAST_REMINDER),
    ),
    EventKind.SUBSCRIPTION_DECLINED: (EventMail(ConnectionMail.SUBSCRIPTION_DECLINED, INSTALLER),),
    EventKind.PIECE_REFUSED: (EventMail(ConnectionMail.PIECE_REFUSED, INSTALLER),),
    EventKind.PIECE_REQUESTED: (EventMail(ConnectionMail.PIECE_REQUESTED, INSTALLER),),
    EventKind.PIECE_REINSTATED: (EventMail(ConnectionMail.PIECE_REINSTATED, INSTALLER),),
    EventKind.PIECE_REMINDER_DUE: (EventMail(ConnectionMail.PIECE_REMINDER, INSTALLER),),
    EventKind.REQUEST_INCOMPLETE: (EventMail(ConnectionMail.PIECE_REQUESTED, INSTALLER),),
    EventKind.REQUEST_FILED: (
        EventMail(ConnectionMail.REQUEST_FILED, INSTALLER),
        EventMail(ConnectionMail.REQUEST_FILED, CLIENT),
    ),
    EventKind.COMMISSIONED: (
        EventMail(ConnectionMail.COMMISSIONING_DATE, INSTALLER),
        EventMail(ConnectionMail.COMMISSIONING_DATE, CLIENT),
    ),
    EventKind.DOSSIER_CANCELLED: (
        EventMail(ConnectionMail.DOSSIER_CANCELLED, INSTALLER),
        EventMail(ConnectionMail.DOSSIER_CANCELLED, CLIENT),
    ),
    EventKind.NOTICE_BOUNCED: (EventMail(ConnectionMail.CLIENT_UNREACHABLE, INSTALLER),),
    EventKind.AMENDMENT_ACCEPTED: (
        EventMail(ConnectionMail.AMENDMENT_DECIDED, INSTALLER),
        EventMail(ConnectionMail.SUBSCRIPTION_LINK, CLIENT, only_with="relinks"),
        EventMail(ConnectionMail.ADDRESS_REPLACED, FORMER_CLIENT, only_with="readdressed"),
        EventMail(ConnectionMail.POWER_RAISED, CLIENT, only_with="power"),
    ),
    EventKind.AMENDMENT_REFUSED: (EventMail(ConnectionMail.AMENDMENT_DECIDED, INSTALLER),),
    EventKind.SPACE_LINK_ASKED: (EventMail(ConnectionMail.SPACE_LINK, CLIENT),),
    EventKind.QUESTION_ANSWERED: (EventMail(ConnectionMail.CONTACT_ANSWERED, CLIENT),),
    EventKind.MESSAGE_POSTED: (
        EventMail(ConnectionMail.MESSAGE_RECEIVED, INSTALLER, only_with="tells_installer"),
    ),
}
"""Which event queues which mail to whom. An event that is not here queues none."""

NOBODY_YET = frozenset({"", Status.DRAFT})
"""Statuses in which nobody is written to: the installer is at the form."""


def is_silent(event: Event) -> bool:
    """Say whether an event is of a draft, or of one that was thrown away."""
    begun = event.status_before in NOBODY_YET
    return begun and event.status_after in NOBODY_YET | {Status.CANCELLED}


MAILS = Mails(
    of_events=MAILS_OF_EVENTS,
    write=write_letter,
    is_silent=is_silent,
    carries_link=carries_following,
    mint_link=mint_secret,
    show_bounce=show_unreachable,
    labels=LABELS,
    own={
        AccountMail.WEEKLY_SUMMARY: Later("chalicelib.connection_mails.summary:gather_summary"),
    },
)

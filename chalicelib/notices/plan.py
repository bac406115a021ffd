"""From an event of the journal to the mails it queues: one table, and its reader.

The relay calls `plan_notices` for every event, as often as it likes: a notice's id follows from
its cause, so the same event never makes two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.audit.model import Event
from chalicelib.aws.clock import real_now
from chalicelib.aws.queue import send_messages
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.statuses import Status
from chalicelib.notices.model import Addressee, Notice, NoticeKind, queue_notice
from chalicelib.notices.store import add_notice
from chalicelib.settings import load_settings

CLIENT, INSTALLER = Addressee.CLIENT, Addressee.INSTALLER


@dataclass(frozen=True, slots=True)
class EventMail:
    """One mail that a kind of event queues, and to whom."""

    kind: NoticeKind
    to: Addressee
    from_number: int = 0
    """Only from the event's `number` on, such as the last of three reminders."""
    only_with: str = ""
    """Only of an event whose details say this, such as that it tells somebody something."""


LAST_REMINDER = 3
"""The client is reminded three times; then it is for the installer to ask (rule of the house)."""


MAILS_OF_EVENTS: Mapping[EventKind, tuple[EventMail, ...]] = {
    EventKind.DOSSIER_SUBMITTED: (
        EventMail(NoticeKind.DOSSIER_RECEIVED, INSTALLER),
        EventMail(NoticeKind.SUBSCRIPTION_LINK, CLIENT),
    ),
    EventKind.SUBSCRIPTION_LINK_SENT: (EventMail(NoticeKind.SUBSCRIPTION_LINK, CLIENT),),
    EventKind.CLIENT_CORRECTED: (EventMail(NoticeKind.SUBSCRIPTION_LINK, CLIENT),),
    EventKind.REMINDER_DUE: (
        EventMail(NoticeKind.REMINDER, CLIENT),
        EventMail(NoticeKind.SUBSCRIPTION_UNSIGNED, INSTALLER, from_number=LAST_REMINDER),
    ),
    EventKind.SUBSCRIPTION_DECLINED: (EventMail(NoticeKind.SUBSCRIPTION_DECLINED, INSTALLER),),
    EventKind.PIECE_REFUSED: (EventMail(NoticeKind.PIECE_REFUSED, INSTALLER),),
    EventKind.PIECE_REQUESTED: (EventMail(NoticeKind.PIECE_REQUESTED, INSTALLER),),
    EventKind.PIECE_REINSTATED: (EventMail(NoticeKind.PIECE_REINSTATED, INSTALLER),),
    EventKind.PIECE_REMINDER_DUE: (EventMail(NoticeKind.PIECE_REMINDER, INSTALLER),),
    EventKind.REQUEST_INCOMPLETE: (EventMail(NoticeKind.PIECE_REQUESTED, INSTALLER),),
    EventKind.REQUEST_FILED: (
        EventMail(NoticeKind.REQUEST_FILED, INSTALLER),
        EventMail(NoticeKind.REQUEST_FILED, CLIENT),
    ),
    EventKind.COMMISSIONED: (
        EventMail(NoticeKind.COMMISSIONING_DATE, INSTALLER),
        EventMail(NoticeKind.COMMISSIONING_DATE, CLIENT),
    ),
    EventKind.DOSSIER_CANCELLED: (
        EventMail(NoticeKind.DOSSIER_CANCELLED, INSTALLER),
        EventMail(NoticeKind.DOSSIER_CANCELLED, CLIENT),
    ),
    EventKind.NOTICE_BOUNCED: (EventMail(NoticeKind.CLIENT_UNREACHABLE, INSTALLER),),
    EventKind.AMENDMENT_ACCEPTED: (
        EventMail(NoticeKind.AMENDMENT_DECIDED, INSTALLER),
        EventMail(NoticeKind.SUBSCRIPTION_LINK, CLIENT, only_with="relinks"),
        EventMail(NoticeKind.POWER_RAISED, CLIENT, only_with="power"),
    ),
    EventKind.AMENDMENT_REFUSED: (EventMail(NoticeKind.AMENDMENT_DECIDED, INSTALLER),),
    EventKind.SPACE_LINK_ASKED: (EventMail(NoticeKind.SPACE_LINK, CLIENT),),
    EventKind.QUESTION_ANSWERED: (EventMail(NoticeKind.CONTACT_ANSWERED, CLIENT),),
    EventKind.MESSAGE_POSTED: (
        EventMail(NoticeKind.MESSAGE_RECEIVED, INSTALLER, only_with="tells"),
    ),
}
"""Which event queues which mail to whom. An event that is not here queues none."""

NOBODY_YET = frozenset({"", Status.DRAFT})
"""Statuses in which nobody is written to: the installer is at the form."""


def list_notices_of(event: Event, now: datetime) -> tuple[Notice, ...]:
    """List the notices that an event queues, unsent; none while the dossier is a draft."""
    if event.status_before in NOBODY_YET and event.status_after in NOBODY_YET | {Status.CANCELLED}:
        return ()
    about = str(event.details.get("document_id") or event.details.get("slot") or "")
    number = int(event.details.get("number") or 0)
    return tuple(
        queue_notice(
            event.event_id,
            event.case_id,
            queued.kind,
            queued.to,
            now=now,
            about=about,
            event_seq=event.seq,
            caused_at=event.at,
        )
        for queued in MAILS_OF_EVENTS.get(EventKind(event.kind), ())
        if not queued.only_with or queued.only_with in event.details
        if number >= queued.from_number
    )


def plan_notices(event: Event, *, table: Table | None = None, now: datetime | None = None) -> None:
    """Store the notices that an event queues and call for their sending; harmless when repeated.

    The call goes out again for notices that were there already, in case it was lost before;
    whoever sends takes only what is unsent. TransientError when the table or the queue is busy.
    """
    queued = list_notices_of(event, now or real_now())
    if not queued:
        return
    table = table or open_table()
    for notice in queued:
        add_notice(table, notice)
    call_for_sending(queued)


def call_for_sending(notices: tuple[Notice, ...]) -> None:
    """Put a message for each notice into the queue of those to send."""
    messages = [
        {"dossier_id": notice.dossier_id, "notice_id": notice.notice_id} for notice in notices
    ]
    send_messages(load_settings().notices_queue, messages)

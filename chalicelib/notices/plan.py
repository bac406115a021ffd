"""From an event of the journal to the mails it queues, by the table of its kind.

The relay calls `plan_notices` for every event, as often as it likes: a notice's id follows from
its cause, so the same event never makes two.
"""

from datetime import datetime

from chalicelib.audit.model import Event
from chalicelib.aws.clock import real_now
from chalicelib.aws.queue import send_messages
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.registry import UnknownKind, kind_of
from chalicelib.notices.mails import Mails
from chalicelib.notices.model import AccountMail, Notice, queue_notice
from chalicelib.notices.store import add_notice
from chalicelib.settings import load_settings

OF_ACCOUNTS = frozenset(str(kind) for kind in AccountMail)


def find_mails(case_id: str) -> Mails | None:
    """Find what the kind of a case says of its mails; None for a kind without any, or for no case."""
    try:
        kind = kind_of(case_id)
    except UnknownKind:
        return None
    return kind.mails.get() if kind.mails else None


def is_known(notice: Notice) -> bool:
    """Say whether this release can write a notice's mail: it is of accounts, or its case's kind lists it."""
    if notice.kind in OF_ACCOUNTS:
        return True
    mails = find_mails(notice.case_id)
    return mails is not None and notice.kind in mails.labels


def list_notices_of(event: Event, now: datetime) -> tuple[Notice, ...]:
    """List the notices that an event queues, unsent; none where its kind writes to nobody yet."""
    mails = find_mails(event.case_id)
    if mails is None or mails.is_silent(event):
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
        for queued in mails.of_events.get(event.kind, ())
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
    messages = [{"case_id": notice.case_id, "notice_id": notice.notice_id} for notice in notices]
    send_messages(load_settings().notices_queue, messages)

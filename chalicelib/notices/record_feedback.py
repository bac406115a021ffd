"""Record what SES says of a mail: on the notice, on the address, and on the case."""

import logging
from datetime import datetime

from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Put
from chalicelib.aws.table import Table, open_table
from chalicelib.notices.course import came_too_early, note_feedback
from chalicelib.notices.firm_reputation import hold_if_bad
from chalicelib.notices.model import Bounce, Feedback, FeedbackKind, Notice
from chalicelib.notices.plan import find_mails
from chalicelib.notices.store import change_notice, put_unreachable

log = logging.getLogger(__name__)


class FeedbackTooEarly(Exception):
    """Feedback came before our own row could be read: the queue brings it again."""


def record_feedback(
    feedback: Feedback, *, table: Table | None = None, now: datetime | None = None
) -> Notice | None:
    """Record a word of SES and give its notice as it is after; repeating it changes nothing.

    Raises FeedbackTooEarly while a missing notice may still appear; then it only warns.
    """
    table, now = table or open_table(), now or real_now()
    notice = change_notice(
        table,
        feedback.case_id,
        feedback.notice_id,
        lambda current: note_feedback(current, feedback),
        now=now,
        also=_spare_addresses(feedback, now),
    )
    if notice is None:
        _warn_unknown(feedback, now)
        return None
    if notice.firm_id and (notice.bounce is Bounce.PERMANENT or notice.complained_at):
        hold_if_bad(table, notice.firm_id, now)
    mails = find_mails(notice.case_id) if feedback.kind is FeedbackKind.BOUNCE else None
    if mails:
        mails.show_bounce(notice, feedback, table)
    return notice


def _spare_addresses(feedback: Feedback, now: datetime) -> tuple[Put, ...]:
    """A permanent bounce or a complaint: no more mail to that address (R46, R47)."""
    if feedback.kind is FeedbackKind.COMPLAINT:
        reason = "complained"
    elif feedback.bounce is Bounce.PERMANENT:
        reason = "bounced"
    else:
        return ()
    return tuple(put_unreachable(one, reason, now) for one in feedback.address_prints)


def _warn_unknown(feedback: Feedback, now: datetime) -> None:
    extra = {"case_id": feedback.case_id, "notice_id": feedback.notice_id}
    if came_too_early(feedback, now):
        log.info("feedback before its notice", extra=extra)
        raise FeedbackTooEarly
    log.warning("feedback without a notice", extra=extra)

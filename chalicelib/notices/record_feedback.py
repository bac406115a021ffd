"""Record what SES says of a mail: on the notice, on the address, and on the dossier."""

import logging
from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import platform
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Put
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.signing import has_declined
from chalicelib.notices.address import print_mail_address
from chalicelib.notices.course import came_too_early, note_feedback
from chalicelib.notices.model import Addressee, Bounce, Feedback, FeedbackKind, Notice
from chalicelib.notices.store import change_notice, put_unreachable
from chalicelib.refusals import NotFound

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
        feedback.dossier_id,
        feedback.notice_id,
        lambda current: note_feedback(current, feedback),
        now=now,
        also=_spare_addresses(feedback, now),
    )
    if notice is None:
        _warn_unknown(feedback, now)
        return None
    if feedback.kind is FeedbackKind.BOUNCE and notice.addressee is Addressee.CLIENT:
        _show_unreachable(notice, feedback, table)
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
    extra = {"dossier_id": feedback.dossier_id, "notice_id": feedback.notice_id}
    if came_too_early(feedback, now):
        log.info("feedback before its notice", extra=extra)
        raise FeedbackTooEarly
    log.warning("feedback without a notice", extra=extra)


def _show_unreachable(notice: Notice, feedback: Feedback, table: Table) -> None:
    """Show on the dossier that its client is not reached, unless that is over by now (R51)."""

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        head = dossier.head
        other_address = print_mail_address(head.email) not in feedback.address_prints
        reached = dossier.reached(Milestone.SUBSCRIPTION_SIGNED) or has_declined(dossier)
        if head.client_unreachable or not head.is_open or other_address or reached:
            return None
        bounce = str(feedback.bounce or Bounce.UNDETERMINED)
        return Change(
            EventKind.NOTICE_BOUNCED,
            replace(head, client_unreachable=True),
            details={"notice_id": notice.notice_id, "notice": str(notice.kind), "bounce": bounce},
        )

    try:
        change_dossier(notice.dossier_id, decide, by=platform("queue"), table=table)
    except NotFound:
        log.warning("bounce of a dossier that is gone", extra={"dossier_id": notice.dossier_id})

"""The course of a notice: how its state moves, whatever order things happen in. Pure.

A final state never changes; what feedback adds later (a complaint about a delivered mail, say)
is kept as a fact beside it. When the reply of SES was lost nobody knows whether the mail left:
the notice is `unsure`, waits for feedback that carries its id, and is sent once more after
fifteen minutes, counted as a possible duplicate.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.notices.model import Bounce, Feedback, FeedbackKind, Notice, NoticeState

UNSURE_WAIT = timedelta(minutes=15)
"""How long a lost reply, or a sender that died, leaves room for feedback before a second try."""

RESENDS_WHEN_UNSURE = 1
"""How many times a mail of unknown outcome is sent again: once, never more."""

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
HELD_PAUSE = timedelta(minutes=30)
PATIENCE = timedelta(hours=48)
"""How long a busy mail service is tried before the notice is called failed."""

EARLY_FEEDBACK = timedelta(minutes=5)
"""Feedback about a mail younger than this may come before our own row (R48 of the mail rules)."""


def claim(notice: Notice, mark: str, now: datetime) -> Notice | None:
    """Take a notice to send it, under a mark; None when there is nothing to send now.

    A notice is there to send when it is unsent and due, or when its outcome stayed unknown for
    fifteen minutes: its reply was lost (`unsure`) or its sender died (`sending`).
    """
    if notice.look_at is None or notice.look_at > now:
        return None
    if notice.state is NoticeState.UNSENT:
        return _taken(notice, mark, now, resends=notice.resends)
    if notice.state in {NoticeState.UNSURE, NoticeState.SENDING} and can_resend(notice):
        return _taken(notice, mark, now, resends=notice.resends + 1)
    return None


def can_resend(notice: Notice) -> bool:
    """Say whether a mail of unknown outcome may still be sent once more."""
    return notice.resends < RESENDS_WHEN_UNSURE


def is_given_up(notice: Notice, now: datetime) -> bool:
    """Say whether a sender died on the last try that there was."""
    overdue = notice.look_at is not None and notice.look_at <= now
    return notice.state is NoticeState.SENDING and overdue and not can_resend(notice)


def _taken(notice: Notice, mark: str, now: datetime, *, resends: int) -> Notice:
    return replace(
        notice,
        state=NoticeState.SENDING,
        claim=mark,
        tries=notice.tries + 1,
        resends=resends,
        look_at=now + UNSURE_WAIT,
    )


def note_accepted(notice: Notice, message_id: str, now: datetime) -> Notice:
    """SES took the mail. Feedback may have been quicker: then only the message id is added."""
    if notice.is_final:
        return replace(notice, message_id=notice.message_id or message_id)
    return replace(
        notice,
        state=NoticeState.SENT,
        message_id=message_id,
        sent_at=notice.sent_at or now,
        look_at=None,
    )


def note_reply_lost(notice: Notice, reason: str, now: datetime) -> Notice:
    """Nobody knows whether SES took the mail: wait for feedback, then perhaps try once more."""
    if notice.state is not NoticeState.SENDING:
        return notice
    look_at = now + UNSURE_WAIT if can_resend(notice) else None
    return replace(notice, state=NoticeState.UNSURE, look_at=look_at, reason=reason)


def note_busy(notice: Notice, reason: str, now: datetime) -> Notice:
    """SES said not now, and took nothing: try again later, for two days at most."""
    if notice.state is not NoticeState.SENDING:
        return notice
    if now - notice.created_at > PATIENCE:
        return note_refused(notice, reason, now)
    pause = min(FIRST_PAUSE * 2 ** min(notice.tries - 1, 10), LONGEST_PAUSE)
    return replace(notice, state=NoticeState.UNSENT, look_at=now + pause, reason=reason)


def note_held(notice: Notice, reason: str, now: datetime) -> Notice:
    """The mail waits for somebody of ours to look, however long; it was handed to nobody."""
    if notice.state is not NoticeState.SENDING:
        return notice
    return replace(notice, state=NoticeState.UNSENT, look_at=now + HELD_PAUSE, reason=reason)


def note_refused(notice: Notice, reason: str, now: datetime) -> Notice:
    """SES will never take this mail."""
    return _ended(notice, NoticeState.FAILED, now, reason=reason)


def note_skipped(notice: Notice, reason: str, now: datetime) -> Notice:
    """The mail has lost its purpose or its addressee; `reason` says why it was not sent."""
    return _ended(notice, NoticeState.SKIPPED, now, reason=reason)


def _ended(notice: Notice, state: NoticeState, now: datetime, *, reason: str = "") -> Notice:
    if notice.is_final:
        return notice
    return replace(notice, state=state, ended_at=now, look_at=None, reason=reason or notice.reason)


def note_feedback(notice: Notice, feedback: Feedback) -> Notice:
    """Apply a word of SES: the first final one decides the state, later ones add facts only."""
    known = _with_message_id(notice, feedback)
    match feedback.kind:
        case FeedbackKind.SEND:
            return known if known.is_final else note_accepted(known, known.message_id, feedback.at)
        case FeedbackKind.DELIVERY:
            return _ended(known, NoticeState.DELIVERED, feedback.at)
        case FeedbackKind.BOUNCE:
            return _bounced(known, feedback)
        case FeedbackKind.COMPLAINT:
            kept = replace(known, complained_at=known.complained_at or feedback.at)
            return _ended(kept, NoticeState.COMPLAINED, feedback.at)
        case FeedbackKind.REJECT | FeedbackKind.RENDERING_FAILURE:
            return _ended(known, NoticeState.FAILED, feedback.at, reason=feedback.reason)


def _with_message_id(notice: Notice, feedback: Feedback) -> Notice:
    if notice.message_id:
        return notice
    return replace(notice, message_id=feedback.message_id, sent_at=feedback.mail_at)


def _bounced(notice: Notice, feedback: Feedback) -> Notice:
    """A permanent bounce weighs more than a passing one, in whatever order they come."""
    worse = feedback.bounce is Bounce.PERMANENT or notice.bounce is None
    kept = replace(notice, bounce=feedback.bounce or Bounce.UNDETERMINED) if worse else notice
    return _ended(kept, NoticeState.BOUNCED, feedback.at, reason=feedback.reason)


def came_too_early(feedback: Feedback, now: datetime) -> bool:
    """Say whether feedback without a notice may only be early, and should be read again."""
    return now - feedback.mail_at < EARLY_FEEDBACK

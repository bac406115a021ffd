"""Send one notice: claimed, written, handed to SES, and its outcome kept."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.audit.model import platform
from chalicelib.audit.store import find_values
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.mailer import Mail, Mailer, OutcomeUnknown, open_mailer
from chalicelib.aws.table import Table, open_table
from chalicelib.aws.trouble import OutsideTrouble, PermanentError, TransientError
from chalicelib.cases.load import load_any
from chalicelib.cases.registry import kind_of, list_kinds
from chalicelib.notices import course
from chalicelib.notices.account_mail import gather_account_facts
from chalicelib.notices.firm_reputation import is_held, judge_sender
from chalicelib.notices.mails import Letter, Mails, Writing
from chalicelib.notices.model import AccountMail, Addressee, Notice, NoticeState
from chalicelib.notices.plan import find_mails
from chalicelib.notices.render import render_letter
from chalicelib.notices.reputation import Standing
from chalicelib.notices.store import change_notice
from chalicelib.notices.tags import CASE_TAG, NOTICE_TAG
from chalicelib.notices.unneeded import Unneeded
from chalicelib.notices.words import HELD
from chalicelib.refusals import NotFound

log = logging.getLogger(__name__)

TO_STRANGERS = frozenset(
    {AccountMail.ACCOUNT_ACTIVATION, AccountMail.FIRM_INVITATION, AccountMail.CONFIRM_ADDRESS}
)
"""Mails about an account to an address that nobody has confirmed for it yet."""

MOST_PRINTS = 2
"""A mail of unknown outcome is sent once more: two links may have arrived."""


class SenderStopped(Exception):
    """Too many bounces or complaints: nothing is sent until an agent has looked."""


@dataclass(frozen=True, slots=True)
class Post:
    """What sending needs, as plain arguments: the table, the mailer and the real clock."""

    table: Table
    mailer: Mailer
    find_contact: Callable[[Notice, Any], Any] | None = None
    clock: Callable[[], datetime] = real_now


def open_post() -> Post:
    """Give the stage's own post."""
    return Post(open_table(), open_mailer())


def require_good_standing(post: Post) -> None:
    """Refuse to send while our reputation is in danger (SenderStopped); warn before that."""
    _tally, standing = judge_sender(post.table, post.clock())
    if standing is Standing.STOPPED:
        log.error("mail sender stopped by its reputation")
        raise SenderStopped
    if standing is Standing.ALARM:
        log.error("mail reputation alarm")


def send_notice(case_id: str, notice_id: str, *, post: Post) -> Notice | None:
    """Send a notice if it is there to send, and give it as it is after.

    None when there is nothing to send now: it was sent, another sender has it, or it is not
    due. The outcome is kept whatever it is; troubles of SES are not raised.
    """
    mark = new_id("try")
    mails = find_mails(case_id)
    secret, print_ = mails.mint_link() if mails else ("", "")
    claimed = change_notice(
        post.table,
        case_id,
        notice_id,
        lambda notice: _claimed(notice, mark, print_, post.clock()),
        now=post.clock(),
    )
    if claimed is None or claimed.claim != mark or claimed.state is not NoticeState.SENDING:
        return None
    outcome = _hand_over(claimed, secret, post)
    after = change_notice(post.table, case_id, notice_id, outcome, now=post.clock())
    _log_outcome(after or claimed)
    return after


def _claimed(notice: Notice, mark: str, print_: str, now: datetime) -> Notice:
    if notice.claim == mark:
        return notice
    taken = course.claim(notice, mark, now)
    if taken is None and course.is_given_up(notice, now):
        return course.note_reply_lost(notice, "sender died twice", now)
    return _with_print(taken, print_) if taken else notice


def _with_print(notice: Notice, print_: str) -> Notice:
    """Keep the print of the link that this try carries; that of a lost try may have arrived."""
    mails = find_mails(notice.case_id)
    if mails is None or not mails.carries_link(notice):
        return notice
    known = (notice.follows or "").split()
    return replace(notice, follows=" ".join([*known, print_][-MOST_PRINTS:]))


def _hand_over(notice: Notice, secret: str, post: Post) -> Callable[[Notice], Notice]:
    """Write the mail and hand it to SES; what came of it, as a change of the notice."""
    now = post.clock()
    try:
        mail, letter = _write_mail(notice, secret, post)
        if not letter.is_confirmed and is_held(post.table, letter.firm_id):
            return lambda current: course.note_held(current, HELD, now)
    except Unneeded as unneeded:
        reason = unneeded.reason
        return lambda current: course.note_skipped(current, reason, now)
    except OutsideTrouble as trouble:  # nothing was handed over: another try may write it
        reason = trouble.reason
        log.error("mail not written", extra={"case_id": notice.case_id, "why": reason})
        return lambda current: course.note_busy(current, reason, now)
    outcome = _send_mail(mail, post, now)
    return lambda current: replace(outcome(current), firm_id=letter.firm_id)


def _send_mail(mail: Mail, post: Post, now: datetime) -> Callable[[Notice], Notice]:
    try:
        message_id = post.mailer.send_mail(mail)
    except PermanentError as refused:
        reason = refused.reason
        return lambda current: course.note_refused(current, reason, now)
    except OutcomeUnknown as unknown:
        reason = unknown.reason
        return lambda current: course.note_reply_lost(current, reason, now)
    except TransientError as busy:
        reason = busy.reason
        return lambda current: course.note_busy(current, reason, now)
    return lambda current: course.note_accepted(current, message_id, now)


def _write_mail(notice: Notice, secret: str, post: Post) -> tuple[Mail, Letter]:
    if notice.addressee is Addressee.OWNER:
        return _write_account_mail(notice, post)
    mails, case = find_mails(notice.case_id), _load(notice, post)
    if mails is None:
        raise Unneeded("no_mails")
    said = find_values(post.table, notice.case_id, notice.event_seq)
    letter = mails.write(
        notice, case, Writing(post.table, post.clock(), secret, said, post.find_contact)
    )
    return _to_mail(notice, letter, mails.templates), letter


def _write_account_mail(notice: Notice, post: Post) -> tuple[Mail, Letter]:
    """Write a mail about an account; an address that refuses mails gets one all the same.

    Its owner asked for it, and it is their only way in. One that a system alone can write, such as
    the summary of a week, brings the header by which mail programs offer to end it.
    """
    mails = next((one for one in _list_mails() if notice.kind in one.own), None)
    gather = mails.own[notice.kind].get() if mails else gather_account_facts
    found = gather(notice, table=post.table, now=post.clock())
    if found is None:
        raise Unneeded("account_changed")
    letter = Letter(
        found.email,
        found.facts,
        found.language,
        str(found.facts.get("firm_id", "")),
        notice.kind not in TO_STRANGERS,
    )
    mail = _to_mail(notice, letter, mails.templates if mails else None)
    ending = found.facts.get("ending_url")
    if ending is not None:
        mail = replace(mail, headers=(("List-Unsubscribe", f"<{ending}>"),))
    return mail, letter


def _list_mails() -> Iterator[Mails]:
    return (kind.mails.get() for kind in list_kinds() if kind.mails)


def _to_mail(notice: Notice, letter: Letter, templates: Path | None) -> Mail:
    says = render_letter(
        notice.kind,
        notice.addressee,
        letter.facts,
        language=letter.language,
        templates=templates,
    )
    tags = ((NOTICE_TAG, notice.notice_id), (CASE_TAG, notice.case_id))
    return Mail(letter.to, says.subject, says.text, says.html, tags)


def _load(notice: Notice, post: Post) -> Any:
    try:
        return load_any(notice.case_id, seen_by=platform("queue"), table=post.table)
    except NotFound as gone:
        raise Unneeded(f"{kind_of(notice.case_id).name}_gone") from gone


def _log_outcome(notice: Notice) -> None:
    log.info(
        "notice handed over",
        extra={
            "case_id": notice.case_id,
            "notice_id": notice.notice_id,
            "kind": str(notice.kind),
            "state": str(notice.state),
            "why": notice.reason,
            "resends": notice.resends,
        },
    )

"""Send one notice: claimed, written, handed to SES, and its outcome kept."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.audit.model import platform
from chalicelib.audit.store import find_values
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.mailer import Mail, Mailer, OutcomeUnknown, open_mailer
from chalicelib.aws.table import Table, open_table
from chalicelib.aws.trouble import PermanentError, TransientError
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.following.mint_link import following_path, mint_secret
from chalicelib.notices import course
from chalicelib.notices.address import print_mail_address
from chalicelib.notices.addressee import find_installer
from chalicelib.notices.facts import (
    MINTS_LINK,
    Contact,
    carries_following,
    find_addressee,
    gather_facts,
    why_not,
)
from chalicelib.notices.model import Addressee, Notice, NoticeKind, NoticeState
from chalicelib.notices.render import render_letter
from chalicelib.notices.reputation import Standing, judge
from chalicelib.notices.store import change_notice, find_unreachable, load_tally
from chalicelib.notices.tags import DOSSIER_TAG, NOTICE_TAG
from chalicelib.notices.unneeded import Unneeded
from chalicelib.refusals import NotFound
from chalicelib.settings import load_settings
from chalicelib.subscription.mint_link import mint_link
from chalicelib.words.translation import in_language

log = logging.getLogger(__name__)

MOST_PRINTS = 2
"""A mail of unknown outcome is sent once more: two links may have arrived."""


class SenderStopped(Exception):
    """Too many bounces or complaints: nothing is sent until an agent has looked."""


@dataclass(frozen=True, slots=True)
class Post:
    """What sending needs, as plain arguments: the table, the mailer and who installers are."""

    table: Table
    mailer: Mailer
    find_installer: Callable[[Notice, Dossier], Contact] = find_installer
    clock: Callable[[], datetime] = real_now


def open_post() -> Post:
    """Give the stage's own post."""
    return Post(open_table(), open_mailer())


def require_good_standing(post: Post) -> None:
    """Refuse to send while our reputation is in danger (SenderStopped); warn before that."""
    standing = judge(load_tally(post.table, post.clock()))
    if standing is Standing.STOPPED:
        log.error("mail sender stopped by its reputation")
        raise SenderStopped
    if standing is Standing.ALARM:
        log.error("mail reputation alarm")


def send_notice(dossier_id: str, notice_id: str, *, post: Post) -> Notice | None:
    """Send a notice if it is there to send, and give it as it is after.

    None when there is nothing to send now: it was sent, another sender has it, or it is not
    due. The outcome is kept whatever it is; troubles of SES are not raised.
    """
    mark = new_id("try")
    secret, print_ = mint_secret()
    claimed = change_notice(
        post.table,
        dossier_id,
        notice_id,
        lambda notice: _claimed(notice, mark, print_, post.clock()),
        now=post.clock(),
    )
    if claimed is None or claimed.claim != mark or claimed.state is not NoticeState.SENDING:
        return None
    outcome = _hand_over(claimed, secret, post)
    after = change_notice(post.table, dossier_id, notice_id, outcome, now=post.clock())
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
    if not carries_following(notice):
        return notice
    known = (notice.follows or "").split()
    return replace(notice, follows=" ".join([*known, print_][-MOST_PRINTS:]))


def _hand_over(notice: Notice, secret: str, post: Post) -> Callable[[Notice], Notice]:
    """Write the mail and hand it to SES; what came of it, as a change of the notice."""
    now = post.clock()
    try:
        mail = _write_mail(notice, secret, post)
        message_id = post.mailer.send_mail(mail)
    except Unneeded as unneeded:
        reason = unneeded.reason
        return lambda current: course.note_skipped(current, reason, now)
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


def _write_mail(notice: Notice, secret: str, post: Post) -> Mail:
    if notice.kind is NoticeKind.WEEKLY_SUMMARY:
        return _write_summary(notice, post)
    if notice.addressee is Addressee.OWNER:
        return _write_account_mail(notice, post)
    if notice.addressee is Addressee.ASKER:
        return _write_reply(notice, post)
    dossier = _load(notice, post)
    reason = why_not(notice, dossier)
    if reason:
        raise Unneeded(reason)
    installer = post.find_installer(notice, dossier)
    to = find_addressee(notice, dossier, installer)
    if not to:
        raise Unneeded("no_address")
    unreachable = find_unreachable(post.table, print_mail_address(to), post.clock())
    if unreachable:
        raise Unneeded(f"address_{unreachable}")
    with in_language(installer.language):
        facts = _gather(notice, dossier, installer, post)
    if carries_following(notice):
        path = following_path(notice.dossier_id, secret)
        facts |= {"following_url": load_settings().portal_url.rstrip("/") + path}
    return _to_mail(notice, to, facts, installer.language)


def _write_reply(notice: Notice, post: Post) -> Mail:
    """Write the answer to a question of somebody without an account."""
    from chalicelib.notices.reply_mail import gather_reply_facts

    found = gather_reply_facts(notice, table=post.table)
    if found is None:
        raise Unneeded("question_gone")
    return _to_mail(notice, found.email, found.facts, found.language)


def _write_account_mail(notice: Notice, post: Post) -> Mail:
    """Write a mail about an account; an address that refuses mails gets one all the same.

    Its owner asked for it, and it is their only way in.
    """
    from chalicelib.notices.account_mail import gather_account_facts

    found = gather_account_facts(notice, table=post.table, now=post.clock())
    if found is None:
        raise Unneeded("account_changed")
    return _to_mail(notice, found.email, found.facts, found.language)


def _write_summary(notice: Notice, post: Post) -> Mail:
    """Write the summary of a week, with the header by which mail programs offer to end it."""
    from chalicelib.notices.summary import gather_summary

    found = gather_summary(notice, table=post.table, now=post.clock())
    mail = _to_mail(notice, found.email, found.facts, found.language)
    return replace(mail, headers=(("List-Unsubscribe", f"<{found.facts['ending_url']}>"),))


def _to_mail(notice: Notice, to: str, facts: Mapping[str, object], language: str) -> Mail:
    letter = render_letter(notice.kind, notice.addressee, facts, language=language)
    tags = ((NOTICE_TAG, notice.notice_id), (DOSSIER_TAG, notice.dossier_id))
    return Mail(to, letter.subject, letter.text, letter.html, tags)


def _load(notice: Notice, post: Post) -> Dossier:
    try:
        return load_dossier(notice.dossier_id, seen_by=platform("queue"), table=post.table)
    except NotFound as gone:
        raise Unneeded("dossier_gone") from gone


def _gather(notice: Notice, dossier: Dossier, installer: Contact, post: Post) -> dict[str, object]:
    portal_url = load_settings().portal_url
    said = find_values(post.table, notice.dossier_id, notice.event_seq)
    facts = gather_facts(notice, dossier, installer, portal_url=portal_url, said=said)
    if notice.kind in MINTS_LINK:
        path, expires_at = mint_link(dossier.head, table=post.table, now=post.clock())
        facts |= {"subscription_url": portal_url.rstrip("/") + path, "link_ends_on": expires_at}
    return facts


def _log_outcome(notice: Notice) -> None:
    log.info(
        "notice handed over",
        extra={
            "dossier_id": notice.dossier_id,
            "notice_id": notice.notice_id,
            "kind": str(notice.kind),
            "state": str(notice.state),
            "why": notice.reason,
            "resends": notice.resends,
        },
    )

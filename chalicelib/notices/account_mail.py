"""The mails about an account: from what it asked for to a notice, and what the mail says.

The link's secret is made when the mail is written, and stands nowhere but in it.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chalicelib.accounts.asks import Ask, AskKind, find_account, find_user, list_asks, mark_answered
from chalicelib.accounts.invitations import (
    Invitation,
    find_address_invitation,
    find_invitation,
    list_address_invitations,
)
from chalicelib.accounts.links import (
    LIFE,
    LinkKind,
    mint_account_link,
    mint_invitation_link,
)
from chalicelib.accounts.memberships import person_from_user
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Item
from chalicelib.aws.table import Table
from chalicelib.notices.model import AccountMail, Addressee, Notice, queue_notice
from chalicelib.notices.plan import call_for_sending
from chalicelib.notices.store import add_notice
from chalicelib.policy.roles import Role
from chalicelib.settings import load_settings

log = logging.getLogger(__name__)

LINKS: Final[Mapping[str, LinkKind]] = {
    AccountMail.ACCOUNT_ACTIVATION: LinkKind.ACTIVATION,
    AccountMail.PASSWORD_RESET: LinkKind.RESET,
    AccountMail.CONFIRM_ADDRESS: LinkKind.ADDRESS,
}


AT: Final = "@"
"""Between the firm of an invitation and the address at which it waits, in what a notice is about."""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """Where a mail about an account goes, in which language, and what its templates may name."""

    email: str
    facts: dict[str, object]
    language: str = ""


def answer_ask(ask: Ask, *, table: Table, now: datetime | None = None) -> None:
    """Owe the mail that was asked for, if there is somebody to write to; repeatable."""
    notice = _owe(ask, table, now or real_now())
    if notice is not None:
        add_notice(table, notice)
        call_for_sending((notice,))
    mark_answered(table, ask)


def _owe(ask: Ask, table: Table, now: datetime) -> Notice | None:
    account = find_account(table, ask.account_pk)
    if ask.kind is AskKind.INVITED and ask.about:
        return _owe_invitation(ask, account, table, now)
    if account is None:
        return _owe_activation(ask, table, now) if ask.kind is AskKind.PASSWORD else None
    if account["disabled"]:
        return None
    return _queue(ask, choose_kind(ask.kind, account), account["user_id"], ask.about, now)


def _owe_invitation(ask: Ask, account: Item | None, table: Table, now: datetime) -> Notice | None:
    """Owe the mail of an invitation: to answer it in one's account, or to make one with it."""
    found = find_address_invitation(table, ask.account_pk, ask.about, now)
    if found is None:
        return None
    if account is None:
        return _queue_activation(ask, found, now)
    if account["disabled"]:
        return None
    return _queue(ask, AccountMail.FIRM_INVITATION, account["user_id"], ask.about, now)


def _owe_activation(ask: Ask, table: Table, now: datetime) -> Notice | None:
    """Owe who has no account yet the link of the last invitation that waits at their address."""
    waiting = list_address_invitations(table, ask.account_pk, now)
    return _queue_activation(ask, waiting[-1], now) if waiting else None


def _queue_activation(ask: Ask, invitation: Invitation, now: datetime) -> Notice:
    """The mail stands with who its reader will be; it says by which invitation, at which address."""
    about = f"{invitation.firm.firm_id}{AT}{ask.account_pk}"
    return _queue(ask, AccountMail.ACCOUNT_ACTIVATION, invitation.user_id, about, now)


def _queue(ask: Ask, kind: AccountMail, user_id: str, about: str, now: datetime) -> Notice:
    return queue_notice(
        ask.ask_id,
        user_id,
        kind,
        Addressee.OWNER,
        now=now,
        about=about,
        caused_at=ask.asked_at,
    )


def choose_kind(kind: AskKind, account: Item) -> AccountMail:
    """Choose the mail: who never chose a password gets an activation, whatever they asked."""
    match kind:
        case AskKind.PASSWORD | AskKind.INVITED:
            has_password = bool(account["password_hash"])
            return AccountMail.PASSWORD_RESET if has_password else AccountMail.ACCOUNT_ACTIVATION
        case AskKind.JOIN:
            return AccountMail.FIRM_INVITATION
        case AskKind.BLOCKED:
            return AccountMail.ACCESS_BLOCKED
        case AskKind.CONFIRM_ADDRESS:
            return AccountMail.CONFIRM_ADDRESS
        case AskKind.ADDRESS_CHANGED:
            return AccountMail.ADDRESS_CHANGED


def answer_asks(*, table: Table, up_to: datetime) -> int:
    """Answer every ask that the stream left, and count them; one that fails harms no other."""
    answered, start = 0, None
    while True:
        asks, start = list_asks(table, up_to, start=start)
        answered += sum(_answered(ask, table) for ask in asks)
        if start is None:
            return answered


def _answered(ask: Ask, table: Table) -> bool:
    try:
        answer_ask(ask, table=table)
    except Exception:
        log.exception("ask not answered", extra={"ask_id": ask.ask_id})
        return False
    return True


def gather_account_facts(notice: Notice, *, table: Table, now: datetime) -> AccountFacts | None:
    """Gather what a mail about an account says; None when it has lost its purpose since."""
    if AT in notice.about:
        return _gather_invitation_facts(notice, table, now)
    user = find_user(table, notice.case_id)
    account = find_account(table, user["account_pk"]) if user else None
    person = person_from_user(user) if user else None
    if user is None or account is None or account["disabled"] or person is None:
        return None
    email = _address(notice.kind, user)
    if not email:
        return None
    facts: dict[str, object] = {
        "name": user["name"],
        "firm_name": person.firm_name,
        "firm_id": person.firm_id,
        "role": person.role,
        "portal_url": load_settings().portal_url.rstrip("/"),
        "new_email": user["email"],
        "caused_at": notice.caused_at or notice.created_at,
        "reference": "",
    }
    if notice.kind == AccountMail.FIRM_INVITATION:
        invitation = find_invitation(table, user, notice.about, now)
        if invitation is None:
            return None
        facts |= {"firm_name": invitation.firm.name, "firm_id": invitation.firm.firm_id}
        facts |= {"link_ends_at": invitation.expires_at}
    if notice.kind in LINKS:
        facts |= _mint(LINKS[notice.kind], account, user, table=table, now=now)
    return AccountFacts(email, facts, person.language)


def _gather_invitation_facts(notice: Notice, table: Table, now: datetime) -> AccountFacts | None:
    """Gather what an invitation says to who has no account; None once it is over or renewed."""
    firm_id, _at, account_pk = notice.about.partition(AT)
    found = find_address_invitation(table, account_pk, firm_id, now)
    if found is None or found.user_id != notice.case_id:
        return None
    path, expires_at = mint_invitation_link(table, found)
    portal_url = load_settings().portal_url.rstrip("/")
    facts: dict[str, object] = {
        "name": found.name,
        "firm_name": found.firm.name,
        "firm_id": firm_id,
        "role": Role.INSTALLER,
        "portal_url": portal_url,
        "caused_at": notice.caused_at or notice.created_at,
        "reference": "",
        "link_url": portal_url + path,
        "link_ends_at": expires_at,
        "hours": int(LIFE[LinkKind.ACTIVATION].total_seconds() // 3600),
    }
    return AccountFacts(found.email, facts)


def _address(kind: str, user: Item) -> str:
    """The new address confirms itself, the old one is told; all else goes to the present one."""
    match kind:
        case AccountMail.CONFIRM_ADDRESS:
            return str(user.get("new_email", ""))
        case AccountMail.ADDRESS_CHANGED:
            return str(user.get("former_email", ""))
        case _:
            return str(user["email"])


def _mint(
    kind: LinkKind, account: Item, user: Item, *, table: Table, now: datetime
) -> dict[str, object]:
    new_email = str(user.get("new_email", "")) if kind is LinkKind.ADDRESS else ""
    path, expires_at = mint_account_link(table, kind, account, now=now, new_email=new_email)
    url = load_settings().portal_url.rstrip("/") + path
    return {
        "link_url": url,
        "link_ends_at": expires_at,
        "hours": int(LIFE[kind].total_seconds() // 3600),
    }

"""Links that an account's owner gets by mail: choose a password, confirm a new address.

Opening a link never uses it up (mail scanners open links); what it is for does. A link stands
for the account as it was when the mail left: once its access epoch is another, it is void.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from chalicelib.accounts.epoch import find_epoch
from chalicelib.accounts.invitations import Invitation, find_address_invitation
from chalicelib.accounts.refusals import AccountLinkUnknown
from chalicelib.accounts.store import account_key, load_user_row
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import fingerprint, new_token
from chalicelib.aws.items import Delete, Item, Put
from chalicelib.aws.table import Table, open_table
from chalicelib.rows.visitors import ACCOUNT_LINK

LONGEST_TOKEN: Final = 100


class LinkKind(StrEnum):
    """What a link is for."""

    ACTIVATION = "activation"
    RESET = "reset"
    ADDRESS = "address"


LIFE: Final = {
    LinkKind.ACTIVATION: timedelta(days=7),
    LinkKind.RESET: timedelta(hours=1),
    LinkKind.ADDRESS: timedelta(hours=24),
}
"""How long a link is good (real time): an invitation may wait for a week, a reset may not."""

PATHS: Final = {
    LinkKind.ACTIVATION: "/mot-de-passe/",
    LinkKind.RESET: "/mot-de-passe/",
    LinkKind.ADDRESS: "/adresse/",
}


@dataclass(frozen=True, slots=True)
class AccountLink:
    """One link as the table remembers it: its secret stays in the mail."""

    kind: LinkKind
    user_id: str
    account_pk: str
    epoch: int
    new_email: str = ""
    firm_id: str = ""
    """Of the firm whose invitation it is, where who opens it has no account yet."""


def mint_account_link(
    table: Table, kind: LinkKind, account: Item, *, now: datetime, new_email: str = ""
) -> tuple[str, datetime]:
    """Mint a link for an account's door; give its path and the real instant at which it expires.

    It carries the account's epoch of now.
    """
    token, expires_at = new_token(), now + LIFE[kind]
    table.write(
        Put(
            {
                **_key(token),
                "kind": kind.value,
                "user_id": account["user_id"],
                "account_pk": account["pk"],
                "epoch": load_user_row(table, account["user_id"])["epoch"],
                "new_email": new_email,
                "expires_s": int(expires_at.timestamp()),
            },
            absent=True,
        )
    )
    return PATHS[kind] + token, expires_at


def mint_invitation_link(table: Table, invitation: Invitation) -> tuple[str, datetime]:
    """Mint the link by which somebody without an account accepts; give its path and its end.

    It stands while the invitation does.
    """
    token = new_token()
    table.write(
        Put(
            {
                **_key(token),
                "kind": LinkKind.ACTIVATION.value,
                "user_id": invitation.user_id,
                "account_pk": account_key(invitation.email),
                "epoch": 0,
                "firm_id": invitation.firm.firm_id,
                "expires_s": int(invitation.expires_at.timestamp()),
            },
            absent=True,
        )
    )
    return PATHS[LinkKind.ACTIVATION] + token, invitation.expires_at


def open_account_link(
    token: str,
    kinds: frozenset[LinkKind],
    *,
    table: Table | None = None,
    now: datetime | None = None,
) -> AccountLink:
    """Open a link by its secret; AccountLinkUnknown when it is none, used up, void or expired."""
    table, now = table or open_table(), now or real_now()
    item = _find(table, token) if len(token) <= LONGEST_TOKEN else None
    if item is None or item["expires_s"] <= now.timestamp() or LinkKind(item["kind"]) not in kinds:
        raise AccountLinkUnknown
    link = AccountLink(
        kind=LinkKind(item["kind"]),
        user_id=item["user_id"],
        account_pk=item["account_pk"],
        epoch=int(item["epoch"]),
        new_email=item.get("new_email", ""),
        firm_id=item.get("firm_id", ""),
    )
    if not _stands(link, table, now):
        raise AccountLinkUnknown
    return link


def _stands(link: AccountLink, table: Table, now: datetime) -> bool:
    """Say whether what a link is of is as it was: the account's access, or the invitation."""
    if not link.firm_id:
        return find_epoch(table, link.user_id) == link.epoch
    found = find_address_invitation(table, link.account_pk, link.firm_id, now)
    return found is not None and found.user_id == link.user_id


def spend_link(token: str) -> Delete:
    """Write the operation that uses a link up; refused when it was used before."""
    key = _key(token)
    return Delete(key["pk"], key["sk"], present=True)


def _key(token: str) -> dict[str, str]:
    return ACCOUNT_LINK.columns(fingerprint(token))


def _find(table: Table, token: str) -> Item | None:
    key = _key(token)
    return table.get(key["pk"], key["sk"], consistent=True)

"""Mails that an account asks for, as rows: whoever sends mails finds them by the table's stream.

An ask is written the same for an address with an account and for one without: only later, out
of the visitor's sight, is it found whether there is somebody to write to (R55).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from chalicelib.accounts.store import is_freed
from chalicelib.aws.ids import new_id
from chalicelib.aws.items import Item, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import ASKED
from chalicelib.rows.people import ACCOUNT, ASK, USER

PAGE: Final = 100


class AskKind(StrEnum):
    """Which mail an account asks for."""

    PASSWORD = "password"  # noqa: S105 - the name of a mail
    INVITED = "invited"
    JOIN = "join"
    """Who has an account is invited into a firm, which the ask is about."""
    BLOCKED = "blocked"
    CONFIRM_ADDRESS = "confirm_address"
    ADDRESS_CHANGED = "address_changed"


@dataclass(frozen=True, slots=True)
class Ask:
    """One mail asked for at an account; the account is named by its row's key alone."""

    account_pk: str
    ask_id: str
    kind: AskKind
    asked_at: datetime
    about: str = ""


def ask_row(
    account_pk: str, kind: AskKind, now: datetime, *, ask_id: str = "", about: str = ""
) -> Put:
    """Write an ask, real time; the same `ask_id` is the same mail, however often it is asked."""
    return Put(
        {
            "pk": account_pk,
            "sk": ASK.sk(ask_id or new_id("ask")),
            "kind": kind.value,
            "about": about,
            "asked_at": now.isoformat(),
            "expires_s": ASK.expires_s(now),
            **ASKED.entry(at=stamp(now)),
        }
    )


def is_ask(item: Item) -> bool:
    """Say whether a row is an ask that nobody has answered yet."""
    return ASK.matches(item["sk"]) and ASKED.columns[0] in item


def ask_from_item(item: Item) -> Ask:
    """Read an ask back, from its row, the work index or the stream."""
    return Ask(
        account_pk=item["pk"],
        ask_id=ASK.part(item["sk"]),
        kind=AskKind(item["kind"]),
        asked_at=datetime.fromisoformat(item["asked_at"]),
        about=item.get("about", ""),
    )


def find_account(table: Table, account_pk: str) -> Item | None:
    """Find the account at which a mail was asked for, strongly read; None for a freed door."""
    account = table.get(account_pk, ACCOUNT.sk(), consistent=True)
    return None if account and is_freed(table, account) else account


def find_user(table: Table, user_id: str) -> Item | None:
    """Find where a user is written to, strongly read."""
    return table.get(*USER.key(user_id), consistent=True)


def list_asks(
    table: Table, up_to: datetime, *, start: str | None = None
) -> tuple[list[Ask], str | None]:
    """List a page of the asks that were made by `up_to` and not answered, oldest first."""
    until = stamp(up_to)
    page = table.query(ASKED.pk(), index="work", up_to=until, limit=PAGE, start=start)
    return [ask_from_item(item) for item in page.items], page.next


def mark_answered(table: Table, ask: Ask) -> None:
    """Note that an ask was answered, or that there is nobody to answer; repeating is harmless."""
    done = Update(ask.account_pk, ASK.sk(ask.ask_id), remove=ASKED.columns, present=True)
    try:
        table.update(done)
    except ConditionFailed:
        return  # forgotten by the table meanwhile: nothing is left to note

"""Mails that an account asks for, as rows: whoever sends mails finds them by the table's stream.

An ask is written the same for an address with an account and for one without: only later, out
of the visitor's sight, is it found whether there is somebody to write to (R55).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from chalicelib.aws.ids import new_id
from chalicelib.aws.items import Item, Put, Update
from chalicelib.aws.table import ConditionFailed, Table

PREFIX: Final = "ASKED#"
WORK: Final = "ASKED"
KEEP: Final = timedelta(days=90)
PAGE: Final = 100


class AskKind(StrEnum):
    """Which mail an account asks for."""

    PASSWORD = "password"  # noqa: S105 - the name of a mail
    INVITED = "invited"
    BLOCKED = "blocked"
    CONFIRM_ADDRESS = "confirm_address"
    ADDRESS_CHANGED = "address_changed"
    CONTACT_REPLY = "contact_reply"
    """The answer to somebody who has no account: the row stands in their question's partition."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One mail asked for at an account; the account is named by its row's key alone."""

    account_pk: str
    ask_id: str
    kind: AskKind
    asked_at: datetime


def ask_row(account_pk: str, kind: AskKind, now: datetime, *, ask_id: str = "") -> Put:
    """Write an ask, real time; the same `ask_id` is the same mail, however often it is asked."""
    return Put(
        {
            "pk": account_pk,
            "sk": f"{PREFIX}{ask_id or new_id('ask')}",
            "kind": kind.value,
            "asked_at": now.isoformat(),
            "expires_s": int((now + KEEP).timestamp()),
            "wk": WORK,
            "wa": now.isoformat(timespec="microseconds"),
        }
    )


def is_ask(item: Item) -> bool:
    """Say whether a row is an ask that nobody has answered yet."""
    return str(item["sk"]).startswith(PREFIX) and "wk" in item


def ask_from_item(item: Item) -> Ask:
    """Read an ask back, from its row, the work index or the stream."""
    return Ask(
        account_pk=item["pk"],
        ask_id=item["sk"].removeprefix(PREFIX),
        kind=AskKind(item["kind"]),
        asked_at=datetime.fromisoformat(item["asked_at"]),
    )


def list_asks(
    table: Table, up_to: datetime, *, start: str | None = None
) -> tuple[list[Ask], str | None]:
    """List a page of the asks that were made by `up_to` and not answered, oldest first."""
    until = up_to.isoformat(timespec="microseconds")
    page = table.query(WORK, index="work", up_to=until, limit=PAGE, start=start)
    return [ask_from_item(item) for item in page.items], page.next


def mark_answered(table: Table, ask: Ask) -> None:
    """Note that an ask was answered, or that there is nobody to answer; repeating is harmless."""
    done = Update(ask.account_pk, f"{PREFIX}{ask.ask_id}", remove=("wk", "wa"), present=True)
    try:
        table.update(done)
    except ConditionFailed:
        return  # forgotten by the table meanwhile: nothing is left to note

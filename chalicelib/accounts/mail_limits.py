"""How many mails to strangers somebody may cause: by sender, by target, by firm and by case.

Whatever sends a mail to an address that its owner did not give us counts here, in the transaction
of what sends it: what is refused leaves nothing half done, and nothing is counted for it. Days are
those of UTC, real time; the table forgets a count after two of them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from chalicelib.accounts.refusals import TooManyMails
from chalicelib.accounts.store import normalise_email
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Operation, Update
from chalicelib.aws.table import Table
from chalicelib.rows.visitors import MAILS_CAUSED
from chalicelib.words.values import Moment

WINDOW: Final = timedelta(days=1)


class Cause(StrEnum):
    """What causes a mail to a stranger."""

    NEW_ADDRESS = "new_address"
    """Somebody wants to sign in with another address, which is asked to confirm."""
    CLIENT_ADDRESS = "client_address"
    """An installer replaces their client's address, which gets a link."""
    CLIENT_LINK = "client_link"
    """A link is mailed to the client again."""
    INVITATION = "invitation"
    QUESTION = "question"
    """Somebody without an account asks us something, and is answered at the address they typed."""


class Per(StrEnum):
    """Of whom mails are counted."""

    SENDER = "sender"
    FIRM = "firm"
    CASE = "case"
    TARGET = "target"
    FIRM_AND_TARGET = "firm_and_target"


MOST: Final[Mapping[Cause, Mapping[Per, int]]] = {
    Cause.NEW_ADDRESS: {Per.SENDER: 5},
    Cause.CLIENT_ADDRESS: {Per.SENDER: 20, Per.FIRM: 60, Per.CASE: 5},
    Cause.CLIENT_LINK: {Per.SENDER: 60, Per.FIRM: 200, Per.CASE: 10},
    Cause.INVITATION: {Per.SENDER: 30, Per.FIRM: 60},
    Cause.QUESTION: {},
}
"""A day, of one cause. A firm of ten installers at their busiest is well below."""

MOST_TO_ADDRESS: Final[Mapping[Per, int]] = {Per.TARGET: 12, Per.FIRM_AND_TARGET: 6}
"""A day, of every cause together: one firm's excess leaves room for another's mail."""

EVERY_CAUSE: Final = "every"


@dataclass(frozen=True, slots=True)
class MailLimits:
    """The counts that a mail moves: the operations for its transaction, in the order of `bounds`."""

    rows: Sequence[Update]
    bounds: Sequence[int]
    until: datetime


def limit_mail(
    cause: Cause, *, target: str, now: datetime, sender: str = "", firm: str = "", case: str = ""
) -> MailLimits:
    """Count a mail to the address `target`; who is empty is not counted. `now` is real time."""
    counted = {Per.SENDER: sender, Per.FIRM: firm, Per.CASE: case}
    bounds = [(str(cause), per, counted[per], most) for per, most in MOST[cause].items()]
    address = normalise_email(target)
    whose = {Per.TARGET: address, Per.FIRM_AND_TARGET: f"{firm}/{address}" if firm else ""}
    bounds += [(EVERY_CAUSE, per, whose[per], most) for per, most in MOST_TO_ADDRESS.items()]
    kept = [one for one in bounds if one[2]]
    window = int(now.timestamp() // WINDOW.total_seconds())
    rows = [_count(kind, per, who, most, window, now) for kind, per, who, most in kept]
    until = datetime.fromtimestamp((window + 1) * WINDOW.total_seconds(), UTC)
    return MailLimits(rows, [most for *_who, most in kept], until)


def _count(kind: str, per: Per, who: str, most: int, window: int, now: datetime) -> Update:
    mark = hashlib.sha256(f"{per}:{who}".encode()).hexdigest()
    return Update(
        *MAILS_CAUSED.key(mark, kind, window),
        add={"mails": 1},
        set={"expires_s": MAILS_CAUSED.expires_s(now)},
        condition="attribute_not_exists(#mails) OR #mails < :most",
        values={"most": most},
    )


def refuse_too_many(limits: MailLimits, table: Table) -> None:
    """Say that a bound is reached (TooManyMails), when that is why a transaction was refused."""
    for row, most in zip(limits.rows, limits.bounds, strict=True):
        item = table.get(row.pk, row.sk, consistent=True)
        if item is not None and item["mails"] >= most:
            left = limits.until - real_now()
            raise TooManyMails(
                field="email",
                until=Moment(limits.until),
                retry_after_s=max(1, int(left.total_seconds())),
            )


def with_limits(operations: Sequence[Operation], limits: MailLimits) -> list[Operation]:
    """Put the counts of a mail behind the operations that cause it."""
    return [*operations, *limits.rows]

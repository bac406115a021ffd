"""How often a sign-in may be tried: by account, and by source address.

A try is reserved before the password is looked at, by one conditional write, so that fifty
tries at once are three checks. An address without account is counted just the same.
"""

import hashlib
from datetime import datetime, timedelta

from chalicelib.accounts.asks import AskKind, ask_row
from chalicelib.accounts.refusals import SignInBlocked, SourceSlowed
from chalicelib.aws.items import Delete, Item, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.reference.days import legal_day
from chalicelib.rows.instants import stamp
from chalicelib.rows.people import TRACE, TRIES
from chalicelib.rows.visitors import SOURCE, SOURCE_TRIES

MOST_WRONG = 3
"""Guide Amazonas Energia, "bloqueio de acesso": three wrong passwords."""

BLOCK = timedelta(minutes=10)
"""Idem: ten minutes only."""

SOURCE_WINDOW = timedelta(minutes=10)
MOST_WRONG_BY_SOURCE = 30
"""An office behind one address has room for ten people's mistakes."""


def reserve_try(table: Table, account_pk: str, now: datetime) -> int:
    """Reserve one try at an account and give its number, from 1 to MOST_WRONG.

    SignInBlocked refuses it without looking at anything.
    """
    now_s = int(now.timestamp())
    marks = {
        "blocked_until_s": now_s + int(BLOCK.total_seconds()),
        "expires_s": TRIES.expires_s(now),
    }
    first = Update(
        account_pk,
        TRIES.sk(),
        add={"tries": 1},
        set=marks,
        condition="attribute_not_exists(#tries) OR #tries < :most",
        values={"most": MOST_WRONG},
    )
    after_block = Update(
        account_pk,
        TRIES.sk(),
        set={"tries": 1, **marks},
        condition="#tries >= :most AND #blocked_until_s <= :now",
        values={"most": MOST_WRONG, "now": now_s},
    )
    for update in (first, after_block):
        try:
            number: int = table.update(update)["tries"]
        except ConditionFailed:
            continue
        return number
    raise blocked(table.get(account_pk, TRIES.sk(), consistent=True), now)


def blocked(item: Item | None, now: datetime) -> SignInBlocked:
    """Make the refusal of a blocked account, with the minutes that are left."""
    until_s: int = item["blocked_until_s"] if item else int((now + BLOCK).timestamp())
    left_s = max(1, until_s - int(now.timestamp()))
    return SignInBlocked(minutes=-(-left_s // 60), retry_after_s=left_s)


def forget_tries(account_pk: str) -> Delete:
    """Reset the count: a success, or a new password."""
    return Delete(account_pk, TRIES.sk())


def trace_block(table: Table, account_pk: str, now: datetime) -> None:
    """Leave a trace for the owner: somebody's wrong tries blocked it. One mail a day says so."""
    expires_s = TRACE.expires_s(now)
    row = {"pk": account_pk, "sk": TRACE.sk(stamp(now)), "kind": "blocked"}
    told = ask_row(account_pk, AskKind.BLOCKED, now, ask_id=f"blocked-{legal_day(now)}")
    table.put({**row, "expires_s": expires_s})
    table.write(told)


def trace_sign_in(account_pk: str, now: datetime) -> Put:
    """Leave the trace of a sign-in, in the transaction that makes the session."""
    row = {"pk": account_pk, "sk": TRACE.sk(stamp(now)), "kind": "signed_in"}
    return Put({**row, "expires_s": TRACE.expires_s(now)})


def trace_hat(account_pk: str, hat: str, now: datetime) -> Put:
    """Leave the trace of a switch of hat, in the transaction that makes it."""
    row = {"pk": account_pk, "sk": TRACE.sk(stamp(now)), "kind": "hat", "hat": hat}
    return Put({**row, "expires_s": TRACE.expires_s(now)})


def source_pk(address: str) -> str:
    """Give the partition of a source address: a fingerprint; one of IPv6 stands for its network."""
    from ipaddress import ip_network

    source = address
    if ":" in address:
        source = str(ip_network(f"{address}/64", strict=False))
    return SOURCE.pk(hashlib.sha256(source.encode()).hexdigest())


def _source_key(address: str, now: datetime) -> tuple[str, str]:
    window = int(now.timestamp() // SOURCE_WINDOW.total_seconds())
    return source_pk(address), SOURCE_TRIES.sk(window)


def refuse_hasty_source(table: Table, address: str, now: datetime) -> None:
    """Refuse a source address that had too many wrong tries lately (SourceSlowed)."""
    item = table.get(*_source_key(address, now))
    if item is not None and item["tries"] >= MOST_WRONG_BY_SOURCE:
        left_s = SOURCE_WINDOW.total_seconds() - now.timestamp() % SOURCE_WINDOW.total_seconds()
        raise SourceSlowed(minutes=-(-int(left_s) // 60) or 1, retry_after_s=int(left_s) + 1)


def count_wrong_try(table: Table, address: str, now: datetime) -> None:
    """Count one wrong try of a source address."""
    pk, sk = _source_key(address, now)
    expires_s = SOURCE_TRIES.expires_s(now)
    table.update(Update(pk, sk, add={"tries": 1}, set={"expires_s": expires_s}))

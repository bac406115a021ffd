"""How often a public page may be asked something from one source address.

A question is spent before it is answered, by one conditional write, so that fifty at once are
fifty. It has nothing to do with sign-ins: who asks too much here may still sign in.
"""

import hashlib
from datetime import datetime, timedelta

from chalicelib.accounts.refusals import SourceSlowed
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.rows.visitors import SOURCE_QUESTIONS

WINDOW = timedelta(minutes=10)


def spend_question(table: Table, address: str, now: datetime, purpose: str, *, most: int) -> None:
    """Spend one question of a source address, or refuse it (SourceSlowed).

    `most` is per ten minutes; `purpose` keeps the counts of different pages apart. `now` is real
    time. The table keeps a hash of the address, for twenty minutes.
    """
    window_s = int(WINDOW.total_seconds())
    asked = Update(
        *SOURCE_QUESTIONS.key(
            hashlib.sha256(_network_of(address).encode()).hexdigest(),
            purpose,
            int(now.timestamp()) // window_s,
        ),
        add={"asked": 1},
        set={"expires_s": SOURCE_QUESTIONS.expires_s(now)},
        condition="attribute_not_exists(#asked) OR #asked < :most",
        values={"most": most},
    )
    try:
        table.write(asked)
    except ConditionFailed as failed:
        left_s = window_s - int(now.timestamp()) % window_s
        raise SourceSlowed(minutes=-(-left_s // 60), retry_after_s=left_s) from failed


def _network_of(address: str) -> str:
    """Give an IPv6 address's network, for one connection has billions of addresses."""
    if ":" not in address:
        return address
    from ipaddress import ip_network

    return str(ip_network(f"{address}/64", strict=False))

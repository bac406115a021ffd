"""Addresses that are not written to any more, for a while."""

from datetime import datetime

from chalicelib.aws.table import Table
from chalicelib.rows.visitors import UNREACHABLE


def find_unreachable(table: Table, address_print: str, now: datetime) -> str | None:
    """Find why an address is not written to: `bounced`, `complained`, or None when it may be."""
    item = table.get(*UNREACHABLE.key(address_print), consistent=True)
    if item is None or item["expires_s"] <= now.timestamp():
        return None
    return str(item["reason"])

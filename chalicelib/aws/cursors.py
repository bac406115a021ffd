"""Where a page of a list goes on: DynamoDB's last key as text, and back.

The keys are those of the table and of its indexes, which stand here by name.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from chalicelib.aws.items import Wire, item_from_wire, item_to_wire
from chalicelib.rows.model import INDEX_KEYS

LONGEST_KEY = 1024
"""DynamoDB takes no longer sort key."""

LONGEST_HASH_KEY = 2 * LONGEST_KEY


def write_cursor(last_key: Mapping[str, Any] | None) -> str | None:
    """Write DynamoDB's last evaluated key as text that fits in an address."""
    if not last_key:
        return None
    plain = json.dumps(item_from_wire(last_key), separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(text: str, index: str, hash_value: str, prefix: str = "") -> Wire:
    """Read a cursor of a partition back; ValueError when it is not one that it gave.

    DynamoDB refuses a key that is not whole or stands outside the query: it is not asked.
    """
    padded = text + "=" * (-len(text) % 4)
    try:
        plain = json.loads(base64.urlsafe_b64decode(padded.encode()))
    except RecursionError as error:
        raise ValueError("not a cursor") from error
    hash_name, range_name = INDEX_KEYS[index]
    if not isinstance(plain, dict) or plain.keys() != {"pk", "sk", hash_name, range_name}:
        raise ValueError("not a cursor")
    if not all(isinstance(one, str) and 0 < len(one) <= LONGEST_KEY for one in plain.values()):
        raise ValueError("not a cursor")
    if plain[hash_name] != hash_value or not plain[range_name].startswith(prefix):
        raise ValueError("a cursor of another list")
    return item_to_wire(plain)

"""Relay a batch of the table's stream: every event of it, whatever becomes of the others."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chalicelib.accounts.asks import Ask, ask_from_item, is_ask
from chalicelib.audit.store import is_event
from chalicelib.aws.items import Item, item_from_wire
from chalicelib.logs.invocation import about
from chalicelib.rows.people import ACCOUNT_OF

log = logging.getLogger(__name__)

type Record = Mapping[str, Any]


def relay_records(
    records: Sequence[Record],
    dispatch: Callable[[Item], object],
    answer: Callable[[Ask], None],
) -> tuple[str, ...]:
    """Dispatch a batch's rows of events and answer its asks; give the places of those that failed.

    A failed record comes again with those after it; what fails for good ends in the failure
    queue, while its event stays on the list that the replay goes through.
    """
    failed: list[str] = []
    for record in records:
        change: Mapping[str, Any] = record["dynamodb"]
        with about(event_id=record.get("eventID")):
            try:
                _relay(record, dispatch, answer)
            except Exception:
                log.exception("event not relayed", extra={"partition": _told(change)})
                failed.append(str(change["SequenceNumber"]))
    return tuple(failed)


def _told(change: Mapping[str, Any]) -> str:
    """An account's key is a hash of its address, which could be guessed: only its kind is told."""
    key = str(change.get("Keys", {}).get("pk", {}).get("S", ""))
    return ACCOUNT_OF.marker if ACCOUNT_OF.matches(key) else key


def _relay(
    record: Record, dispatch: Callable[[Item], object], answer: Callable[[Ask], None]
) -> None:
    if record["eventName"] != "INSERT":
        return
    item = item_from_wire(record["dynamodb"]["NewImage"])
    if is_event(item):
        dispatch(item)
    elif is_ask(item):
        answer(ask_from_item(item))

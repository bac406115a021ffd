"""The table: one DynamoDB table, asked by key, written on conditions.

Three sparse or narrow indexes stand beside its keys: `by_firm` (fk, fs), `by_status`
(gk, gs) and `work` (wk, wa). Nothing here scans.
"""

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.cursors import (
    LONGEST_HASH_KEY,
    LONGEST_KEY,
    read_cursor,
    write_cursor,
)
from chalicelib.aws.items import (
    Attribute,
    Item,
    Operation,
    Put,
    Update,
    Wire,
    item_from_wire,
    item_to_wire,
    request_of,
)
from chalicelib.aws.session import client
from chalicelib.aws.trouble import PermanentError, TransientError, error_code, sort_trouble
from chalicelib.rows.model import INDEX_KEYS, IndexName
from chalicelib.settings import load_settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

log = logging.getLogger(__name__)

TRANSACTION_ATTEMPTS = 6
TRANSACTION_ITEMS = 25
"""The design's own bound; DynamoDB takes 100."""

BATCH_GET_ITEMS = 100
PASSING_REASONS = frozenset(
    {"None", "ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"}
)


class ConditionFailed(Exception):
    """A condition did not hold; `failed` lists the places of the guilty operations."""

    def __init__(self, failed: tuple[int, ...] = (0,)) -> None:
        """Keep the places, counted from 0 in the order of the operations."""
        super().__init__(f"condition failed at {failed}")
        self.failed = failed


@dataclass(frozen=True, slots=True)
class Page:
    """Items of one query, and where the next page starts (None at the end)."""

    items: tuple[Item, ...]
    next: str | None = None


class Table:
    """The table of one stage."""

    def __init__(
        self,
        name: str,
        dynamodb: "DynamoDBClient",
        *,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep the table's name and client; `pause` waits between tries of a transaction."""
        self.name = name
        self._client = dynamodb
        self.pause = pause

    def get(self, pk: str, sk: str, *, consistent: bool = False) -> Item | None:
        """Read one item; `consistent` reads what was last acknowledged.

        A key that is longer than DynamoDB takes holds nothing: it is not asked.
        """
        if len(pk.encode()) > LONGEST_HASH_KEY or len(sk.encode()) > LONGEST_KEY:
            return None
        key = item_to_wire({"pk": pk, "sk": sk})
        answer = self._call("get_item", TableName=self.name, Key=key, ConsistentRead=consistent)
        found = answer.get("Item")
        return item_from_wire(found) if found else None

    def batch_get(
        self, keys: Sequence[tuple[str, str]], *, consistent: bool = False
    ) -> tuple[Item, ...]:
        """Read up to 100 items by key in one call; those that are absent are left out."""
        if len(keys) > BATCH_GET_ITEMS:
            raise ValueError("at most 100 keys in one call")
        wanted: list[Wire] = [item_to_wire({"pk": pk, "sk": sk}) for pk, sk in dict.fromkeys(keys)]
        found: list[Item] = []
        for attempt in range(TRANSACTION_ATTEMPTS):
            if not wanted:
                return tuple(found)
            if attempt:
                self.pause(_jitter_s(attempt))
            request = {self.name: {"Keys": wanted, "ConsistentRead": consistent}}
            answer = self._call("batch_get_item", RequestItems=request)
            found.extend(item_from_wire(one) for one in answer["Responses"].get(self.name, []))
            wanted = answer.get("UnprocessedKeys", {}).get(self.name, {}).get("Keys", [])
        if wanted:
            raise TransientError("dynamodb", "UnprocessedKeys")
        return tuple(found)

    def query(
        self,
        pk: str,
        *,
        index: IndexName | None = None,
        prefix: str = "",
        up_to: str = "",
        newest_first: bool = False,
        limit: int | None = None,
        start: str | None = None,
        consistent: bool = False,
    ) -> Page:
        """Read one page of a partition, in one call.

        `prefix` keeps sort keys that begin so, `up_to` those not above; `start` is the
        cursor of a former page. ValueError when the cursor is not one of ours.
        """
        hash_name, range_name = INDEX_KEYS[index or ""]
        condition, values = "#h = :h", {":h": {"S": pk}}
        names = {"#h": hash_name}
        if prefix or up_to:
            names["#r"] = range_name
            condition += " AND begins_with(#r, :r)" if prefix else " AND #r <= :r"
            values[":r"] = {"S": prefix or up_to}
        request: Wire = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ScanIndexForward": not newest_first,
        }
        optional = {
            "IndexName": index,
            "Limit": limit,
            "ExclusiveStartKey": read_cursor(start, index or "", pk, prefix) if start else None,
            "ConsistentRead": True if consistent else None,
        }
        request |= {name: value for name, value in optional.items() if value is not None}
        answer = self._call("query", **request)
        items = tuple(item_from_wire(one) for one in answer["Items"])
        return Page(items, write_cursor(answer.get("LastEvaluatedKey")))

    def count(self, pk: str, *, index: IndexName, most: int) -> int:
        """Count the items of a partition up to `most`, in one call that brings none of them."""
        answer = self._call(
            "query",
            TableName=self.name,
            IndexName=index,
            KeyConditionExpression=f"{INDEX_KEYS[index][0]} = :h",
            ExpressionAttributeValues={":h": {"S": pk}},
            Select="COUNT",
            Limit=most,
        )
        return int(answer["Count"])

    def query_all(self, pk: str, *, prefix: str = "", consistent: bool = False) -> tuple[Item, ...]:
        """Read a whole partition that is small by design: one call up to 1 MB."""
        return tuple(self._pages(pk, prefix, consistent=consistent))

    def _pages(self, pk: str, prefix: str, *, consistent: bool) -> Iterator[Item]:
        start: str | None = None
        while True:
            page = self.query(pk, prefix=prefix, consistent=consistent, start=start)
            yield from page.items
            start = page.next
            if start is None:
                return

    def put(self, item: Mapping[str, Attribute], *, absent: bool = False) -> None:
        """Write one item, on condition that it is absent if so asked (ConditionFailed)."""
        self.write(Put(item, absent=absent))

    def update(self, operation: Update) -> Item:
        """Carry out one update and give the item as it is after; ConditionFailed if refused."""
        _, request = request_of(self.name, operation)
        answer = self._call("update_item", **request, ReturnValues="ALL_NEW")
        return item_from_wire(answer.get("Attributes", {}))

    def write(self, operation: Operation) -> None:
        """Carry out one operation by itself; ConditionFailed when its condition fails."""
        kind, request = request_of(self.name, operation)
        method = {"Put": "put_item", "Update": "update_item", "Delete": "delete_item"}[kind]
        self._call(method, **request)

    def transact(self, operations: Sequence[Operation]) -> None:
        """Carry out all operations or none.

        Conflicts with another transaction and throttling are retried with jitter, which the
        SDK does not do; then TransientError. ConditionFailed names the operations that refused.
        """
        if not 0 < len(operations) <= TRANSACTION_ITEMS:
            raise ValueError(f"a transaction has 1 to {TRANSACTION_ITEMS} items")
        items = [dict([request_of(self.name, one)]) for one in operations]
        why = ""
        for attempt in range(TRANSACTION_ATTEMPTS):
            try:
                self._call("transact_write_items", TransactItems=items)
            except _Passing as passing:
                why = str(passing)
                log.info("transaction conflict", extra={"attempt": attempt, "why": why})
                self.pause(_jitter_s(attempt))
            else:
                return
        raise TransientError("dynamodb", why)

    def _call(self, method: str, **request: Any) -> Any:
        try:
            return getattr(self._client, method)(**request)
        except ClientError as error:
            raise _sort(error) from error
        except BotoCoreError as error:
            raise sort_trouble("dynamodb", error) from error


class _Passing(Exception):
    """A transaction that another one, or a capacity used up for now, was in the way of."""


def _sort(error: ClientError) -> Exception:
    code = error_code(error)
    if code == "ConditionalCheckFailedException":
        return ConditionFailed()
    if code == "TransactionCanceledException":
        return _sort_cancelled(error)
    if code == "TransactionConflictException":
        return TransientError("dynamodb", code)
    return sort_trouble("dynamodb", error)


def _sort_cancelled(error: ClientError) -> Exception:
    reasons: list[Mapping[str, str]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment] # the stubs' union has no reasons
    codes = [reason.get("Code", "None") for reason in reasons]
    failed = tuple(at for at, code in enumerate(codes) if code == "ConditionalCheckFailed")
    if failed:
        return ConditionFailed(failed)
    if codes and set(codes) <= PASSING_REASONS:
        return _Passing(",".join(sorted(set(codes) - {"None"})))
    return PermanentError("dynamodb", ",".join(sorted(set(codes))))


def _jitter_s(attempt: int) -> float:
    return random.uniform(0.01, 0.05 * 2**attempt)  # spreads retries, guards nothing


@cache
def _table_named(name: str) -> Table:
    return Table(name, client("dynamodb"))


def open_table() -> Table:
    """Open the stage's table."""
    return _table_named(load_settings().table)


def forget_table() -> None:
    """Forget the open table, for a process that changes its endpoint or credentials."""
    _table_named.cache_clear()

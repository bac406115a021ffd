"""The table: what it keeps, refuses, retries and pages."""

import base64
import json
from decimal import Decimal
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws.items import Check, Delete, Item, Put, Update, from_wire, to_wire
from chalicelib.aws.table import TRANSACTION_ATTEMPTS, ConditionFailed, Table
from chalicelib.aws.trouble import PermanentError, TransientError

plain = st.recursive(
    st.text()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.none()
    | st.decimals(-1000, 1000, allow_nan=False, places=3).filter(lambda n: n % 1 != 0),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(plain)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert from_wire(to_wire(value)) == value


def test_a_condition_guards_a_write(table: Table) -> None:
    table.put({"pk": "a", "sk": "1", "version": 1}, absent=True)
    with pytest.raises(ConditionFailed):
        table.put({"pk": "a", "sk": "1"}, absent=True)
    with pytest.raises(ConditionFailed):
        table.write(Delete("a", "1", expect={"version": 2}))
    after = table.update(Update("a", "1", set={"name": "x", "gone": None}, add={"version": 1}))
    assert after == {"pk": "a", "sk": "1", "version": 2, "name": "x"}


def test_a_transaction_writes_all_or_nothing(table: Table) -> None:
    table.put({"pk": "a", "sk": "1", "version": 1})
    with pytest.raises(ConditionFailed) as failed:
        table.transact([Put({"pk": "b", "sk": "1"}), Check("a", "1", expect={"version": 9})])
    assert failed.value.failed == (1,)
    assert table.get("b", "1") is None


def test_a_refused_transaction_leaves_every_row_that_it_names_as_it_was(table: Table) -> None:
    rows: list[Item] = [
        {"pk": "a", "sk": str(number), "list": [{"x": number}]} for number in range(3)
    ]
    for row in rows:
        table.put(row)
    refused = Check("a", "9", present=True)
    with pytest.raises(ConditionFailed):
        table.transact(
            [
                Update("a", "0", set={"list": [], "name": "x"}),
                Put({"pk": "a", "sk": "1"}),
                Delete("a", "2"),
                Put({"pk": "a", "sk": "3"}),
                refused,
            ]
        )
    assert list(table.query_all("a")) == rows


class Refusing:
    """A client that refuses every read, as DynamoDB does one whose key is too long."""

    def __init__(self) -> None:
        self.asked = 0

    def get_item(self, **_request: Any) -> Any:
        self.asked += 1
        raise ClientError({"Error": {"Code": "ValidationException"}}, "GetItem")


@pytest.mark.parametrize(("pk", "sk"), [("a" * 2049, "1"), ("a", "1" * 1025), ("é" * 1025, "1")])
def test_a_key_longer_than_any_is_that_of_nothing(pk: str, sk: str) -> None:
    client = Refusing()
    assert Table("raccordo", client).get(pk, sk) is None  # type: ignore[arg-type] # the one call of it
    with pytest.raises(PermanentError):
        Table("raccordo", client).get("a" * 2048, "1" * 1024)  # type: ignore[arg-type] # idem
    assert client.asked == 1


def test_pages_follow_each_other_and_a_foreign_cursor_is_refused(table: Table) -> None:
    for number in range(5):
        table.put({"pk": "a", "sk": str(number), "n": Decimal("0.5")})
    first = table.query("a", limit=3)
    second = table.query("a", limit=3, start=first.next)
    assert [item["sk"] for item in (*first.items, *second.items)] == list("01234")
    for cursor in (first.next, "nonsense", "bm8", ""):
        if cursor:
            with pytest.raises(ValueError, match=r".*"):
                table.query("b", start=cursor)


def test_a_batch_gives_what_exists(table: Table) -> None:
    table.put({"pk": "a", "sk": "1"})
    assert table.batch_get([("a", "1"), ("a", "1"), ("z", "1")]) == ({"pk": "a", "sk": "1"},)


class Failing:
    """A client whose transactions fail so many times, then pass."""

    def __init__(self, times: int, error: Exception) -> None:
        self.left, self.error, self.calls = times, error, 0

    def transact_write_items(self, **_request: Any) -> dict[str, Any]:
        self.calls += 1
        if self.left:
            self.left -= 1
            raise self.error
        return {}


def cancelled(*codes: str) -> ClientError:
    answer: Any = {
        "Error": {"Code": "TransactionCanceledException"},
        "CancellationReasons": [{"Code": code} for code in codes],
    }
    return ClientError(answer, "TransactWriteItems")


def table_on(fake: Failing) -> tuple[Table, list[float]]:
    pauses: list[float] = []
    return Table("t", fake, pause=pauses.append), pauses  # type: ignore[arg-type] # the one method it needs


WRITE = [Put({"pk": "a", "sk": "1"})]


def test_a_conflict_is_tried_again_after_a_pause() -> None:
    fake = Failing(2, cancelled("TransactionConflict", "None"))
    table, pauses = table_on(fake)
    table.transact(WRITE)
    assert (fake.calls, len(pauses)) == (3, 2)


def test_a_conflict_that_lasts_is_busy() -> None:
    table, _ = table_on(Failing(99, cancelled("TransactionConflict")))
    with pytest.raises(TransientError):
        table.transact(WRITE)


@pytest.mark.parametrize("code", ["ProvisionedThroughputExceeded", "ThrottlingError"])
def test_a_capacity_used_up_within_a_transaction_is_tried_again_after_a_pause(
    code: str,
) -> None:
    fake = Failing(2, cancelled("None", code))
    table, pauses = table_on(fake)
    table.transact(WRITE)
    assert (fake.calls, len(pauses)) == (3, 2)


def test_a_capacity_that_stays_used_up_is_told_from_a_lost_race() -> None:
    table, _ = table_on(Failing(99, cancelled("None", "ProvisionedThroughputExceeded")))
    with pytest.raises(TransientError) as trouble:
        table.transact(WRITE)
    assert trouble.value.reason == "ProvisionedThroughputExceeded"


def test_a_failed_condition_is_never_tried_again() -> None:
    fake = Failing(TRANSACTION_ATTEMPTS, cancelled("ConditionalCheckFailed", "TransactionConflict"))
    table, _ = table_on(fake)
    with pytest.raises(ConditionFailed):
        table.transact(WRITE)
    assert fake.calls == 1


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (cancelled("ValidationError"), PermanentError),
        (ClientError({"Error": {"Code": "ThrottlingException"}}, "x"), TransientError),
        (ClientError({"Error": {"Code": "AccessDeniedException"}}, "x"), PermanentError),
        (ConnectTimeoutError(endpoint_url="x"), TransientError),
    ],
)
def test_trouble_is_busy_or_refused(error: Exception, kind: type[Exception]) -> None:
    table, _ = table_on(Failing(1, error))
    with pytest.raises(kind):
        table.transact(WRITE)


def journal_of_three(table: Table) -> str:
    for number in range(3):
        table.put({"pk": "J#a", "sk": f"E#{number}"})
    cursor = table.query("J#a", prefix="E#", limit=1).next
    assert cursor is not None
    return cursor


def test_a_cursor_goes_on_where_its_page_ended(table: Table) -> None:
    cursor = journal_of_three(table)
    assert [one["sk"] for one in table.query("J#a", prefix="E#", start=cursor).items] == [
        "E#1",
        "E#2",
    ]


@pytest.mark.parametrize(
    "key",
    [
        {"pk": "J#a"},
        {"pk": "J#a", "sk": ""},
        {"pk": "J#a", "sk": "V#1"},
        {"pk": "J#a", "sk": "E#1", "more": "x"},
        {"pk": "J#b", "sk": "E#1"},
        {"pk": "J#a", "sk": "E#" + "1" * 2000},
        {"pk": "J#a", "sk": 1},
        ["pk", "sk"],
    ],
)
def test_a_cursor_that_the_list_did_not_give_is_refused_before_any_call(
    table: Table, key: Any
) -> None:
    journal_of_three(table)
    forged = base64.urlsafe_b64encode(json.dumps(key).encode()).decode()
    with pytest.raises(ValueError, match="cursor"):
        table.query("J#a", prefix="E#", start=forged)


@pytest.mark.parametrize("text", ["abc", "é", "W1tb", "W" * 6000, "=", "bnVsbA"])
def test_a_text_that_is_no_cursor_is_refused(table: Table, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it lacks, it is one refusal
        table.query("J#a", start=text)

"""The fast way: a batch of the stream, its events relayed, its failures named one by one."""

import copy
import json
from pathlib import Path
from typing import Any

from chalicelib.accounts.asks import Ask
from chalicelib.aws.items import Item
from chalicelib.relay.read_row import read_row
from chalicelib.relay.relay_records import relay_records

BATCH = json.loads(
    (Path(__file__).parents[1] / "events" / "dynamodb_stream_journal.json").read_text()
)["Records"]
AT = "2026-11-21T09:30:00+00:00"


def nothing(_ask: Ask) -> None:
    raise AssertionError("nothing was asked for")


def insertion(seq: int) -> dict[str, Any]:
    """Make a record like the first one of the batch, of another event."""
    record: dict[str, Any] = copy.deepcopy(BATCH[0])
    record["dynamodb"]["NewImage"]["seq"] = {"N": str(seq)}
    record["dynamodb"]["SequenceNumber"] = str(1000 + seq)
    return record


def test_only_new_events_of_the_journal_are_relayed() -> None:
    seen: list[Item] = []
    assert relay_records(BATCH, seen.append, nothing) == ()
    (event,) = [read_row(one) for one in seen]
    assert (event.case_id, event.seq, event.kind) == ("dos_1", 2, "dossier_submitted")
    assert event.reached == ("equipment_declared", "submitted")


def test_one_poison_event_in_ten_fails_alone() -> None:
    done: list[int] = []

    def dispatch(row: Item) -> None:
        if row["seq"] == 4:
            raise RuntimeError("poison")
        done.append(row["seq"])

    failed = relay_records([insertion(seq) for seq in range(10)], dispatch, nothing)
    assert failed == ("1004",)
    assert done == [0, 1, 2, 3, 5, 6, 7, 8, 9]


def test_a_record_that_cannot_be_read_fails_alone() -> None:
    seen: list[Item] = []
    broken = insertion(1)
    del broken["dynamodb"]["NewImage"]
    assert relay_records([broken, insertion(2)], seen.append, nothing) == ("1001",)
    assert [one["seq"] for one in seen] == [2]


def test_a_mail_that_an_account_asks_for_is_answered_once_and_not_when_it_is_marked() -> None:
    ask = copy.deepcopy(BATCH[0])
    row = {"pk": "A#1", "sk": "ASKED#ask_1", "kind": "password", "asked_at": AT, "wk": "ASKED"}
    ask["dynamodb"]["NewImage"] = {name: {"S": value} for name, value in row.items()}
    marked = copy.deepcopy(ask)
    del marked["dynamodb"]["NewImage"]["wk"]
    seen: list[Ask] = []
    assert relay_records([ask, marked], lambda _row: None, seen.append) == ()
    assert [(one.account_pk, one.ask_id, one.kind) for one in seen] == [
        ("A#1", "ask_1", "password")
    ]

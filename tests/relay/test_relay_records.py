"""The fast way: a batch of the stream, its events relayed, its failures named one by one."""

import copy
import json
from pathlib import Path
from typing import Any

from chalicelib.audit.model import Event
from chalicelib.relay.relay_records import relay_records

BATCH = json.loads(
    (Path(__file__).parents[1] / "events" / "dynamodb_stream_journal.json").read_text()
)["Records"]


def insertion(seq: int) -> dict[str, Any]:
    """Make a record like the first one of the batch, of another event."""
    record: dict[str, Any] = copy.deepcopy(BATCH[0])
    record["dynamodb"]["NewImage"]["seq"] = {"N": str(seq)}
    record["dynamodb"]["SequenceNumber"] = str(1000 + seq)
    return record


def test_only_new_events_of_the_journal_are_relayed() -> None:
    seen: list[Event] = []
    assert relay_records(BATCH, seen.append) == ()
    assert [(one.dossier_id, one.seq, one.kind) for one in seen] == [
        ("dos_1", 2, "dossier_submitted")
    ]
    assert seen[0].reached == ("equipment_declared", "submitted")


def test_one_poison_event_in_ten_fails_alone() -> None:
    done: list[int] = []

    def dispatch(event: Event) -> None:
        if event.seq == 4:
            raise RuntimeError("poison")
        done.append(event.seq)

    failed = relay_records([insertion(seq) for seq in range(10)], dispatch)
    assert failed == ("1004",)
    assert done == [0, 1, 2, 3, 5, 6, 7, 8, 9]


def test_a_record_that_cannot_be_read_fails_alone() -> None:
    seen: list[Event] = []
    broken = insertion(1)
    del broken["dynamodb"]["NewImage"]["kind"]
    assert relay_records([broken, insertion(2)], seen.append) == ("1001",)
    assert [one.seq for one in seen] == [2]

"""What nobody here can read is set aside, whole, and told; it stops nobody, and comes back."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.audit.model import FORMAT
from chalicelib.audit.relayed import Aside, read_aside
from chalicelib.audit.store import PAGE
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Item, Update, item_to_wire
from chalicelib.aws.table import Table
from chalicelib.cases import registry
from chalicelib.cases.change import change_case
from chalicelib.cases.registry import Registered
from chalicelib.relay import events as relay_events
from chalicelib.relay.dispatch import Came
from chalicelib.relay.replay_unrelayed import Replayed, replay_unrelayed
from chalicelib.rows.instants import stamp
from chalicelib.rows.journal import EVENT
from chalicelib.rows.listings import SET_ASIDE, UNRELAYED
from infra.paths import ROOT
from infra.watching import watching_resources
from tests.cases.boxes import BOX, INSTALLER, NOW, make_box, put_in
from tests.relay.consumers import Given, dispatcher

FIRST = EVENT.key("box_1", 1)
SCHEDULE = json.loads((ROOT / "tests" / "events" / "schedule.json").read_text())
LATER = timedelta(hours=1)
KNOWN = {"box": Registered(Given(BOX))}


@pytest.fixture(autouse=True)
def boxes_are_known() -> Iterator[None]:
    with registry.registered(KNOWN):
        yield


def row_of(table: Table, key: tuple[str, str] = FIRST) -> Item:
    found = table.get(*key, consistent=True)
    assert found is not None
    return found


def spoil(table: Table, told: Mapping[str, Any]) -> Item:
    make_box(table)
    table.write(Update(*FIRST, set=told))
    return row_of(table)


def without_place(row: Item) -> Item:
    return {name: value for name, value in row.items() if name not in UNRELAYED.columns}


def replay(table: Table, seen: list[int], is_time_up: Callable[[], bool] = bool) -> Replayed:
    one = dispatcher(table, lambda event: seen.append(event.seq))
    return replay_unrelayed(one, table=table, real=real_now() + LATER, is_time_up=is_time_up)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"format": FORMAT + 1}, "unknown format"),
        (
            {"format": FORMAT + 1, "seq": "one", "actor_id": {"of": "a later shape"}},
            "unknown format",
        ),
        ({"format": "3.0"}, "unknown format"),
        ({"recorded_at": "some day"}, "spoilt row"),
        ({"seq": 2}, "spoilt row"),
        ({"case_id": "dos_1"}, "spoilt row"),
    ],
)
def test_a_row_that_nobody_here_can_read_is_set_aside_whole_and_told(
    table: Table, told: Mapping[str, Any], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = spoil(table, told)
    seen: list[int] = []
    assert replay(table, seen) == Replayed(0, 0)
    assert row_of(table)["wk"] == SET_ASIDE.pk()
    assert without_place(row_of(table)) == without_place(before)
    (line,) = [one for one in caplog.records if one.message == "event set aside"]
    assert (line.__dict__["why"], line.__dict__["partition"]) == (why, FIRST[0])
    assert seen == []


def test_a_row_of_an_unknown_kind_is_set_aside_though_it_is_no_event_at_all(table: Table) -> None:
    row = {"pk": "J#xyz_1", "sk": "E#00000001", "wk": UNRELAYED.shard_pks()[0], "wa": "2026-01-01"}
    table.put(row)
    make_box(table)
    seen: list[int] = []
    assert replay(table, seen) == Replayed(1, 0)
    assert row_of(table, ("J#xyz_1", "E#00000001"))["wk"] == SET_ASIDE.pk()
    assert seen == [1]


def test_the_stream_sets_aside_what_it_cannot_read_and_gives_no_record_back(table: Table) -> None:
    spoilt = spoil(table, {"format": FORMAT + 1, "seq": "one"})
    change_case(BOX, "box_1", lambda box, _now: put_in(box), by=INSTALLER, table=table, now=NOW)
    rows = (spoilt, row_of(table, EVENT.key("box_1", 2)))
    changes = [{"NewImage": item_to_wire(row), "SequenceNumber": row["sk"]} for row in rows]
    records = [{"eventName": "INSERT", "dynamodb": change} for change in changes]
    assert relay_events.relay({"Records": records}, None) == {"batchItemFailures": []}
    assert row_of(table)["wk"] == SET_ASIDE.pk()
    assert "wk" not in row_of(table, EVENT.key("box_1", 2))


def test_what_is_set_aside_is_not_written_nor_told_again(
    table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(table, {"format": FORMAT + 1})
    replay(table, [])
    before = row_of(table)
    caplog.clear()
    assert dispatcher(table).dispatch_row(before) is Came.ASIDE
    assert row_of(table) == before
    assert caplog.records == []


@pytest.mark.parametrize("why", ["kind", "format"])
def test_what_is_set_aside_is_relayed_once_somebody_can_read_it(table: Table, why: str) -> None:
    spoil(table, {"format": FORMAT + (why == "format")})
    seen: list[int] = []
    with registry.registered(KNOWN):
        if why == "kind":
            registry._table().pop("box")
        replay(table, seen)
    assert (seen, read_aside(table).count) == ([], 1)
    table.write(Update(*FIRST, set={"format": FORMAT}))
    assert replay(table, seen) == Replayed(1, 0)
    assert (seen, read_aside(table)) == ([1], Aside())
    assert "wk" not in row_of(table)


def test_what_can_be_read_again_and_fails_is_no_longer_aside(table: Table) -> None:
    spoil(table, {"format": FORMAT + 1})
    replay(table, [])
    table.write(Update(*FIRST, set={"format": FORMAT}))

    def fail(_event: object) -> None:
        raise RuntimeError("a bug")

    done = replay_unrelayed(dispatcher(table, fail), table=table, real=real_now() + LATER)
    assert (done, read_aside(table)) == (Replayed(0, 1, 1), Aside())
    assert replay(table, []) == Replayed(1, 0)


def test_a_page_that_stays_aside_starves_nothing_behind_it(table: Table) -> None:
    make_box(table)
    place = SET_ASIDE.entry(at=stamp(real_now() - LATER))
    for seq in range(1, PAGE + 2):
        table.put({"pk": "J#xyz_1", "sk": f"E#{seq:08d}", **place})
    table.write(Update(*FIRST, set=SET_ASIDE.entry(at=stamp(real_now()))))
    seen: list[int] = []
    for _run in range(2):  # each has time for one page
        replay(table, seen, lambda: True)
    assert seen == [1]
    assert read_aside(table).count == PAGE + 1


def test_how_many_are_aside_is_told_with_the_oldest_instant(table: Table) -> None:
    assert read_aside(table) == Aside()
    row = spoil(table, {"format": FORMAT + 1})
    table.put(
        {"pk": "J#xyz_1", "sk": "E#00000001", **UNRELAYED.shard_entry(of="x", at="0 is no day")}
    )
    replay(table, [])
    told = read_aside(table)
    assert told.count == 2
    assert told.since is not None
    assert stamp(told.since) == row["wa"]


def test_the_job_says_what_is_aside_and_does_not_fail_for_it(
    table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    row = spoil(table, {"format": FORMAT + 1})
    assert dispatcher(table).dispatch_row(row) is Came.ASIDE
    done = relay_events.replay_unrelayed(SCHEDULE, None)
    assert done == {"relayed": 0, "answered": 0, "set_aside": 1}
    (line,) = [one for one in caplog.records if one.message == "events are set aside"]
    assert line.__dict__["count"] == 1
    metric: Any = watching_resources(())["SetAsideMetric"]["Properties"]
    assert metric["FilterPattern"] == f'{{ $.message = "{line.message}" }}'
    assert metric["MetricTransformations"][0]["MetricValue"] == "$.count"

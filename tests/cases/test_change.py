"""Cases change together or not at all, on what is true when they are written."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.audit.model import verify_chain
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.items import Operation, Put
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.aws.trouble import TransientError
from chalicelib.cases import registry
from chalicelib.cases.change import change_case, change_cases
from chalicelib.cases.kind import Later
from chalicelib.cases.load import load_any, load_case
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import Registered, UnknownKind
from chalicelib.refusals import ChangedMeanwhile, NotFound
from chalicelib.rows.cases import DUE, EXECUTION
from chalicelib.rows.tracked import TrackedRows, put_over
from tests.cases.boxes import (
    BOX,
    INSTALLER,
    NOW,
    STRANGER,
    Box,
    BoxHead,
    count_things,
    make_box,
    put_in,
)
from tests.interleaved import OvertakenBy, ReadsAcross

WRITERS = 32
FIRST, SECOND = "box_1", "box_2"


@pytest.fixture(autouse=True)
def boxes_are_known() -> Iterator[None]:
    with registry.registered({"box": Registered(Later("tests.cases.boxes:BOX"))}):
        yield


def add(table: Table, case_id: str = FIRST, number: int = 1) -> Box:
    return change_case(
        BOX, case_id, lambda box, _now: put_in(box, number), by=INSTALLER, table=table, now=NOW
    )


def move(cases: Mapping[str, Any], _now: datetime) -> Mapping[str, CaseChange]:
    """Move a thing from the first box into the second."""
    return {FIRST: put_in(cases[FIRST], -1), SECOND: put_in(cases[SECOND], 1)}


def things_in(table: Table, case_id: str) -> int:
    return load_case(BOX, case_id, seen_by=INSTALLER, table=table).head.things


def test_two_cases_change_in_one_transaction_each_with_its_event(table: Table) -> None:
    make_box(table, FIRST, 3)
    make_box(table, SECOND)
    after = change_cases((FIRST, SECOND), move, by=INSTALLER, table=table, now=NOW)
    assert (after[FIRST].head.things, after[SECOND].head.things) == (2, 1)
    assert (things_in(table, FIRST), things_in(table, SECOND), count_things(table)) == (2, 1, 3)
    journals = [list_whole_journal(table, one) for one in (FIRST, SECOND)]
    assert [verify_chain(one) for one in journals] == [2, 2]
    assert journals[0][-1].event_id == journals[1][-1].event_id


def test_neither_changes_when_one_is_refused(table: Table) -> None:
    make_box(table, FIRST, 3)
    make_box(table, SECOND)
    taken = Put({"pk": "C#other", "sk": "X"}, absent=True)
    table.put(dict(taken.item))

    def refused(cases: Mapping[str, Any], now: datetime) -> Mapping[str, CaseChange]:
        changes = dict(move(cases, now))
        return changes | {SECOND: replace(changes[SECOND], also=(taken,))}

    with pytest.raises(ConditionFailed):
        change_cases((FIRST, SECOND), refused, by=INSTALLER, table=table, now=NOW)
    assert (things_in(table, FIRST), things_in(table, SECOND), count_things(table)) == (3, 0, 3)


def test_a_case_is_created_in_the_transaction_that_changes_another(table: Table) -> None:
    make_box(table, FIRST, 3)

    def split(cases: Mapping[str, Any], _now: datetime) -> Mapping[str, CaseChange]:
        made = CaseChange("box_made", BoxHead("box_3", things=1))
        return {FIRST: put_in(cases[FIRST], -1), "box_3": made}

    change_cases((FIRST,), split, by=INSTALLER, table=table, now=NOW)
    assert (things_in(table, FIRST), things_in(table, "box_3"), count_things(table)) == (2, 1, 3)


def test_what_was_read_and_not_changed_is_guarded(table: Table) -> None:
    make_box(table, FIRST, 1)
    make_box(table, SECOND)
    seen: list[int] = []

    def fill(cases: Mapping[str, Any], _now: datetime) -> Mapping[str, CaseChange]:
        seen.append(cases[FIRST].head.things)
        return {SECOND: put_in(cases[SECOND], seen[-1])}

    overtaken = OvertakenBy(table, lambda: add(table, FIRST, 4))
    change_cases((FIRST, SECOND), fill, by=INSTALLER, table=overtaken, now=NOW)
    assert seen == [1, 5]
    assert things_in(table, SECOND) == 5


@pytest.mark.parametrize("cut", range(3))
def test_a_read_across_another_commit_decides_on_neither_half(table: Table, cut: int) -> None:
    make_box(table)
    add(ReadsAcross(table, lambda: add(table, number=10), cut), number=1)
    assert things_in(table, FIRST) == 11


@pytest.mark.parametrize("stood", [True, False])
def test_a_row_written_apart_is_guarded_by_what_was_read_of_it(table: Table, stood: bool) -> None:
    make_box(table)
    row = EXECUTION.columns(FIRST)
    if stood:
        table.put({**row, "generation": 1})
    generations: list[int] = []

    def decide(box: Box, _now: datetime) -> CaseChange:
        generations.append(box.rows.get(EXECUTION.sk(), {}).get("generation", 0))
        return put_in(box)

    overtaken = OvertakenBy(table, lambda: table.put({**row, "generation": 2}))
    change_case(BOX, FIRST, decide, by=INSTALLER, table=overtaken, now=NOW)
    assert generations == [1 if stood else 0, 2]
    assert things_in(table, FIRST) == 1


def test_a_row_of_several_that_a_decision_went_through_is_guarded(table: Table) -> None:
    make_box(table)
    first = DUE.columns(FIRST, "rule", 1)
    table.put({**first, "at": "2026-03-03"})
    told: list[list[str]] = []

    def decide(box: Box, _now: datetime) -> CaseChange:
        told.append([row["at"] for row in DUE.among(box.rows)])
        return put_in(box)

    overtaken = OvertakenBy(table, lambda: table.put({**first, "at": "2026-04-04"}))
    change_case(BOX, FIRST, decide, by=INSTALLER, table=overtaken, now=NOW)
    assert told == [["2026-03-03"], ["2026-04-04"]]


def test_a_row_apart_that_nobody_looked_at_keeps_no_decision_back(table: Table) -> None:
    make_box(table)
    overtaken = OvertakenBy(table, lambda: table.put({**EXECUTION.columns(FIRST), "generation": 2}))
    calls: list[Box] = []

    def decide(box: Box, _now: datetime) -> CaseChange:
        calls.append(box)
        return put_in(box)

    change_case(BOX, FIRST, decide, by=INSTALLER, table=overtaken, now=NOW)
    assert len(calls) == 1


def test_every_one_of_32_writers_of_one_case_gets_through(table: Table) -> None:
    make_box(table)
    with ThreadPoolExecutor(WRITERS) as pool:
        done = [pool.submit(add, table) for _ in range(WRITERS)]
    assert [one.exception() for one in done] == [None] * WRITERS
    assert things_in(table, FIRST) == WRITERS == count_things(table)
    assert verify_chain(list_whole_journal(table, FIRST)) == WRITERS + 1


def test_a_writer_whom_31_others_overtake_gets_through(table: Table) -> None:
    make_box(table)
    patient = OvertakenBy(table, lambda: add(table), WRITERS - 1)
    patient.pause = lambda _seconds: None
    add(patient)
    assert things_in(table, FIRST) == WRITERS


class LosesTheReply(Table):
    """A table whose transactions pass, and whose answers are lost: once."""

    lost = False

    def transact(self, operations: Sequence[Operation]) -> None:
        super().transact(operations)
        if not self.lost:
            self.lost = True
            raise TransientError("dynamodb", "TransactionConflict")


def test_a_write_whose_reply_was_lost_is_done_once(table: Table) -> None:
    make_box(table)
    add(LosesTheReply(table.name, table._client))
    assert things_in(table, FIRST) == 1


def test_a_version_that_somebody_was_shown_must_still_hold(table: Table) -> None:
    make_box(table)
    add(table)
    with pytest.raises(ChangedMeanwhile):
        change_case(
            BOX,
            FIRST,
            lambda box, _now: put_in(box),
            by=INSTALLER,
            expected_version=1,
            table=table,
            now=NOW,
        )


def test_what_is_none_of_ones_business_does_not_exist(table: Table) -> None:
    make_box(table)
    with pytest.raises(NotFound):
        change_case(BOX, FIRST, lambda box, _now: put_in(box), by=STRANGER, table=table, now=NOW)
    with pytest.raises(NotFound):
        load_any(FIRST, seen_by=STRANGER, table=table)


def test_an_id_of_another_kind_or_of_none_does_not_exist(table: Table) -> None:
    with pytest.raises(NotFound):
        load_case(BOX, "dos_1", seen_by=INSTALLER, table=table)
    with pytest.raises(UnknownKind):
        load_any("xyz_1", seen_by=INSTALLER, table=table)


def test_rows_put_over_what_was_read_are_noted_below_and_not_themselves() -> None:
    read = TrackedRows({"A": {"n": 1}, "B": {"n": 2}, "C": {"n": 3}})
    seen = put_over(read, {"A": {"n": 9}, "D": {"n": 4}})
    assert (seen["A"], seen["B"], seen.get("E"), "D" in seen) == ({"n": 9}, {"n": 2}, None, True)
    assert read.looked_at == {"B": {"n": 2}, "E": None}


def test_rows_put_over_plain_ones_are_plain() -> None:
    assert put_over({"A": {"n": 1}}, {"B": {"n": 2}}) == {"A": {"n": 1}, "B": {"n": 2}}

"""What a deployment has written, every later one reads, and goes on with."""

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.audit.model import FORMAT, platform, verify_chain
from chalicelib.audit.store import list_values, list_whole_journal
from chalicelib.aws.items import item_from_wire
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_cases
from chalicelib.cases.load import load_any
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import list_registered, prefix_of
from chalicelib.cases.thread import read_thread
from chalicelib.contact.store import list_asked
from chalicelib.dossiers.load import load_dossier
from chalicelib.notices.notices_of import list_notices
from chalicelib.receipts.store import list_receipts
from chalicelib.rows.registry import find_row
from chalicelib.timeline.store import due_in, tokens_in

FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("format_*.json"))
BY = platform("queue")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def golden(request: pytest.FixtureRequest, table: Table) -> dict[str, Any]:
    """The rows that a deployment of that format left, in a table of today."""
    told: dict[str, Any] = json.loads(request.param.read_text())
    for row in told["rows"]:
        table.put(item_from_wire(row))
    return told


def cases_in(golden: dict[str, Any]) -> list[str]:
    return [str(golden[name]) for name in ("whole", "running", "sent", "question", "document")]


def test_each_format_has_its_golden_rows() -> None:
    assert [path.stem for path in FILES] == [f"format_{n}" for n in range(2, FORMAT + 1)]


def test_every_kind_that_is_registered_has_golden_rows(golden: dict[str, Any]) -> None:
    assert {prefix_of(one) for one in cases_in(golden)} == list_registered().keys()


def test_every_golden_row_is_of_a_kind_that_is_still_declared(golden: dict[str, Any]) -> None:
    for row in golden["rows"]:
        item = item_from_wire(row)
        assert find_row(item), (item["pk"], item["sk"])


def test_every_golden_case_is_read_whole(golden: dict[str, Any], table: Table) -> None:
    for case_id in cases_in(golden):
        assert load_any(case_id, seen_by=BY, table=table).head.case_id == case_id


def test_a_golden_dossier_says_what_it_said(golden: dict[str, Any], table: Table) -> None:
    whole = load_dossier(golden["whole"], seen_by=BY, table=table)
    running = load_dossier(golden["running"], seen_by=BY, table=table)
    sent = load_dossier(golden["sent"], seen_by=BY, table=table)
    assert (whole.head.status, running.head.is_open) == ("cloture", True)
    assert whole.head.commissioned_on
    assert {one.state for one in whole.pieces} == {"accepted"}
    assert whole.values_of("client")["last_name"] == whole.head.last_name
    assert [one.state for one in whole.requests] == ["done"]
    assert len(list_notices(whole)) == 6
    assert read_thread(whole).count == 1
    assert [(one.case_id, one.ordinal) for one in list_receipts(whole)] == [(golden["whole"], 1)]
    assert [one.words for one in list_asked(whole)]
    assert due_in(sent.rows)
    assert tokens_in(running.rows)


def test_every_golden_journal_verifies_and_its_values_are_read(
    golden: dict[str, Any], table: Table
) -> None:
    for case_id in cases_in(golden):
        events = list_whole_journal(table, case_id)
        assert verify_chain(events) == len(events) > 0
        assert {one.case_id for one in events} == {case_id}
        list_values(table, case_id, [one.seq for one in events])


def test_every_golden_case_goes_on_with_its_journal(golden: dict[str, Any], table: Table) -> None:
    for case_id in cases_in(golden):
        before = len(list_whole_journal(table, case_id))
        change_cases(
            (case_id,),
            lambda cases, _now: {
                one: CaseChange("step_saved", case.head) for one, case in cases.items()
            },
            by=BY,
            table=table,
        )
        assert verify_chain(list_whole_journal(table, case_id)) == before + 1

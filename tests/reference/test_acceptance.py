"""The policy of acceptance: which row decides, and that production lets no rule accept unread content."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.reference.acceptance import POLICY, AcceptRow, Policy, Rule, find_row
from chalicelib.reference.attached_slots import ATTACHED_SLOTS
from chalicelib.reference.required_pieces import NEEDS

TODAY = date(2026, 3, 2)
EVERY_SLOT = sorted({need.slot.code for need in NEEDS} | {"autre"})
LIVE = Policy.PRODUCTION


def rule_of(policy: Policy, slot: str, operator: str = "enedis") -> Rule:
    row = find_row(policy, operator, slot, TODAY)
    assert row is not None
    return row.rule


def test_every_row_says_why_and_names_a_slot_that_there_is() -> None:
    assert all(len(row.reason) > 40 for row in POLICY)
    assert {row.slot for row in POLICY} <= {"", *EVERY_SLOT}
    assert not {row.slot for row in POLICY} & ATTACHED_SLOTS.keys()


@pytest.mark.parametrize("operator", ["", "enedis", "strasbourg"])
@pytest.mark.parametrize("slot", EVERY_SLOT)
def test_in_production_only_a_picture_is_accepted_on_its_format(slot: str, operator: str) -> None:
    wanted = {"photo_installation": Rule.FORMAT_CHECK, "consuel": Rule.READING_AGREES}
    assert rule_of(LIVE, slot, operator) is wanted.get(slot, Rule.NEVER)


@pytest.mark.parametrize("slot", EVERY_SLOT)
def test_on_trial_the_format_is_enough(slot: str) -> None:
    assert rule_of(Policy.TRIAL, slot) is Rule.FORMAT_CHECK


def test_the_narrowest_row_decides_then_the_latest_and_none_before_its_day() -> None:
    base = AcceptRow(LIVE, Rule.NEVER, "any", TODAY - timedelta(days=9))
    of_operator = replace(base, operator="enedis", reason="operator")
    of_slot = replace(base, slot="consuel", reason="slot")
    both = replace(of_slot, operator="enedis", reason="both")
    later = replace(both, since=TODAY, reason="later")
    to_come = replace(both, since=TODAY + timedelta(days=1), reason="to come")
    rows = (to_come, later, both, of_slot, of_operator, base)

    def told(operator: str, slot: str, on: date = TODAY) -> str:
        row = find_row(LIVE, operator, slot, on, rows)
        return row.reason if row else ""

    assert told("enedis", "consuel") == "later"
    assert told("enedis", "consuel", TODAY - timedelta(days=1)) == "both"
    assert told("strasbourg", "consuel") == "slot"
    assert told("enedis", "facture") == "operator"
    assert told("strasbourg", "facture") == "any"
    assert told("enedis", "consuel", TODAY - timedelta(days=10)) == ""
    assert find_row(Policy.TRIAL, "enedis", "consuel", TODAY, rows) is None

"""A rule of later asks nothing more of a dossier that was sent before it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.needed_slots import list_needed_slots
from chalicelib.reference import required_pieces
from chalicelib.reference.required_pieces import NEEDS, Need
from chalicelib.reference.slots import Due

BEFORE, AFTER = datetime(2026, 3, 2, 23, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
NEW_RULE = Need(
    replace(NEEDS[0].slot, code="nouvelle", due=Due.DSO_REQUEST, valid_from=date(2026, 5, 1)),
    "from May on",
)


def codes(submitted_at: datetime | None, now: datetime) -> set[str]:
    head = Head("dos_1", "frm_1", "usr_1", BEFORE, BEFORE, submitted_at=submitted_at)
    return {slot.code for slot in list_needed_slots(Dossier(head), now)}


def test_a_draft_follows_todays_rules_and_a_sent_dossier_those_of_its_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(required_pieces, "NEEDS", (*NEEDS, NEW_RULE))
    assert "nouvelle" not in codes(None, BEFORE)
    assert "nouvelle" in codes(None, AFTER)
    assert "nouvelle" not in codes(BEFORE, AFTER)
    assert "nouvelle" in codes(AFTER, AFTER)

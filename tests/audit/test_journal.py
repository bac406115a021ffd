"""The journal: chained, verifiable, and free of what can be erased."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.audit.model import Event, JournalBroken, chain_event, digest_value, verify_chain
from chalicelib.audit.store import event_from_item, event_to_item, is_event

AT = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)


def event(seq: int, kind: str = "step_saved") -> Event:
    return Event(
        f"op_{seq}", "dos_1", seq, kind, AT, AT, "usr_1", "installer", "page", details={"n": seq}
    )


def chain(count: int) -> list[Event]:
    events: list[Event] = []
    for seq in range(1, count + 1):
        events.append(chain_event(event(seq), events[-1].hash if events else ""))
    return events


def test_a_whole_chain_verifies() -> None:
    assert verify_chain(chain(5)) == 5


@given(st.integers(0, 4))
def test_a_lost_event_breaks_the_chain(place: int) -> None:
    events = chain(6)
    del events[place]
    with pytest.raises(JournalBroken):
        verify_chain(events)


@given(st.integers(0, 5), st.sampled_from(["kind", "actor_id", "origin", "status_after"]))
def test_a_changed_event_breaks_the_chain(place: int, name: str) -> None:
    events = chain(6)
    events[place] = replace(events[place], **{name: "other"})  # type: ignore[arg-type] # text fields only
    with pytest.raises(JournalBroken):
        verify_chain(events)


def test_two_events_swapped_break_the_chain() -> None:
    events = chain(3)
    events[0], events[1] = events[1], events[0]
    with pytest.raises(JournalBroken):
        verify_chain(events)


def test_an_event_comes_back_from_the_table_with_the_same_hash() -> None:
    kept = chain(1)[0]
    item = event_to_item(kept)
    assert event_from_item(item) == kept
    assert is_event(item)


def test_a_digest_says_nothing_without_its_salt() -> None:
    assert digest_value("salt", "Martin") != digest_value("other", "Martin")
    assert "Martin" not in digest_value("salt", "Martin")

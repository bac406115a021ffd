"""The calendar: what is announced and due, moved when it moves, struck out when it is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as Read

from chalicelib.aws.table import Table
from chalicelib.cases.process import plan
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.process import PROCESS
from chalicelib.following.events import DUE_TITLES, CalendarEvent, read_calendar
from chalicelib.following.events import Calendar as Written
from chalicelib.following.ics import LONGEST_LINE_BYTES, escape, fold, write_ics
from chalicelib.following.plain import TEXTS
from chalicelib.operators.apply_milestones import apply_milestones
from chalicelib.operators.model import RawMilestone
from chalicelib.reference.days import end_of_day
from chalicelib.reference.delays import DELAYS, Grade, due_at, find_delay
from chalicelib.rows.dossiers import SUBSCRIPTION
from chalicelib.subscription.withdrawal import find_withdrawal_day, find_withdrawal_end
from tests.following.worlds import file_dossier, load
from tests.ledger.worlds import AGENT, World

ANY = datetime(2026, 3, 9, tzinfo=UTC)


@pytest.fixture
def world(table: Table) -> World:
    return file_dossier(table)


def tell(world: World, *said: tuple[str, dict[str, str]]) -> None:
    """The operator tells its whole list again, with what is new at its end."""
    for code, details in said:
        number = len(world.told) + 1
        raw = RawMilestone("http", "2603P4E000001", number, code, code, world.now, details)
        world.told = (*world.told, raw)
    apply_milestones(world.dossier_id, 1, world.told, by=AGENT, table=world.table, now=world.now)


def read(text: str) -> Any:
    """A calendar as a library of others reads it."""
    return Read.from_ical(text)


def feed(world: World) -> Any:
    return read(write_ics(read_calendar(load(world), world.now), "Raccordement"))


def days(world: World) -> dict[str, tuple[date, str]]:
    return {
        str(event["UID"]).partition(".")[0]: (event["DTSTART"].dt, str(event["STATUS"]))
        for event in feed(world).walk("VEVENT")
    }


def lead_to_order(world: World) -> None:
    tell(world, ("DMREC", {}), ("VALID", {}))
    world.happen(EventKind.PIECE_ACCEPTED, Milestone.CONSUEL_ACCEPTED, Milestone.EQUIPMENT_DECLARED)
    tell(world, ("MESC", {}))


def test_a_calendar_is_never_empty(world: World) -> None:
    assert days(world) == {"sent": (date(2026, 3, 4), "CONFIRMED")}


def test_a_legal_delay_stands_until_it_is_met_and_is_struck_out_then(world: World) -> None:
    tell(world, ("DMREC", {}))
    (due,) = [uid for uid in days(world) if uid.startswith("due-request_validated")]
    assert days(world)[due][1] == "CONFIRMED"
    tell(world, ("VALID", {}))
    assert days(world)[due][1] == "CANCELLED"


def test_a_delay_stands_on_its_last_day_and_not_on_the_one_after(world: World) -> None:
    tell(world, ("DMREC", {}))
    (due,) = (on for uid, (on, _status) in days(world).items() if uid.startswith("due-"))
    head = load(world).head
    started = head.milestones[Milestone.REQUEST_QUALIFIED].at
    ends = {
        due_at(delay, started, head.postcode)
        for rule in ("proposal_small", "proposal")
        if (delay := find_delay(rule, started.date(), 3.0))
    }
    assert end_of_day(due, head.postcode) in ends


def test_the_last_day_to_withdraw_is_that_of_the_signed_page(world: World) -> None:
    signed_at = datetime(2026, 3, 4, 9, tzinfo=UTC)
    dossier = load(world)
    held = find_withdrawal_end(dossier, signed_at)
    assert held
    row = {"held_until": held.isoformat()}
    given = replace(dossier, rows={**dossier.rows, SUBSCRIPTION.sk(): row})
    told = [one.on for one in read_calendar(given, world.now).events if "withdrawal" in one.uid]
    assert told == [find_withdrawal_day(dossier, signed_at)]


def test_a_visit_moves_and_keeps_its_uid_while_its_sequence_grows(world: World) -> None:
    lead_to_order(world)
    tell(world, ("INPL", {"planned_on": "2026-05-04"}))
    before = {str(one["UID"]): one for one in feed(world).walk("VEVENT")}
    assert days(world)["visit-1"] == (date(2026, 5, 4), "CONFIRMED")
    tell(world, ("INPL", {"planned_on": "2026-05-18"}))
    assert days(world)["visit-1"] == (date(2026, 5, 18), "CONFIRMED")
    after = {str(one["UID"]): one for one in feed(world).walk("VEVENT")}
    assert before.keys() == after.keys()
    (uid,) = [one for one in after if one.startswith("visit-1.")]
    assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]


def test_a_visit_that_was_called_off_is_marked_cancelled_on_the_day_it_had(world: World) -> None:
    lead_to_order(world)
    tell(world, ("INPL", {"planned_on": "2026-05-04"}))
    tell(world, ("INRP", {}))
    assert days(world)["visit-1"] == (date(2026, 5, 4), "CANCELLED")


def test_the_commissioning_takes_the_place_of_its_visit(world: World) -> None:
    lead_to_order(world)
    tell(world, ("INPL", {"planned_on": "2026-05-04"}))
    world.day(66)
    tell(world, ("CPRE", {"commissioned_on": "2026-05-06"}))
    assert days(world)["visit-1"] == (date(2026, 5, 6), "CONFIRMED")


def test_a_cancelled_dossier_marks_every_event_cancelled(world: World) -> None:
    lead_to_order(world)
    tell(world, ("INPL", {"planned_on": "2026-05-04"}))
    before = days(world)
    cancel_dossier(world.dossier_id, "erreur", by=AGENT, table=world.table, now=world.now)
    after = days(world)
    assert after.keys() == before.keys()
    assert {status for _on, status in after.values()} == {"CANCELLED"}
    assert "Annulé" in str(feed(world).walk("VEVENT")[0]["SUMMARY"])


def test_the_same_dossier_gives_the_same_bytes(world: World) -> None:
    tell(world, ("DMREC", {}))
    dossier = load(world)
    texts = {write_ics(read_calendar(dossier, world.now), "x") for _ in range(3)}
    assert len(texts) == 1


def test_a_wait_that_lasts_moves_the_date_and_the_sequence_day_by_day(world: World) -> None:
    tell(world, ("DMREC", {}))
    tell(world, ("INCPL", {"piece": "plan_de_masse"}))
    dossier = load(world)
    assert dossier.head.waits
    today, tomorrow = (read_calendar(dossier, world.now + timedelta(days=n)) for n in (0, 5))
    assert tomorrow.sequence == today.sequence + 5
    moved = dict(zip(today.events, tomorrow.events, strict=True))
    assert any(new.on > old.on for old, new in moved.items())


def test_a_calendar_names_nobody_and_no_place(world: World) -> None:
    tell(world, ("DMREC", {}))
    head = load(world).head
    text = write_ics(read_calendar(load(world), world.now), "x")
    for personal in (head.last_name, head.first_name, head.email, head.phone, head.city):
        assert personal
        assert personal not in text


def test_it_counts_the_delays_that_the_timeline_plans_and_names_what_they_rest_on() -> None:
    law = {one.rule_id for one in DELAYS if one.grade is not Grade.HOUSE}
    told = {awaits for awaits, span in plan(PROCESS) if span.is_told}
    assert told == {awaits for awaits, span in plan(PROCESS) if law.issuperset(span.rules)}
    assert told <= DUE_TITLES.keys()
    assert {one.legal_ref for one in DELAYS if one.grade is not Grade.HOUSE} <= TEXTS


def event(title: str, text: str = "", on: date = date(2026, 5, 4)) -> Written:
    one = CalendarEvent("uid@raccordo", on, title, text)
    return Written((one,), ANY, 7)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200)


@given(TEXT, TEXT)
def test_whatever_a_text_holds_is_read_back_as_it_was(title: str, text: str) -> None:
    written = write_ics(event(title, text), "x")
    (found,) = read(written).walk("VEVENT")
    assert str(found["SUMMARY"]) == title
    assert str(found["DESCRIPTION"]) == text


@given(TEXT)
def test_no_line_is_longer_than_75_bytes_and_unfolding_gives_it_back(line: str) -> None:
    folded = fold(line)
    assert all(len(one.encode()) <= LONGEST_LINE_BYTES for one in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line


def test_lines_end_by_crlf_and_line_ends_in_a_text_break_nothing() -> None:
    written = write_ics(event("a\r\nBEGIN:VALARM", "b\nc; d, e\\f"), "x")
    assert written.endswith("END:VCALENDAR\r\n")
    assert "\n" not in written.replace("\r\n", "")
    (found,) = read(written).walk("VEVENT")
    assert found.subcomponents == []
    assert str(found["DESCRIPTION"]) == "b\nc; d, e\\f"
    assert escape("a;b,c\\") == "a\\;b\\,c\\\\"


def test_what_calendars_need_is_there() -> None:
    calendar = read(write_ics(event("x"), "Raccordement 1"))
    assert str(calendar["VERSION"]) == "2.0"
    assert str(calendar["X-WR-CALNAME"]) == "Raccordement 1"
    (found,) = calendar.walk("VEVENT")
    assert found["DTSTAMP"].dt == ANY
    assert found["DTEND"].dt == date(2026, 5, 5)
    assert found["SEQUENCE"] == 7


def test_a_draft_has_no_events() -> None:
    from chalicelib.dossiers.model import Head

    head = replace(Head("dos_1", "frm_1", "usr_1", ANY, ANY), seq=3)
    assert read_calendar(Dossier(head), ANY).events == ()

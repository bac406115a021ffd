"""The delays: which holds, and when it is over."""

from datetime import UTC, date, datetime

from chalicelib.reference.delays import DELAYS, Delay, Grade, Unit, due_at, find_delay

SINCE = datetime(2026, 1, 31, 9, tzinfo=UTC)
ON = date(2026, 1, 31)


def load(rule_id: str, power_kva: float | None = None) -> Delay:
    found = find_delay(rule_id, ON, power_kva)
    assert found is not None
    return found


def test_a_small_plant_has_its_proposal_within_one_month() -> None:
    delay = load("proposal_small", 3.0)
    assert due_at(delay, SINCE) == datetime(2026, 2, 28, 23, tzinfo=UTC)


def test_the_month_of_small_plants_is_not_for_bigger_ones() -> None:
    assert find_delay("proposal_small", ON, 3.01) is None
    assert find_delay("proposal_small", ON, None) is None


def test_a_rule_does_not_hold_before_its_date() -> None:
    assert find_delay("proposal_small", date(2023, 11, 9), 3.0) is None


def test_reminders_come_three_seven_and_fourteen_days_after() -> None:
    amounts = [load(f"signature_reminder_{n}").amount for n in (1, 2, 3)]
    assert amounts == [3, 7, 14]
    assert due_at(load("signature_reminder_1"), SINCE) == datetime(2026, 2, 3, 9, tzinfo=UTC)


def test_working_days_are_those_of_the_department() -> None:
    delay = Delay("x", "x", "x", Unit.WORKING_DAY, 1, ON, Grade.LAW)
    since = datetime(2026, 4, 2, 9, tzinfo=UTC)
    assert due_at(delay, since, "69003") == datetime(2026, 4, 3, 22, tzinfo=UTC)
    assert due_at(delay, since, "57000") == datetime(2026, 4, 7, 22, tzinfo=UTC)


def test_only_texts_of_law_are_graded_law() -> None:
    law = {one.legal_ref.split(",")[0] for one in DELAYS if one.grade is Grade.LAW}
    assert law == {"Code de l’énergie", "CRE"}

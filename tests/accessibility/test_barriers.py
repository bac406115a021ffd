"""Barriers: kept once, answered once, read by whoever has the secret, gone after a year."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.accessibility.model import (
    LONGEST_WORDS,
    MOST_A_DAY,
    AlreadyAnswered,
    TooManyReports,
    read_answer,
    read_report,
)
from chalicelib.accessibility.report_barrier import (
    answer_barrier,
    list_barriers,
    load_barrier,
    report_barrier,
)
from chalicelib.aws.ids import fingerprint, new_token
from chalicelib.aws.table import Table
from chalicelib.refusals import InvalidFields, NotFound

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
REPORT = read_report("Mes dossiers", "Le bouton n’a pas de nom.")


def report(
    table: Table, secret: str = "", *, now: datetime = NOON, source: str = "192.0.2.1"
) -> str:
    return report_barrier(
        REPORT, secret or new_token(), language="en", source_address=source, table=table, now=now
    )


def test_a_report_is_found_by_its_secret_alone(table: Table) -> None:
    secret = report(table)
    found = load_barrier(secret, table=table)
    assert (found.page, found.words) == (REPORT.page, REPORT.words)
    assert (found.language_tag, found.language_name) == ("en", "English")
    assert found.reported_at == NOON
    for wrong in (new_token(), fingerprint(secret), "", "../x"):
        with pytest.raises(NotFound):
            load_barrier(wrong, table=table)


def test_a_second_click_makes_no_second_report(table: Table) -> None:
    secret = new_token()
    assert report(table, secret) == report(table, secret) == secret
    assert len(list_barriers(table=table)) == 1


def test_a_secret_that_is_none_of_ours_is_replaced(table: Table) -> None:
    assert report(table, "1234") != "1234"


def test_agents_find_the_oldest_first_until_it_is_answered(table: Table) -> None:
    late = report(table, now=NOON + timedelta(hours=1))
    early = report(table)
    assert [one.fingerprint for one in list_barriers(table=table)] == [
        fingerprint(early),
        fingerprint(late),
    ]
    answer_barrier(fingerprint(early), "C’est corrigé.", table=table, now=NOON)
    assert [one.fingerprint for one in list_barriers(table=table)] == [fingerprint(late)]
    found = load_barrier(early, table=table)
    assert (found.answer, found.answered_at) == ("C’est corrigé.", NOON)
    with pytest.raises(AlreadyAnswered):
        answer_barrier(fingerprint(early), "Autre chose.", table=table)
    with pytest.raises(NotFound):
        answer_barrier("0" * 64, "Personne.", table=table)


def test_a_source_reports_so_often_in_a_day_and_again_the_next(table: Table) -> None:
    kept = [report(table) for _one in range(MOST_A_DAY)]
    with pytest.raises(TooManyReports):
        report(table)
    assert report(table, kept[0]) == kept[0]
    report(table, source="192.0.2.2")
    report(table, now=NOON + timedelta(days=1))


def test_a_report_and_its_count_expire(table: Table) -> None:
    secret = report(table)
    row = table.get(f"B#{fingerprint(secret)}", "BARRIER")
    assert row is not None
    assert row["expires_s"] == int((NOON + timedelta(days=365)).timestamp())


@pytest.mark.parametrize("words", ["", "   ", "\x00", "x" * (LONGEST_WORDS + 1)])
def test_words_are_asked_for_and_bounded(words: str) -> None:
    for read in (lambda: read_report("", words), lambda: read_answer(words)):
        with pytest.raises(InvalidFields) as refused:
            read()
        assert [one.field for one in refused.value.problems] == ["words"]


def test_a_page_may_be_left_out_but_not_be_a_novel() -> None:
    assert read_report(" ", "Rien ne va.").page == ""
    with pytest.raises(InvalidFields):
        read_report("x" * 301, "Rien ne va.")

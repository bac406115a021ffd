"""The right to withdraw: how it ends, and that nothing is undertaken before without a request."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.aws.table import Table
from chalicelib.dossiers.signing import find_held_until
from chalicelib.subscription.panel import show_panel
from chalicelib.subscription.withdrawal import last_withdrawal_day
from tests.notices.worlds import NOW
from tests.subscription.clients import COMPANY, SIREN, Client, make_client


@pytest.fixture
def zoe(table: Table) -> Client:
    return make_client(table)


@pytest.mark.parametrize(
    ("signed_at", "postcode", "last"),
    [
        (datetime(2026, 3, 2, 9, tzinfo=UTC), "69003", date(2026, 3, 16)),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "69003", date(2026, 3, 17)),  # past midnight
        (datetime(2026, 11, 21, 9, tzinfo=UTC), "69003", date(2026, 12, 7)),  # a Saturday
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "69003", date(2026, 12, 7)),  # a Sunday
        (datetime(2026, 4, 17, 9, tzinfo=UTC), "69003", date(2026, 5, 4)),  # 1 May, a Friday
        (datetime(2026, 12, 12, 9, tzinfo=UTC), "69003", date(2026, 12, 28)),
        (datetime(2026, 12, 12, 9, tzinfo=UTC), "67000", date(2026, 12, 28)),  # and 26 December
    ],
)
def test_fourteen_days_that_end_on_a_working_day(
    signed_at: datetime, postcode: str, last: date
) -> None:
    assert last_withdrawal_day(signed_at, postcode) == last


def test_who_asks_for_an_early_start_holds_nothing_back(zoe: Client) -> None:
    zoe.sign()
    assert find_held_until(zoe.dossier()) is None


def test_who_does_not_ask_signs_all_the_same_and_is_waited_for(zoe: Client) -> None:
    assert zoe.sign("consent_early_start").head.signed_at == NOW
    held = find_held_until(zoe.dossier())
    assert held == datetime(2026, 12, 7, 23, 0, tzinfo=UTC)
    details = zoe.world.journal(zoe.dossier_id)[-1].details
    assert "early_start" not in details
    assert "mandate" in details


def test_a_professional_holds_nothing_back(table: Table) -> None:
    baker = make_client(table, **COMPANY)
    baker.sign(company="Boulangerie du Port", registration=SIREN, capacity="gérante")
    assert find_held_until(baker.dossier()) is None


def test_the_page_says_it_while_it_lasts(zoe: Client) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=60)
    lately = datetime.now(UTC)
    zoe.sign("consent_early_start", now=lately)
    assert show_panel(zoe.dossier()).held_until
    other = make_client(zoe.world.table, key="key-0002")
    other.sign("consent_early_start", now=long_ago)
    assert show_panel(other.dossier()).held_until is None

"""Sessions and tokens: how they live, and that what ends is over at once (R57)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chalicelib.accounts.disable_user import disable_user
from chalicelib.accounts.find_bearer import find_bearer
from chalicelib.accounts.find_session import find_session
from chalicelib.accounts.model import LONGEST_IDLE, LONGEST_SESSION, LONGEST_TOKEN, TOUCH_EVERY
from chalicelib.accounts.refusals import PasswordTooShort, TokenLabelMissing, TooManyTokens
from chalicelib.accounts.set_password import set_password
from chalicelib.accounts.sign_in import sign_in
from chalicelib.accounts.sign_out import sign_out
from chalicelib.accounts.tokens import MOST_TOKENS, create_token, list_tokens, revoke_token
from chalicelib.aws.table import Table
from chalicelib.refusals import NotFound
from chalicelib.rows.people import USER_OF
from tests.accounts.conftest import PASSWORD, People

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
EMAIL = "camille@soleil.test"


@pytest.fixture
def token(table: Table, people: People) -> str:
    return sign_in(EMAIL, PASSWORD, source_address="192.0.2.9", now=NOW, table=table).token


def is_open(token: str, at: datetime) -> bool:
    with time_machine.travel(at, tick=False):
        return find_session(token) is not None


def test_a_session_ends_after_two_idle_hours(token: str) -> None:
    assert is_open(token, NOW + LONGEST_IDLE - timedelta(seconds=1))
    assert is_open(token, NOW + 2 * LONGEST_IDLE - timedelta(seconds=2))
    assert not is_open(token, NOW + 3 * LONGEST_IDLE)


def test_a_session_in_use_ends_after_twelve_hours(token: str) -> None:
    at = NOW
    while at < NOW + LONGEST_SESSION:
        assert is_open(token, at)
        at += timedelta(hours=1)
    assert not is_open(token, NOW + LONGEST_SESSION)


def test_a_session_is_written_at_most_once_in_five_minutes(token: str, table: Table) -> None:
    at = NOW + TOUCH_EVERY - timedelta(seconds=1)
    with time_machine.travel(at, tick=False):
        session = find_session(token)
    assert session is not None
    assert not session.is_worth_touching(at)


def test_a_session_is_over_after_signing_out(token: str) -> None:
    with time_machine.travel(NOW, tick=False):
        session = find_session(token)
        assert session is not None
        sign_out(session)
        sign_out(session)
    assert not is_open(token, NOW)


def test_sessions_and_tokens_are_over_when_the_account_is_disabled(
    token: str, table: Table, people: People
) -> None:
    secret = create_token(people.installer, "mobile").secret
    disable_user(people.installer.user_id, table=table)
    assert not is_open(token, NOW)
    assert find_bearer(secret) is None


def test_sessions_and_tokens_are_over_when_the_password_is_new(
    token: str, table: Table, people: People
) -> None:
    secret = create_token(people.installer, "mobile").secret
    set_password(people.installer.user_id, "une autre phrase", table=table)
    assert not is_open(token, NOW)
    assert find_bearer(secret) is None
    assert sign_in(EMAIL, "une autre phrase", source_address="192.0.2.9", table=table).token


def test_a_short_password_is_refused(table: Table, people: People) -> None:
    with pytest.raises(PasswordTooShort):
        set_password(people.installer.user_id, "court", table=table)


def test_a_token_calls_for_its_person_for_a_year(table: Table, people: People) -> None:
    made = create_token(people.installer, "mobile", now=NOW)
    with time_machine.travel(NOW + LONGEST_TOKEN - timedelta(seconds=1), tick=False):
        assert find_bearer(made.secret) == people.installer
    with time_machine.travel(NOW + LONGEST_TOKEN, tick=False):
        assert find_bearer(made.secret) is None


def test_a_revoked_token_is_refused_at_once(table: Table, people: People) -> None:
    made = create_token(people.installer, "mobile")
    revoke_token(people.installer, made.token.token_id)
    assert find_bearer(made.secret) is None
    assert list_tokens(people.installer) == []


def test_nobody_revokes_the_token_of_another(table: Table, people: People) -> None:
    made = create_token(people.installer, "mobile")
    with pytest.raises(NotFound):
        revoke_token(people.colleague, made.token.token_id)
    assert find_bearer(made.secret) == people.installer


def test_a_repeated_request_makes_one_token_and_never_shows_it_again(
    table: Table, people: People
) -> None:
    first = create_token(people.installer, "mobile", key="chantier-1")
    second = create_token(people.installer, "mobile", key="chantier-1")
    assert second.token == first.token
    assert second.secret == ""
    assert len(list_tokens(people.installer)) == 1


def test_a_person_has_twenty_tokens_at_most(table: Table, people: People) -> None:
    for number in range(MOST_TOKENS):
        create_token(people.installer, f"outil {number}")
    with pytest.raises(TooManyTokens):
        create_token(people.installer, "un de trop")


@pytest.mark.parametrize("label", ["", "   ", "x" * 61])
def test_a_token_has_a_name(table: Table, people: People, label: str) -> None:
    with pytest.raises(TokenLabelMissing):
        create_token(people.installer, label)


def test_neither_tokens_nor_passwords_nor_addresses_are_keys_of_the_table(
    table: Table, people: People, token: str
) -> None:
    made = create_token(people.installer, "mobile")
    rows = table.query_all(USER_OF.pk(people.installer.user_id))
    text = repr([row for row in rows if row["sk"] != "USER"])
    assert token not in text
    assert made.secret not in text
    assert EMAIL not in text

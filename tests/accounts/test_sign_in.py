"""The door: three tries, ten minutes, one answer for everybody."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Lock

import pytest

from chalicelib.accounts import sign_in as room
from chalicelib.accounts.disable_user import disable_user
from chalicelib.accounts.find_session import find_session
from chalicelib.accounts.list_traces import list_traces
from chalicelib.accounts.password import hash_password, is_password
from chalicelib.accounts.refusals import SignInBlocked, SourceSlowed, WrongCredentials
from chalicelib.accounts.sign_in import SignedIn, sign_in
from chalicelib.accounts.tries import MOST_WRONG_BY_SOURCE
from chalicelib.aws.items import Item, Update
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from tests.accounts.conftest import PASSWORD, People

EMAIL = "camille@soleil.test"


class OneWriteAtATime(Table):
    """DynamoDB writes one item after the other; moto in threads needs to be told so."""

    lock = Lock()

    def update(self, operation: Update) -> Item:
        with self.lock:
            return super().update(operation)


NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def try_in(
    table: Table, password: str, at: datetime = NOW, email: str = EMAIL, source: str = "192.0.2.9"
) -> SignedIn:
    return sign_in(email, password, source_address=source, now=at, table=table)


def refuse_times(table: Table, times: int, at: datetime = NOW, email: str = EMAIL) -> None:
    for number in range(times):
        expected = SignInBlocked if number == 2 else WrongCredentials
        with pytest.raises(expected):
            try_in(table, "wrong", at, email)


def test_the_right_password_opens_a_session_of_the_person(table: Table, people: People) -> None:
    signed_in = sign_in(f"  {EMAIL.upper()} ", PASSWORD, source_address="192.0.2.9", table=table)
    session = find_session(signed_in.token)
    assert session is not None
    assert session.person == people.installer


def test_two_wrong_passwords_are_refused_and_the_third_starts_the_block(
    table: Table, people: People
) -> None:
    refuse_times(table, 3)


def test_the_right_password_is_refused_one_second_before_ten_minutes_and_taken_after(
    table: Table, people: People
) -> None:
    refuse_times(table, 3)
    with pytest.raises(SignInBlocked):
        try_in(table, PASSWORD, NOW + timedelta(minutes=9, seconds=59))
    assert try_in(table, PASSWORD, NOW + timedelta(minutes=10, seconds=1)).token


def test_a_try_during_the_block_does_not_make_it_longer(table: Table, people: People) -> None:
    refuse_times(table, 3)
    for minute in range(1, 10):
        with pytest.raises(SignInBlocked):
            try_in(table, "wrong", NOW + timedelta(minutes=minute))
    assert try_in(table, PASSWORD, NOW + timedelta(minutes=10, seconds=1)).token


def test_after_the_block_there_are_three_tries_again(table: Table, people: People) -> None:
    refuse_times(table, 3)
    refuse_times(table, 3, NOW + timedelta(minutes=11))


def test_a_success_resets_the_count(table: Table, people: People) -> None:
    refuse_times(table, 2)
    assert try_in(table, PASSWORD).token
    refuse_times(table, 3, NOW + timedelta(seconds=1))


def test_an_unknown_address_is_refused_and_blocked_like_a_known_one(
    table: Table, people: People
) -> None:
    refuse_times(table, 3, email="personne@nulle.test")
    with pytest.raises(SignInBlocked):
        try_in(table, PASSWORD, email="personne@nulle.test")


class CountedCalls(Table):
    """The table, writing down every call."""

    calls: list[str]

    def _call(self, method: str, **request: object) -> object:
        self.calls.append(method)
        return super()._call(method, **request)


def test_an_unknown_address_costs_the_same_work_as_a_known_one(
    table: Table, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[list[str]] = []
    for email in (EMAIL, "personne@nulle.test"):
        counted = CountedCalls(table.name, client("dynamodb"))
        calls: list[str] = []
        counted.calls = calls

        def verify(kept: str, password: str, calls: list[str] = calls) -> bool:
            calls.append("argon2")
            return is_password(kept, password)

        monkeypatch.setattr(room, "is_password", verify)
        refuse_times(counted, 3, email=email)
        with pytest.raises(SignInBlocked):
            try_in(counted, PASSWORD, email=email)
        done.append(calls)
    assert done[0] == done[1]
    assert done[0].count("argon2") == 3


def test_nobodys_password_is_verified_for_as_long_as_somebodys(people: People) -> None:
    assert is_password(hash_password(PASSWORD), PASSWORD)
    assert not is_password("", "the password of nobody at all")


def test_a_hash_costs_outside_the_tests_what_the_cheat_sheet_asks() -> None:
    hashed = (
        "from chalicelib.accounts.password import hash_password; print(hash_password('x' * 12))"
    )
    done = subprocess.run(
        [sys.executable, "-c", hashed], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_disabled_account_is_refused_like_an_unknown_one(table: Table, people: People) -> None:
    disable_user(people.installer.user_id, table=table)
    with pytest.raises(WrongCredentials):
        try_in(table, PASSWORD)


def test_fifty_wrong_tries_at_once_are_three_checks(
    table: Table, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks: list[str] = []

    def counting(kept: str, password: str) -> bool:
        checks.append(password)
        return False

    monkeypatch.setattr(room, "is_password", counting)
    strict = OneWriteAtATime(table.name, client("dynamodb"))

    def wrong_try(number: int) -> str:
        try:
            try_in(strict, f"wrong {number}", source=f"192.0.2.{number}")
        except (WrongCredentials, SignInBlocked) as refusal:
            return refusal.code
        return "in"

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(wrong_try, range(50)))
    assert len(checks) == 3
    assert answers.count("wrong-credentials") == 2
    assert answers.count("sign-in-blocked") == 48


def test_a_source_address_is_slowed_after_many_wrong_tries_and_others_are_not(
    table: Table, people: People
) -> None:
    for number in range(MOST_WRONG_BY_SOURCE):
        with pytest.raises(WrongCredentials):
            try_in(table, "wrong", email=f"nobody{number}@nulle.test")
    with pytest.raises(SourceSlowed):
        try_in(table, PASSWORD)
    assert try_in(table, PASSWORD, source="198.51.100.7").token
    assert try_in(table, PASSWORD, NOW + timedelta(minutes=11)).token


def test_addresses_of_one_ipv6_network_count_together(table: Table, people: People) -> None:
    for number in range(MOST_WRONG_BY_SOURCE):
        with pytest.raises(WrongCredentials):
            try_in(table, "x", email=f"n{number}@x.test", source=f"2001:db8:1:2::{number:x}")
    with pytest.raises(SourceSlowed):
        try_in(table, PASSWORD, source="2001:db8:1:2:ffff::1")


def test_a_block_leaves_a_trace_for_the_owner(table: Table, people: People) -> None:
    refuse_times(table, 3)
    assert try_in(table, PASSWORD, NOW + timedelta(minutes=11)).token
    assert [trace.is_block for trace in list_traces(people.installer)] == [False, True]

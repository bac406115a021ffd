"""Secrets: read from the store when first needed, kept for a while, never told."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.aws import secrets
from chalicelib.aws.secrets import KEPT_S, forget_secrets, parameter_name, read_secret
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import PermanentError, TransientError
from infra.secrets import make_signing_secret, put_secret

NAME = "operators/enedis"


@pytest.fixture
def now(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The seconds that the process has lived, to be moved; the store is `table`'s mocked account."""
    forget_secrets()
    lived = [1000.0]
    monkeypatch.setattr(secrets, "monotonic", lambda: lived[0])
    yield lived
    forget_secrets()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the store was asked."""
    calls: list[dict[str, Any]] = []
    ask = client("ssm").get_parameter

    def count(**asked: Any) -> Any:
        calls.append(asked)
        return ask(**asked)

    monkeypatch.setattr(client("ssm"), "get_parameter", count)
    return calls


def test_a_secret_is_stored_encrypted_under_its_stage(now: list[float]) -> None:
    put_secret(client("ssm"), "test", NAME, "the-key-of-enedis")
    (stored,) = client("ssm").describe_parameters()["Parameters"]
    assert stored["Name"] == parameter_name("test", NAME) == "/raccordo/test/operators/enedis"
    assert stored["Type"] == "SecureString"
    raw = client("ssm").get_parameter(Name=stored["Name"])["Parameter"]["Value"]
    assert raw != "the-key-of-enedis"
    assert read_secret(NAME) == "the-key-of-enedis"


def test_a_secret_is_asked_for_once_and_anew_after_a_while(
    now: list[float], asked: list[dict[str, Any]]
) -> None:
    put_secret(client("ssm"), "test", NAME, "first-key")
    assert [read_secret(NAME), read_secret(NAME)] == ["first-key"] * 2
    assert len(asked) == 1
    put_secret(client("ssm"), "test", NAME, "second-key")
    assert read_secret(NAME) == "first-key"
    now[0] += KEPT_S
    assert read_secret(NAME) == "second-key"
    assert len(asked) == 2


def test_a_secret_that_was_refused_is_asked_for_at_once(now: list[float]) -> None:
    put_secret(client("ssm"), "test", NAME, "first-key")
    read_secret(NAME)
    put_secret(client("ssm"), "test", NAME, "second-key")
    assert read_secret(NAME, fresh=True) == "second-key"
    assert read_secret(NAME) == "second-key"


def test_a_store_that_is_silent_does_not_take_what_is_known(
    now: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_secret(client("ssm"), "test", NAME, "first-key")
    read_secret(NAME)

    def silent(**_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://ssm.test")

    monkeypatch.setattr(client("ssm"), "get_parameter", silent)
    now[0] += KEPT_S
    assert read_secret(NAME) == "first-key"
    with pytest.raises(TransientError):
        read_secret(NAME, fresh=True)
    with pytest.raises(TransientError):
        read_secret("operators/other")


def test_a_secret_that_is_not_there_is_refused_without_its_name(now: list[float]) -> None:
    with pytest.raises(PermanentError) as missing:
        read_secret(NAME)
    assert missing.value.reason == "ParameterNotFound"


def test_the_signing_secret_is_made_once_long_and_never_told(
    now: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert make_signing_secret(client("ssm"), "test")
    made = read_secret(secrets.SIGNING)
    assert len(made) >= 43
    assert not make_signing_secret(client("ssm"), "test")
    forget_secrets()
    assert read_secret(secrets.SIGNING) == made
    told = [record.getMessage() for record in caplog.records if record.name.startswith("chalice")]
    assert not [line for line in told if made in line]

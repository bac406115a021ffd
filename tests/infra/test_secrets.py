"""A stage's secrets: in the store alone, put by a command, read by whom they are for."""

import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_ssm import SSMClient

from infra import stages
from infra.deploy import deploy
from infra.failure import CommandFailed
from infra.lambdas import lambda_names
from infra.package import Package
from infra.paths import ROOT
from infra.secrets import main, make_signing_secret, put_secret, replace_secret
from infra.stages import FOLDER, load_stage
from infra.template import compose_resources

STAGE: Mapping[str, str] = {
    "Stage": "trial",
    "Operators": '{"enedis": {"connector": "http", "url": "https://op.test"}, "greenalp": {"connector": "csv_drop"}}',
}
NAME = "operators/enedis"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[SSMClient]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    with mock_aws():
        yield boto3.client("ssm", region_name="eu-west-3")


def read(store: SSMClient, name: str) -> str:
    stored = f"/raccordo/trial/{name}"
    return store.get_parameter(Name=stored, WithDecryption=True)["Parameter"]["Value"]


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_an_operators_key_is_read_from_the_input_and_replaced(
    store: SSMClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "the-first-key\n")
    assert replace_secret(store, STAGE, NAME) == 1
    typed(monkeypatch, "the-second-key\n")
    assert replace_secret(store, STAGE, NAME) == 2
    assert read(store, NAME) == "the-second-key"


def test_the_signing_secret_is_made_anew_without_anybody_knowing_it(store: SSMClient) -> None:
    make_signing_secret(store, "trial")
    before = read(store, "signing")
    assert replace_secret(store, STAGE, "signing") == 2
    assert read(store, "signing") != before


@pytest.mark.parametrize("name", ["", "operators/greenalp", "operators/nobody", "../signing"])
def test_a_name_that_no_code_reads_is_refused_with_those_that_are(
    store: SSMClient, name: str
) -> None:
    with pytest.raises(CommandFailed, match="NAME is one of signing, operators/enedis, not "):
        replace_secret(store, STAGE, name)


@pytest.mark.parametrize(
    "text", ["", "\n", "short", "clé-accentuée", "with\x00nothing", "x" * 5000]
)
def test_what_is_no_secret_is_not_stored(
    store: SSMClient, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    typed(monkeypatch, text)
    with pytest.raises(CommandFailed, match="printable"):
        replace_secret(store, STAGE, NAME)
    assert store.describe_parameters()["Parameters"] == []


def test_the_command_tells_the_version_and_never_the_secret(
    store: SSMClient,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["secrets", "--stage", "local", "--name", NAME])
    typed(monkeypatch, "the-first-key\n")
    main()
    told = capsys.readouterr()
    assert told.out == "/raccordo/local/operators/enedis: version 1\n"
    assert "the-first-key" not in told.out + told.err


class NoCloud(boto3.Session):
    """A session whose every service but the store of secrets fails the test."""

    def client(self, name: Any, *more: Any, **options: Any) -> Any:  # type: ignore[override] # stubs name every service
        assert name == "ssm", name
        return super().client(name, *more, **options)


def test_a_stage_whose_operator_has_no_key_is_not_deployed(
    store: SSMClient, tmp_path: Path
) -> None:
    package = Package(tmp_path / "code.zip", {"Resources": {}}, 0)
    said: list[str] = []
    with pytest.raises(CommandFailed, match=f"make secret STAGE=trial NAME={NAME}$"):
        deploy(package, dict(STAGE), said.append, NoCloud(region_name="eu-west-3"))
    put_secret(store, "trial", NAME, "the-first-key")
    with pytest.raises(AssertionError, match=r"^(s3|sts)"):
        deploy(package, dict(STAGE), said.append, NoCloud(region_name="eu-west-3"))
    assert said == ["the stage's signing secret is made"]
    assert read(store, "signing")


def test_a_key_among_the_parameters_of_a_stage_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = json.loads((FOLDER / "staging.json").read_text())
    stage["parameters"]["Operators"]["enedis"] = {"connector": "http", "key": "seen-by-everybody"}
    (tmp_path / "staging.json").write_text(json.dumps(stage))
    monkeypatch.setattr(stages, "FOLDER", tmp_path)
    with pytest.raises(CommandFailed, match=r"operator enedis has key, .*NAME=operators/enedis"):
        load_stage("staging")


def test_no_function_is_given_a_secret() -> None:
    text = json.dumps(compose_resources()["Globals"]["Function"]["Environment"]).lower()
    assert not [word for word in ("secret", "password", "token", "_key", "api_key") if word in text]


def readers(parameter: str) -> set[str]:
    """The Lambdas whose roles may read a parameter of their stage."""
    found = set()
    for name in lambda_names():
        policy = json.loads((ROOT / ".chalice" / f"policy-{name}.json").read_text())
        for statement in policy["Statement"]:
            if any(action.startswith(("ssm:", "kms:")) for action in statement["Action"]):
                assert statement["Action"] == ["ssm:GetParameter"]
                if statement["Resource"]["Fn::Sub"].endswith(
                    f":parameter/raccordo/${{Stage}}/{parameter}"
                ):
                    found.add(name)
    return found


def test_each_secret_is_read_by_the_one_function_that_needs_it() -> None:
    assert readers("operators/*") == {"poll_operators"}
    assert readers("signing") == {"api_handler"}
    told = [(ROOT / ".chalice" / f"policy-{name}.json").read_text() for name in lambda_names()]
    assert sum(text.count('"ssm:') for text in told) == 2

"""`make logs`: from an error page's number to its traceback, among all that functions say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.failure import CommandFailed
from local.logs import list_lines, list_wrong, now_ms, open_logs, read_line
from local.place import Place

NUMBER = "1f0c8a3e-77aa"
AT_MS = now_ms()
BROKEN = {
    "timestamp": "2023-11-14T22:13:20Z",
    "level": "ERROR",
    "message": "unexpected error",
    "logger": "chalicelib.logs.failure",
    "stackTrace": ['  File "page.py", line 7, in answer\n    view()\n'],
    "errorType": "KeyError",
    "errorMessage": "withheld",
    "gateway_request_id": NUMBER,
    "route": "/dossiers/{dossier_id}",
}
ANSWERED = {"level": "INFO", "message": "request answered", "gateway_request_id": NUMBER}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, 1, 2, 3)


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The log groups of two functions, as the local cloud has them."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "tests")
    with mock_aws():
        client = boto3.client("logs", "eu-west-3")
        said = {
            "api_handler": ["START RequestId: 7", json.dumps(BROKEN), json.dumps(ANSWERED)],
            "relay": [json.dumps({"level": "WARNING", "message": "event not relayed"})],
        }
        for function, lines in said.items():
            group = f"/aws/lambda/raccordo-local-{function}"
            client.create_log_group(logGroupName=group)
            client.create_log_stream(logGroupName=group, logStreamName="s")
            client.put_log_events(
                logGroupName=group,
                logStreamName="s",
                logEvents=[{"timestamp": AT_MS + n, "message": one} for n, one in enumerate(lines)],
            )
        yield client


def test_a_number_finds_the_lines_of_its_request_and_no_other(logs: Any, place: Place) -> None:
    found = list_lines(logs, place, since_ms=0, term=NUMBER)
    assert [one.said["message"] for one in found] == ["unexpected error", "request answered"]
    assert {one.function for one in found} == {"api_handler"}


def test_an_error_is_told_with_a_traceback_that_people_can_read(logs: Any, place: Place) -> None:
    told = list_lines(logs, place, since_ms=0, term=NUMBER)[0].tell()
    assert told.splitlines()[0].endswith("ERROR   api_handler: unexpected error")
    assert told.splitlines()[1:] == [
        f"    gateway_request_id={NUMBER} route=/dossiers/{{dossier_id}}",
        '      File "page.py", line 7, in answer',
        "        view()",
        "    KeyError: withheld",
    ]


def test_what_went_wrong_is_told_of_every_function(logs: Any, place: Place) -> None:
    found = {(one.function, one.said["level"]) for one in list_wrong(logs, place, 0)}
    assert found == {("api_handler", "ERROR"), ("relay", "WARNING")}


@pytest.mark.parametrize("text", ["END RequestId: 7", "[]", '{"status": 1}', "{"])
def test_what_the_cloud_says_around_a_function_is_no_line_of_it(text: str) -> None:
    assert read_line("relay", AT_MS, text) is None


def test_a_cloud_that_does_not_run_is_said_so(place: Place) -> None:
    with pytest.raises(CommandFailed, match="make run starts it"):
        open_logs(place)

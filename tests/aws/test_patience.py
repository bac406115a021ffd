"""A service that never answers: a call to it ends within the time of the Lambda that makes it."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.aws import session
from chalicelib.aws.session import PATIENCE, Patience, ServiceName, client, forget_clients
from infra.paths import ROOT

SHORTEST_S = min(
    one["lambda_timeout"]
    for one in json.loads((ROOT / ".chalice" / "config.json").read_text())["stages"]["stack"][
        "lambda_functions"
    ].values()
)


class Silent:
    """A server that takes every connection and says nothing."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.taken: list[socket.socket] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.getsockname()[1]}"

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                self.taken.append(self.server.accept()[0])


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Silent]:
    server = Silent()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    for name, value in {
        "AWS_ENDPOINT_URL": server.address,
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "eu-west-3",
    }.items():
        monkeypatch.setenv(name, value)
    forget_clients()
    yield server
    forget_clients()
    server.server.close()
    for one in server.taken:
        one.close()


def test_no_call_outlasts_the_lambda_that_makes_it() -> None:
    assert {name for name, one in PATIENCE.items() if one.longest_s >= SHORTEST_S} == set()


@pytest.mark.parametrize("name", sorted(PATIENCE))
def test_a_silent_service_is_given_up_in_its_time(
    silent: Silent, monkeypatch: pytest.MonkeyPatch, name: ServiceName
) -> None:
    hurried = Patience(0.1, PATIENCE[name].tries)
    monkeypatch.setitem(session.PATIENCE, name, hurried)
    calls: dict[str, Callable[[], object]] = {
        "dynamodb": lambda: client("dynamodb").get_item(TableName="t", Key={"pk": {"S": "x"}}),
        "s3": lambda: client("s3").head_object(Bucket="bucket", Key="k"),
        "sqs": lambda: client("sqs").send_message(QueueUrl=f"{silent.address}/q", MessageBody="x"),
        "sesv2": lambda: client("sesv2").send_email(
            FromEmailAddress="a@b.test",
            Destination={"ToAddresses": ["c@d.test"]},
            Content={"Raw": {"Data": b"x"}},
        ),
        "ssm": lambda: client("ssm").get_parameter(Name="x"),
        "stepfunctions": lambda: client("stepfunctions").send_task_success(
            taskToken="x", output="{}"
        ),
    }
    begun_s = monotonic()
    with pytest.raises(ReadTimeoutError):
        calls[name]()
    assert monotonic() - begun_s < hurried.longest_s
    assert len(silent.taken) == hurried.tries

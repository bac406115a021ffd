"""Our own lines, where Lambda's runtime is not: the same as its own; and what errors may say."""

import json
import logging
import sys
from datetime import date

import msgspec
import pytest
from awslambdaric.lambda_runtime_log_utils import JsonFormatter
from botocore.exceptions import ClientError

from chalicelib.aws.trouble import TransientError
from chalicelib.logs.invocation import AddContext, begin, begin_request, note
from chalicelib.logs.json_lines import JsonLines
from chalicelib.logs.line import write_line, write_request_line
from chalicelib.logs.safe_words import WITHHELD, safe_words

TYPED = "Camille, née le 3"


def record(*, raised: bool) -> logging.LogRecord:
    """A record as a logger makes it, in a running invocation."""
    info = None
    if raised:
        try:
            date.fromisoformat(TYPED)
        except ValueError:
            info = sys.exc_info()
    made = logging.getLogger("chalicelib.tests").makeRecord(
        "chalicelib.tests", 20, "f.py", 7, "told “là”", (), info, "f", {"dossier_id": "dos_1"}
    )
    begin(None, {"gateway_request_id": "g-1", "role": "agent", "route": None})
    note(requestId="lambda-1")
    AddContext().filter(made)
    return made


@pytest.mark.parametrize("raised", [False, True])
def test_a_line_of_ours_is_what_the_runtime_would_write(raised: bool) -> None:
    made, theirs = record(raised=raised), JsonFormatter()
    theirs.converter = JsonLines.converter
    ours = JsonLines().format(made)
    made.aws_request_id = "lambda-1"
    assert json.loads(ours) == json.loads(theirs.format(made))
    assert json.loads(ours)["gateway_request_id"] == "g-1"
    assert ("stackTrace" in ours) == raised
    assert TYPED not in ours


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TypeError("unsupported operand"), "unsupported operand"),
        (TransientError("dynamodb", "Throttling"), "dynamodb: Throttling"),
        (ClientError({"Error": {"Code": "AccessDenied", "Message": "Zoé"}}, "Get"), "AccessDenied"),
        (KeyError("zoe@exemple.fr"), WITHHELD),
        (
            msgspec.ValidationError("Object missing required field `seq`"),
            "Object missing required field `seq`",
        ),
        (msgspec.ValidationError("Invalid enum value 'Zoé' - at `$.kind`"), WITHHELD),
        (UnicodeEncodeError("ascii", "Zoé", 2, 3, "é"), WITHHELD),
        (ExceptionGroup("2 dossiers", [ValueError("Zoé")]), "2 dossiers (1 sub-exception)"),
    ],
)
def test_an_error_says_what_holds_no_value_of_somebody(error: Exception, words: str) -> None:
    assert safe_words(error) == words


def test_the_last_line_is_one_json_object_with_the_context(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    begin(None, {"gateway_request_id": 'g"1'})
    note(actor="usr_7", code=None)
    caplog.set_level(logging.INFO, "chalicelib")
    write_line("INFO", "request answered", status=204, duration_ms=1.5, counts={"a": 1})
    line = json.loads(capsys.readouterr().out)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "level": "INFO",
        "message": "request answered",
        "logger": "chalicelib.logs.line",
        "gateway_request_id": 'g"1',
        "actor": "usr_7",
        "status": 204,
        "duration_ms": 1.5,
        "counts": {"a": 1},
    }


@pytest.mark.parametrize("number", ["0a1b-2c", 'g"1\\', "é\n"])
def test_a_request_s_line_is_json_whatever_the_gateway_calls_it(
    number: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "chalicelib")
    begin_request(None, number, "GET")
    note(route="/dossiers/{dossier_id}", actor="usr_7")
    write_request_line("INFO", 200, 12)
    line = json.loads(capsys.readouterr().out)
    told = ("gateway_request_id", "method", "route", "actor", "status", "duration_ms")
    assert [line[name] for name in told] == [
        number, "GET", "/dossiers/{dossier_id}", "usr_7", 200, 12,
    ]  # fmt: skip


def test_nothing_is_written_where_nobody_listens(capsys: pytest.CaptureFixture[str]) -> None:
    begin_request(None, "1", "GET")
    write_line("INFO", "event answered")
    write_request_line("INFO", 200, 12)
    assert capsys.readouterr().out == ""

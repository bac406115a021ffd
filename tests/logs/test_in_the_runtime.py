"""Our lines through Lambda's own runtime client: what CloudWatch would be given, line by line."""

from bench.gateway import ask, ask_page
from chalicelib.accounts.access_rows import new_secret
from chalicelib.aws.ids import new_id
from chalicelib.web.cookies import cookie_name
from tests.logs.runtime import FUNCTION, invoke

HANDLER = "tests.logs.handlers.act"


def test_a_line_of_ours_is_json_with_what_stands_beside_its_message() -> None:
    told = invoke(HANDLER, [{"say": "info", "execution": "dos_1-g2", "case_id": "dos_9"}])
    (line,) = told.lines("told")
    assert line.pop("timestamp")
    assert line == {
        "level": "INFO",
        "message": "told",
        "logger": "chalicelib.tests",
        "requestId": "lambda-request-1",
        "function": FUNCTION,
        "execution": "dos_1-g2",
        "case_id": "dos_1",
        "attempt": 2,
    }
    assert [one["message"] for one in told.framed] == ["told"]


def test_an_invocation_ends_with_one_line_of_what_it_did() -> None:
    event = {"say": "batch", "Records": [{"messageId": "m-1"}, {"messageId": "m-2"}]}
    told = invoke(HANDLER, [event, {"say": "info"}])
    first, second = told.lines("event answered")
    assert (first["records"], first["failures"], first["counts"]) == (2, 0, {"acted": 3})
    assert first["level"] == "INFO"
    assert first["duration_ms"] >= 0
    assert [one["requestId"] for one in (first, second)] == ["lambda-request-1", "lambda-request-2"]
    assert "records" not in second
    assert [one.get("message_id") for one in told.framed[:3]] == ["m-1", "m-2", None]


def test_what_a_thread_logs_belongs_to_its_invocation() -> None:
    (line,) = invoke(HANDLER, [{"say": "thread", "id": "event-1"}]).lines("told in a thread")
    assert (line["role"], line["actor"], line["event_id"]) == ("agent", "usr_7", "event-1")


def test_an_error_has_its_traceback_and_none_of_the_words_that_somebody_typed() -> None:
    told = invoke(
        HANDLER, [{"say": "break", "typed": "Camille, née le 3", "execution": "dos_1-g1"}]
    )
    (line,) = told.lines("unexpected error")
    assert line["level"] == "ERROR"
    assert line["errorType"] == "ValueError"
    assert "date.fromisoformat(typed)" in "".join(line["stackTrace"])
    assert (line["execution"], line["requestId"]) == ("dos_1-g1", "lambda-request-1")
    (end,) = told.lines("event answered")
    assert (end["level"], end["code"]) == ("WARNING", "our-error")
    assert told.answers[0]["errorType"] == "ValueError"
    assert "Camille" not in str((told.framed, told.printed, told.answers))


def test_a_library_s_warning_is_told_without_the_values_in_it() -> None:
    told = invoke(HANDLER, [{"say": "library"}])
    assert [one["message"] for one in told.framed] == ["Retrying %s"]


def test_the_portal_s_requests_end_with_their_line_and_an_error_is_told_once() -> None:
    cookie = f"{cookie_name('session')}={new_secret(new_id('usr'))}"
    found, busy = ask("GET", "/connexion"), ask_page("/dossiers", cookie)
    busy["requestContext"]["requestId"] = "gateway-2"
    told = invoke("app.app", [found, busy])
    assert [answer["statusCode"] for answer in told.answers] == [200, 503]
    assert "gateway-2" in told.answers[1]["body"]
    (error,) = told.framed
    assert (error["level"], error["message"]) == ("ERROR", "a service is in trouble")
    assert (error["service"], error["errorType"]) == ("dynamodb", "TransientError")
    assert "find_session" in "".join(error["stackTrace"])
    first, second = told.printed
    assert (first["route"], first["status"], first["function"]) == ("/connexion", 200, FUNCTION)
    assert {one["gateway_request_id"] for one in (error, second)} == {"gateway-2"}
    assert {one["requestId"] for one in (error, second)} == {"lambda-request-2"}
    assert (second["status"], second["code"], second["level"]) == (503, "service-busy", "WARNING")

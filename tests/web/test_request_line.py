"""The line that every request ends with, and what leads from an error page's number to its cause."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from chalice.app import Blueprint, Response

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.tokens import create_token
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.logs.invocation import AddContext
from chalicelib.refusals import ChangedMeanwhile, NotFound, Refusal
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.web.headers import forget_policy
from chalicelib.web.page import page
from chalicelib.web.proxy_app import UNKNOWN_PATH, ProxyApp
from chalicelib.web.visit import Visit
from tests.portal import Portal, open_app

PASSWORD = "une phrase de passe"
EMAIL = "camille@soleil.test"
NUMBER = "request-1"

blueprint = Blueprint(__name__)


def fail(kind: str) -> None:
    match kind:
        case "absent":
            raise NotFound
        case "conflit":
            raise ChangedMeanwhile
        case "panne":
            raise TransientError("dynamodb", "Throttling")
        case _:
            raise ValueError(f"born of {EMAIL}")


@page(blueprint, "/lignes/{kind}", allow="public")
def break_page(_visit: Visit, kind: str) -> Response:
    fail(kind)
    raise AssertionError


@page(blueprint, "/agents", allow=("agent",))
def for_agents(visit: Visit) -> Response:
    return visit.answer("", 200, {})


@page(blueprint, "/formulaire", method="POST", allow=("installer",))
def show_again(visit: Visit) -> Response:
    try:
        fail("conflit")
    except Refusal:
        return visit.go("/formulaire", flash="Recommencez.")
    raise AssertionError


@page(blueprint, "/entete", allow="public")
def break_header(visit: Visit) -> Response:
    return visit.answer("", 200, {"X-Broken": "a\nb"})


@endpoint(blueprint, "GET", "/lignes/{kind}", allow=("installer",), summary="")
def break_endpoint(_call: Call, kind: str) -> object:
    fail(kind)
    return None


_app = ProxyApp("raccordo-lines")
_app.register_blueprint(blueprint)

type Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def person(table: Table) -> Person:
    forget_policy()
    firm = enrol_firm(table, "Soleil du Midi", code="123456789")
    return enrol_user(
        table, email=EMAIL, name="Camille", role=Role.INSTALLER, password=PASSWORD, firm=firm
    )


@pytest.fixture
def portal(person: Person) -> Portal:
    door = Portal(open_app())
    door.sign_in(EMAIL, PASSWORD)
    return Portal(_app, jar=door.jar)


@pytest.fixture
def lines(
    portal: Portal, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Lines:
    """What requests wrote since the last look; the door's own are passed over."""
    caplog.set_level(logging.INFO, "chalicelib")
    caplog.handler.addFilter(AddContext())

    def read() -> list[dict[str, Any]]:
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return read


@pytest.mark.parametrize(
    ("path", "status", "code", "level", "route"),
    [
        ("/lignes/absent", 404, "not-found", "WARNING", "/lignes/{kind}"),
        ("/lignes/conflit", 409, "changed-meanwhile", "INFO", "/lignes/{kind}"),
        ("/lignes/panne", 503, "service-busy", "WARNING", "/lignes/{kind}"),
        ("/lignes/faute", 500, "our-error", "WARNING", "/lignes/{kind}"),
        ("/agents", 403, "not-allowed", "WARNING", "/agents"),
        ("/nulle/part?nom=Camille", 404, "not-found", "WARNING", UNKNOWN_PATH),
        ("/entete", 500, "our-error", "WARNING", "/entete"),
    ],
)
def test_a_refused_page_ends_with_one_line_that_names_the_refusal(
    portal: Portal, person: Person, lines: Lines, path: str, status: int, code: str,
    level: str, route: str,
) -> None:  # fmt: skip
    assert portal.get(path).status == status
    (line,) = lines()
    assert line["message"] == "request answered"
    assert (line["status"], line["code"], line["level"]) == (status, code, level)
    assert (line["method"], line["route"]) == ("GET", route)
    assert line["gateway_request_id"] == NUMBER
    assert line["actor"] == person.user_id
    assert line["duration_ms"] >= 0
    assert "Camille" not in str(line)


def test_the_line_says_who_in_what_role_by_an_id_alone(
    portal: Portal, person: Person, lines: Lines
) -> None:
    portal.get("/agents")
    caller = Portal(_app, token=create_token(person, "essai").secret)
    caller.call("GET", "/lignes/absent")
    for line in lines():
        assert (line["role"], line["actor"]) == ("installer", person.user_id)
        assert EMAIL not in str(line)


def test_one_request_s_context_is_not_the_next_one_s(portal: Portal, lines: Lines) -> None:
    portal.get("/agents")
    Portal(_app).get("/lignes/conflit")
    first, second = lines()
    assert first["actor"]
    assert (second["actor"], second["role"]) == ("", "")


def test_a_visitor_who_is_sent_to_the_door_is_told_as_such(portal: Portal, lines: Lines) -> None:
    Portal(_app).get("/agents")
    (line,) = lines()
    assert (line["status"], line["code"], line["level"]) == (303, "sign-in-asked", "INFO")


def test_a_refusal_that_a_page_shows_by_itself_is_named_too(portal: Portal, lines: Lines) -> None:
    portal.post("/formulaire")
    (line,) = lines()
    assert (line["status"], line["code"]) == (303, "changed-meanwhile")


@pytest.mark.parametrize("path", ["/lignes/panne", "/lignes/faute", "/entete"])
def test_the_number_on_an_error_page_finds_the_traceback(
    portal: Portal, lines: Lines, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    assert NUMBER in portal.get(path).body
    (told,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert told.__dict__["gateway_request_id"] == NUMBER
    assert told.exc_info
    assert told.exc_info[2]
    assert lines()[0]["gateway_request_id"] == NUMBER
    assert EMAIL not in caplog.text


@pytest.mark.parametrize(("kind", "status"), [("panne", 503), ("faute", 500)])
def test_the_number_in_a_problem_document_finds_the_traceback(
    portal: Portal, person: Person, lines: Lines, caplog: pytest.LogCaptureFixture,
    kind: str, status: int,
) -> None:  # fmt: skip
    caller = Portal(_app, token=create_token(person, "essai").secret)
    answer = caller.call("GET", f"/lignes/{kind}")
    assert (answer.status, answer.json()["instance"]) == (status, NUMBER)
    (told,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert told.__dict__["gateway_request_id"] == NUMBER
    assert told.exc_info
    (line,) = lines()
    assert (line["status"], line["route"]) == (status, "/api/v1/lignes/{kind}")

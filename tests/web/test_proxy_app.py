"""One route of the gateway, and every answer of it ours: 404, 405, OPTIONS, HEAD, failures."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from chalice.app import Blueprint, Response

from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.web import page as page_module
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.web.headers import forget_policy
from chalicelib.web.page import page
from chalicelib.web.proxy_app import BINARY, ProxyApp
from chalicelib.web.visit import Visit
from tests.portal import Answer, Portal, open_app

EVENTS = Path(__file__).parents[1] / "events"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
LANGUAGES = {"fr": "Page introuvable", "pt-BR": "Página não encontrada", "en": "Page not found"}
NOT_ALLOWED = {
    "fr": "Cette adresse ne répond qu’aux méthodes",
    "pt-BR": "Este endereço só responde aos métodos",
    "en": "This address only answers the methods",
}

blueprint = Blueprint(__name__)


@page(blueprint, "/lieux/{place}", allow="public")
def show_place(visit: Visit, place: str) -> Response:
    told = {
        "place": place,
        "path": visit.path,
        "route": visit.request.path,
        "vue": visit.query["vue"],
    }
    return visit.answer(json.dumps(told), 200, {"Content-Type": "text/html; charset=utf-8"})


@page(blueprint, "/entetes", allow="public")
def break_headers(visit: Visit) -> Response:
    return visit.answer("", 200, {"X-Broken": "two\nlines"})


@endpoint(blueprint, "GET", "/broken", allow="public", summary="Casser")
def break_json(_call: Call) -> object:
    return object()


_app = ProxyApp("raccordo-proxy")
_app.register_blueprint(blueprint)


@pytest.fixture
def portal(table: object) -> Portal:
    forget_policy()
    return Portal(open_app())


def read_event(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    return event


def told(answer: Answer) -> str:
    """What a refusal says, of a page or of a document."""
    if answer.headers["content-type"] == "application/problem+json":
        return str(answer.json()["title"])
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.body


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("gateway_rest_api", "/lieux/caf%C3%A9%20noir"),
        # The local cloud decodes the address before it hands it over.
        ("gateway_local_cloud", "/lieux/café noir"),
    ],
)
def test_the_gateway_s_event_finds_its_view_and_stays_as_it_came(
    table: object, name: str, path: str
) -> None:
    event = read_event(name)
    before = json.dumps(event)
    answer = _app(event, None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {
        "place": "café noir",
        "path": path,
        "route": "/lieux/{place}",
        "vue": "2",
    }
    assert json.dumps(event) == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/nulle-part", "/nulle/part/du/tout", "/connexion/", "//", "/static/%ff", "/a" * 1200]
)
def test_an_unknown_address_is_a_page_in_the_reader_s_language(
    portal: Portal, path: str, method: str, language: str
) -> None:
    answer = portal.send(method, path, headers={"accept-language": language})
    assert answer.status == 404
    assert LANGUAGES[language] in told(answer)
    assert f'<html lang="{language}">' in answer.body
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/api/v1/nulle-part", "/api/v2/dossiers", "/api/", "/api/v1/dossiers/a%2Fb"]
)
def test_an_unknown_address_of_the_api_is_a_problem_document(
    portal: Portal, path: str, method: str
) -> None:
    answer = portal.send(method, path, headers={"accept-language": "en"})
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status, problem["status"], problem["code"]) == (404, 404, "not-found")
    assert problem["title"].startswith("This page or dossier does not exist")
    assert problem["instance"] == "request-1"


def test_unknown_addresses_and_methods_leave_nothing_behind(portal: Portal) -> None:
    before = set(portal.app.routes)
    for number in range(30):
        portal.get(f"/nulle-part/{number}")
        portal.send("PUT", "/connexion")
        portal.send("OPTIONS", f"/api/v1/nulle-part/{number}")
    assert set(portal.app.routes) == before


def test_an_unknown_address_is_logged_without_its_words(
    portal: Portal, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("INFO")
    portal.get("/suivi/a-private-word/a-private-word")
    written = capsys.readouterr().out
    (line,) = [json.loads(one) for one in written.splitlines()]
    assert (line["route"], line["status"]) == ("/{proxy+}", 404)
    assert "a-private-word" not in written + caplog.text


@pytest.mark.parametrize("language", NOT_ALLOWED)
@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/connexion", "GET, HEAD, OPTIONS, POST"),
        ("POST", "/", "GET, HEAD, OPTIONS"),
        ("GET", "/deconnexion", "OPTIONS, POST"),
        ("DELETE", "/static/portal.css", "GET, HEAD, OPTIONS"),
        ("PATCH", "/api/v1/dossiers", "GET, HEAD, OPTIONS, POST"),
        ("GET", "/api/v1/dossiers/dos_1/client-email", "OPTIONS, PUT"),
        ("POST", "/api", "GET, HEAD, OPTIONS"),
    ],
)
def test_another_method_is_refused_with_those_that_are_allowed(
    portal: Portal, method: str, path: str, allowed: str, language: str
) -> None:
    answer = portal.send(method, path, headers={"accept-language": language})
    assert (answer.status, answer.headers["allow"]) == (405, allowed)
    assert f"{NOT_ALLOWED[language]} {allowed}." in told(answer)
    is_document = answer.headers["content-type"] == "application/problem+json"
    assert is_document == path.startswith("/api/")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", "GET, HEAD, OPTIONS"),
        ("/dossiers/dos_1/annulation", "GET, HEAD, OPTIONS, POST"),
        ("/api/v1/dossiers/dos_1/steps/1", "OPTIONS, PATCH, PUT"),
    ],
)
def test_options_says_what_is_allowed_and_lets_no_other_origin_in(
    portal: Portal, path: str, allowed: str
) -> None:
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    answer = portal.send("OPTIONS", path, headers=asked)
    assert (answer.status, answer.body, answer.headers["allow"]) == (204, "", allowed)
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "path",
    ["/connexion", "/", "/nulle-part", "/api/v1/me", "/api/v1/openapi.json", "/api/v1/nulle-part", "/deconnexion"],
)  # fmt: skip
def test_head_is_get_without_its_body(portal: Portal, path: str) -> None:
    portal.get("/connexion")  # the browser has its cookie: both answers set the same
    get, head = portal.send("GET", path), portal.send("HEAD", path)
    assert (head.status, head.headers, head.cookies) == (get.status, get.headers, get.cookies)
    assert head.body == ""
    assert get.body or get.status == 303


def test_chalice_itself_refuses_nothing_of_a_view() -> None:
    entries = [view for views in open_app().routes.values() for view in views.values()]
    assert entries
    # A content type would be refused in Chalice's JSON, an origin be let in with its headers.
    assert not [one for one in entries if one.content_types or one.cors or one.authorizer]
    assert open_app().api.binary_types == BINARY == ["application/octet-stream"]


def test_what_is_no_form_is_refused_by_a_page(portal: Portal) -> None:
    sent = {"content-type": "application/json", "accept-language": "en"}
    answer = portal.send("POST", "/connexion", body="{}", headers=sent)
    assert answer.status == 415
    assert "This address expects a form sent from a page of the portal." in told(answer)


@pytest.mark.parametrize("path", ["/entetes", "/api/v1/broken"])
def test_an_error_beyond_a_view_s_own_boundary_is_told_in_our_words(
    table: object, path: str
) -> None:
    answer = Portal(_app).get(path)
    assert answer.status == 500
    assert "InternalServerError" not in answer.body
    assert "request-1" in answer.body
    if path == "/entetes":
        assert "default-src 'none'" in answer.body
        for words in ("de notre côté", "do nosso lado", "on our side"):
            assert words in answer.body


class Down(OutsideTrouble):
    """A table that answers nothing."""


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (Down("dynamodb", "Down"), 503, "Service unavailable for the moment"),
        (RuntimeError("secret"), 500, "request-1"),
    ],
)
@pytest.mark.parametrize("path", ["/connexion", "/nulle-part"])
def test_a_session_that_cannot_be_read_is_a_page_in_the_reader_s_language(
    portal: Portal,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    trouble: Exception,
    status: int,
    words: str,
) -> None:
    def fail(_token: str) -> None:
        raise trouble

    monkeypatch.setattr(page_module, "find_session", fail)
    portal.jar["raccordo"] = "a-session"
    answer = portal.send("GET", path, headers={"accept-language": "en"})
    assert answer.status == status
    assert words in told(answer)
    assert '<html lang="en">' in answer.body
    assert "secret" not in answer.body


def headers_of(answer: Mapping[str, Any]) -> set[str]:
    return {name.lower() for name in answer["headers"]}


def test_a_middleware_that_fails_is_told_in_our_words(table: object) -> None:
    app = ProxyApp("raccordo-middleware")
    app.register_blueprint(blueprint)

    @app.middleware("http")
    def fail(_event: object, _next: object) -> Response:
        raise RuntimeError("secret")

    answer = app(read_event("gateway_rest_api"), None)
    assert (answer["statusCode"], "secret" in answer["body"]) == (500, False)
    assert answer["body"].startswith("<!doctype html>")
    assert {"x-frame-options", "cache-control"} <= headers_of(answer)

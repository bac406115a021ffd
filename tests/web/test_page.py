"""Pages: who may, whose form it is, what a refusal looks like."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from chalice.app import Blueprint, Response

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Role
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.refusals import ChangedMeanwhile, FieldProblem, InvalidFields, NotFound
from chalicelib.settings import load_settings
from chalicelib.web.cookies import Flash, read_flash, sign, write_flash
from chalicelib.web.csrf import form_token
from chalicelib.web.headers import forget_policy
from chalicelib.web.page import page
from chalicelib.web.proxy_app import ProxyApp
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _
from tests.portal import Portal, open_app

PASSWORD = "une phrase de passe"
EMAIL = "camille@soleil.test"

blueprint = Blueprint(__name__)


@page(blueprint, "/agents", allow=("agent",))
def for_agents(visit: Visit) -> Response:
    return visit.go("/seen")


@page(blueprint, "/refus/{kind}", allow="public")
def refuse(visit: Visit, kind: str) -> Response:
    match kind:
        case "absent":
            raise NotFound
        case "conflict":
            raise ChangedMeanwhile
        case "fields":
            raise InvalidFields((FieldProblem("pdl", "length", _("Le PDL a 14 chiffres.")),))
        case "busy":
            raise TransientError("dynamodb", "Throttling")
        case _:
            raise RuntimeError("secret detail")


@page(blueprint, "/envoi", method="POST", allow="public")
def send(visit: Visit) -> Response:
    return visit.go("/refus/absent", flash=Flash(_("Bonjour {name}"), values={"name": "<b>"}))


@page(blueprint, "/suite", allow="public")
def go_on(visit: Visit) -> Response:
    place = visit.query["place"]
    return visit.go(f"/étape?ligne={place}#rows-{place}")


@page(blueprint, "/lieux/{place}", allow="public")
def show_place(visit: Visit, place: str) -> Response:
    return visit.answer(place, 200, {})


_app = ProxyApp("raccordo-pages")
_app.register_blueprint(blueprint)


@pytest.fixture
def portal(table: Table) -> Portal:
    forget_policy()
    firm = enrol_firm(table, "Soleil du Midi", code="123456789")
    enrol_user(
        table, email=EMAIL, name="Camille", role=Role.INSTALLER, password=PASSWORD, firm=firm
    )
    return Portal(_app)


def signed_in(portal: Portal) -> Portal:
    door = Portal(open_app())
    door.sign_in(EMAIL, PASSWORD)
    return Portal(portal.app, jar=door.jar)


def test_a_page_is_refused_to_another_role_and_the_refusal_is_logged_without_a_name(
    portal: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    answer = signed_in(portal).get("/agents")
    assert answer.status == 403
    assert "Votre compte ne permet pas cette action." in answer.body
    assert "Camille" not in caplog.text
    assert EMAIL not in caplog.text


def test_an_anonymous_visitor_is_sent_to_the_door(portal: Portal) -> None:
    answer = portal.get("/agents")
    assert (answer.status, answer.headers["location"]) == (303, "/connexion?suite=/agents")


def test_the_query_of_a_page_survives_the_sign_in(portal: Portal) -> None:
    answer = portal.get("/agents?q=B%C3%A9guin&tri=date&q=2")
    place = urlsplit(answer.headers["location"])
    assert place.path == "/connexion"
    (wanted,) = parse_qs(place.query)["suite"]
    assert wanted == "/agents?q=B%C3%A9guin&q=2&tri=date"
    far = portal.get("/agents?q=" + "x" * 2000)
    assert far.headers["location"] == "/connexion?suite=/agents"


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("absent", 404, "n’existe pas, ou ne vous est pas accessible"),
        ("conflict", 409, "a été modifié entre-temps"),
        ("fields", 422, "Le PDL a 14 chiffres."),
        ("busy", 503, "Réessayez dans une minute"),
        ("bug", 500, "request-1"),
    ],
)
def test_a_refusal_is_a_page_that_says_what_to_do(
    portal: Portal, kind: str, status: int, words: str
) -> None:
    answer = portal.get(f"/refus/{kind}")
    assert answer.status == status
    assert words in answer.body
    assert "secret detail" not in answer.body
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_places_of_a_path_are_decoded_once(portal: Portal) -> None:
    assert portal.get("/lieux/caf%C3%A9%2520noir").body == "café%20noir"


def test_a_form_without_our_token_is_refused(portal: Portal) -> None:
    portal.get("/refus/absent")
    assert portal.post_raw("/envoi", "").status == 403
    assert portal.post_raw("/envoi", "csrf=0000").status == 403


def test_a_form_with_the_token_of_another_browser_is_refused(portal: Portal) -> None:
    portal.jar["raccordo-visit"] = "one"
    assert portal.post_raw("/envoi", f"csrf={form_token('two')}").status == 403
    assert portal.post_raw("/envoi", f"csrf={form_token('one')}").status == 303


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://raccordo.localhost"])
def test_a_form_from_another_origin_is_refused(portal: Portal, origin: str) -> None:
    portal.jar["raccordo-visit"] = "one"
    body = f"csrf={form_token('one')}"
    assert portal.post_raw("/envoi", body, origin=origin).status == 403


def test_an_anonymous_token_is_worth_nothing_after_signing_in(portal: Portal) -> None:
    browser = signed_in(portal)
    browser.jar["raccordo-visit"] = "one"
    assert browser.post_raw("/envoi", f"csrf={form_token('one')}").status == 403


def test_a_message_is_shown_once_after_a_redirect_with_its_values_escaped(portal: Portal) -> None:
    portal.jar["raccordo-visit"] = "one"
    portal.post("/envoi")
    assert "Bonjour &lt;b&gt;" in portal.get("/refus/absent").body
    assert "Bonjour" not in portal.get("/refus/absent").body


def test_a_store_of_secrets_that_is_silent_costs_the_message_alone(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def silent(_name: str) -> str:
        raise TransientError("ssm", "EndpointConnectionError")

    portal.jar["raccordo-visit"] = "one"
    monkeypatch.setattr("chalicelib.web.signing.read_secret", silent)
    assert portal.post("/envoi").status == 303
    assert "raccordo-flash" not in portal.jar
    (line,) = (one for one in caplog.records if one.message == "a message is left out")
    assert (vars(line)["service"], vars(line)["why"]) == ("ssm", "EndpointConnectionError")
    monkeypatch.undo()
    portal.post("/envoi")
    monkeypatch.setattr("chalicelib.web.signing.read_secret", silent)
    assert portal.get("/refus/absent").status == 404


def test_nobody_else_can_plant_a_message() -> None:
    value = write_flash(Flash("Bonjour"), "mine", "the stage's")
    assert read_flash(value, "mine", "the stage's") == Flash("Bonjour")
    assert read_flash(value, "yours", "the stage's") is None
    assert read_flash(value, "mine", "another stage's") is None
    assert read_flash("garbage", "mine", "the stage's") is None
    assert read_flash(f"WyJ.{sign('mine', 'csrf')}", "mine", "the stage's") is None


def test_a_form_too_large_is_refused(portal: Portal) -> None:
    portal.jar["raccordo-visit"] = "one"
    assert portal.post_raw("/envoi", "a=" + "x" * 300_000).status == 413
    assert portal.post_raw("/envoi", "a&" * 2000).status == 413


def test_a_page_runs_and_loads_nothing_that_is_not_ours(portal: Portal) -> None:
    headers = portal.get("/refus/absent").headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["img-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"].split() == [
        "'self'",
        "https://raccordo-test-uploads.s3.eu-west-3.amazonaws.com",
        "https://raccordo-test-uploads.s3.amazonaws.com",
    ]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers


def test_a_page_has_no_script_nor_style_of_its_own_and_asks_nobody_else(portal: Portal) -> None:
    body = portal.get("/refus/absent").body
    assert not re.search(r"<script|<style|style=|\son\w+=", body)
    assert not re.search(r'(src|href|action)="(https?:)?//', body)


def test_on_https_cookies_are_secure_and_https_is_kept(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_URL", "https://portail.raccordo.example")
    monkeypatch.setenv("S3_PUBLIC_ENDPOINT", "http://127.0.0.1:4566/")
    load_settings.cache_clear()
    forget_policy()
    answer = Portal(open_app()).get("/connexion")
    forget_policy()
    (cookie,) = answer.cookies
    assert cookie.startswith("__Host-raccordo-visit=")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax; Secure")
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
    assert "form-action 'self' http://127.0.0.1:4566;" in answer.headers["content-security-policy"]


def test_where_to_go_is_one_line_of_ascii_whatever_was_typed(portal: Portal) -> None:
    answer = portal.get("/suite?place=x%0D%0ASet-Cookie:%20a=b")
    typed = "x%0D%0ASet-Cookie:%20a=b"
    assert answer.status == 303
    assert answer.headers["location"] == f"/%C3%A9tape?ligne={typed}#rows-{typed}"

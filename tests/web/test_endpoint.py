"""Endpoints: who calls, what is refused and how, what is answered."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from chalice.app import Blueprint

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.tokens import create_token
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import PermanentError
from chalicelib.refusals import ChangedMeanwhile, NotFound
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.web.headers import forget_policy
from chalicelib.web.openapi import write_openapi
from chalicelib.web.proxy_app import ProxyApp
from chalicelib.web.routes import ROUTES
from tests.portal import Answer, Portal
from tests.web.models import Order, Receipt

blueprint = Blueprint(__name__)

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@endpoint(
    blueprint,
    "POST",
    "/orders",
    allow=("installer",),
    summary="Commander",
    takes=f"{Order.__module__}:{Order.__name__}",
    gives=f"{Receipt.__module__}:{Receipt.__name__}",
    creates=True,
)
def order(call: Call) -> Reply:
    body = {"pdl": call.body.pdl, "power_kva": Decimal("9.5"), "at": NOW}
    return Reply(body, 201, {"Location": f"/api/v1/orders/{call.idempotency_key}"})


@endpoint(blueprint, "GET", "/orders/{kind}", allow="public", summary="Voir", queries=("page",))
def show(call: Call, kind: str) -> object:
    match kind:
        case "absent":
            raise NotFound
        case "conflict":
            raise ChangedMeanwhile
        case "trouble":
            raise PermanentError("dynamodb", "AccessDenied")
        case "bug":
            raise RuntimeError("secret detail")
        case _:
            return {"page": call.query.get("page"), "kind": kind}


_app = ProxyApp("raccordo-endpoints")
_app.register_blueprint(blueprint)


@pytest.fixture
def installer(table: Table) -> Person:
    forget_policy()
    firm = enrol_firm(table, "Soleil du Midi", code="123456789")
    return enrol_user(
        table,
        email="camille@soleil.test",
        name="Camille",
        role=Role.INSTALLER,
        password="une phrase de passe",
        firm=firm,
    )


@pytest.fixture
def caller(installer: Person) -> Portal:
    return Portal(_app, token=create_token(installer, "essai").secret)


def post(caller: Portal, body: object, key: str = "chantier-1") -> Answer:
    return caller.call("POST", "/orders", body, Idempotency_Key=key)


def test_a_validated_body_is_answered_with_what_was_made(caller: Portal) -> None:
    answer = post(caller, {"pdl": "12345678901234"})
    assert answer.status == 201
    assert answer.headers["location"] == "/api/v1/orders/chantier-1"
    assert answer.json() == {
        "pdl": "12345678901234",
        "power_kva": 9.5,
        "at": "2026-05-04T09:00:00+00:00",
    }


def test_each_wrong_field_is_named_in_french(caller: Portal) -> None:
    body = {"pdl": "123", "kind": "z", "panels": [{"modules": 0, "colour": "red"}], "more": 1}
    answer = post(caller, body)
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "/api/problemes#invalid-fields"
    assert problem["title"] == "Certains champs sont à corriger."
    assert {one["field"]: (one["code"], one["message"]) for one in problem["fields"]} == {
        "pdl": ("pdl-length", "Le PDL a 14 chiffres."),
        "kind": ("literal-error", "Choisissez une des valeurs proposées : a, b."),
        "panels.0.modules": ("greater-than-equal", "La valeur minimale est 1."),
        "panels.0.colour": ("extra-forbidden", "Ce champ n’existe pas ici : retirez-le."),
        "more": ("extra-forbidden", "Ce champ n’existe pas ici : retirez-le."),
    }


def test_what_was_sent_is_never_repeated_in_a_problem(caller: Portal) -> None:
    assert "another-secret-value" not in post(caller, {"pdl": "another-secret-value"}).body


def test_a_missing_field_is_named(caller: Portal) -> None:
    (problem,) = post(caller, {}).json()["fields"]
    assert problem == {
        "field": "pdl",
        "code": "missing",
        "message": "Ce champ est obligatoire.",
    }


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("text/plain", "{}", 415, "wrong-content-type"),
        ("application/x-www-form-urlencoded", "pdl=1", 415, "wrong-content-type"),
        ("application/json", "{", 400, "not-json"),
        ("application/json", "", 400, "not-json"),
        ("application/json", '{"pdl": "' + "x" * 300_000 + '"}', 413, "body-too-large"),
        ("application/json; charset=utf-8", "[]", 422, "invalid-fields"),
    ],
)
def test_a_body_that_is_no_small_json_is_a_problem_document(
    caller: Portal, content_type: str, body: str, status: int, code: str
) -> None:
    headers = {
        "content-type": content_type,
        "authorization": f"Bearer {caller.token}",
        "idempotency-key": "chantier-1",
    }
    answer = caller.send("POST", "/api/v1/orders", body=body, headers=headers)
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("key", ["", "short", "é" * 10, "x" * 201, "a b c d e f"])
def test_a_creating_post_needs_a_plain_idempotency_key(caller: Portal, key: str) -> None:
    answer = post(caller, {"pdl": "12345678901234"}, key)
    assert (answer.status, answer.json()["code"]) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("token", ["", "rac_unknown", "nothing", "rac_" + "x" * 200])
def test_without_a_living_token_nothing_is_read_and_the_way_is_told(
    installer: Person, token: str
) -> None:
    answer = post(Portal(_app, token=token), {"pdl": "12345678901234"})
    assert (answer.status, answer.json()["code"]) == (401, "unauthorised")
    assert answer.headers["www-authenticate"] == 'Bearer realm="raccordo"'


def test_another_role_is_refused(table: Table, installer: Person) -> None:
    agent = enrol_user(
        table, email="a@raccordo.test", name="A", role=Role.AGENT, password="une phrase longue"
    )
    caller = Portal(_app, token=create_token(agent, "essai").secret)
    answer = post(caller, {"pdl": "12345678901234"})
    assert (answer.status, answer.json()["code"]) == (403, "not-allowed")


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("absent", 404, "not-found"),
        ("conflict", 409, "changed-meanwhile"),
        ("trouble", 503, "service-busy"),
        ("bug", 500, "our-error"),
    ],
)
def test_every_failure_is_a_problem_document(
    installer: Person, kind: str, status: int, code: str
) -> None:
    answer = Portal(_app).call("GET", f"/orders/{kind}")
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert answer.json()["instance"] == "request-1"
    assert "secret detail" not in answer.body


def test_queries_and_places_are_handed_over(installer: Person) -> None:
    answer = Portal(_app).call("GET", "/orders/b%C3%A9b%C3%A9?page=2")
    assert answer.json() == {"page": "2", "kind": "bébé"}


def test_the_description_holds_what_each_endpoint_takes_and_gives() -> None:
    document = write_openapi([one for one in ROUTES if one.view.startswith(__name__)])
    post_order = document["paths"]["/api/v1/orders"]["post"]
    taken = post_order["requestBody"]["content"]["application/json"]["schema"]
    assert taken == {"$ref": "#/components/schemas/Order"}
    schemas = document["components"]["schemas"]
    assert schemas["Order"]["additionalProperties"] is False
    assert set(schemas) == {"Order", "Panel", "Receipt", "Problem"}
    assert post_order["responses"]["201"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Receipt"
    }
    assert {one["name"] for one in post_order["parameters"]} == {"Idempotency-Key"}
    shown = document["paths"]["/api/v1/orders/{kind}"]["get"]
    assert shown["security"] == []
    assert [(one["name"], one["in"]) for one in shown["parameters"]] == [
        ("kind", "path"),
        ("page", "query"),
    ]
    assert json.dumps(document)

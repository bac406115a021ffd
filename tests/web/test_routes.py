"""Every route with every role: deny by default, and a foreign dossier is not there (R52, R53)."""

import re
from dataclasses import dataclass

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Role
from chalicelib.accounts.sign_in import sign_in
from chalicelib.accounts.tokens import create_token
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.settings import load_settings
from chalicelib.web.headers import forget_policy
from chalicelib.web.routes import ROUTES, Route
from tests.portal import Answer, Portal, open_app
from tests.tables import ENVIRONMENT

PASSWORD = "une phrase de passe"
ABSENT = "dos_000000000000aaaaaaaaaaaaaaaaaaaa"
PLACES = {
    "number": "1",
    "kind_name": "dossier",
    "act_name": "confirm",
    "slot": "facture",
    "text_id": "mandate",
    "document_id": "doc_000000000000aaaaaaaaaaaaaaaaaaaa",
    "finding_id": "0" * 24,
    "job_id": "job_00000000000000000000000000000000",
    "batch_id": "bat_00000000000000000000000000000000",
    "item_id": "lib_000000000000aaaaaaaaaaaaaaaaaaaa",
    "token_id": "tok_000000000000aaaaaaaaaaaaaaaaaaaa",
    "user_id": "usr_000000000000aaaaaaaaaaaaaaaaaaaa",
    "invitation": "0" * 64,
    "firm_id": "firm_00000000000000000000",
    "owner": "ctc_00000000000000000000000000000000",
    "contact_id": "ctc_00000000000000000000000000000000",
    "month": "2024-05",
    "token": "A" * 43,
    "report": "A" * 43,
    "language": "fr",
    "name": "absent.css",
}
SERVED = {(method, path) for path, methods in open_app().routes.items() for method in methods}
ENDING = "/deconnexion"
"""Walked last: it ends the sessions that the walk needs."""

DECLARED = {(one.method, one.path): one for one in ROUTES if (one.method, one.path) in SERVED}
OF_A_DOSSIER = [
    one for one in DECLARED.values() if "{dossier_id}" in one.path or "{case_id}" in one.path
]
ROLES = ("nobody", "installer", "client", "agent")


def name_of(route: Route) -> str:
    return f"{route.method} {route.path}"


@dataclass
class Visitors:
    """A browser and a caller of each role, and a rival installer of another firm."""

    browsers: dict[str, Portal]
    callers: dict[str, Portal]

    def ask(self, route: Route, who: str, dossier_id: str) -> Answer:
        places = {**PLACES, "dossier_id": dossier_id, "case_id": dossier_id}
        path = re.sub(r"\{(\w+)\}", lambda found: places[found[1]], route.path)
        if route.kind == "endpoint":
            body: dict[str, str] | None = {} if route.method in {"POST", "PUT", "PATCH"} else None
            short = path.removeprefix("/api/v1")
            return self.callers[who].call(route.method, short, body, Idempotency_Key="walk-0001")
        browser = self.browsers[who]
        asking = Portal(browser.app, jar=dict(browser.jar))
        return asking.get(path) if route.method == "GET" else asking.post(path)


@pytest.fixture
def services(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bucket and the queue that some routes write to at once."""
    place = {"LocationConstraint": ENVIRONMENT["AWS_DEFAULT_REGION"]}
    bucket = ENVIRONMENT["DOCUMENTS_BUCKET"]
    client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)  # type: ignore[arg-type] # a region's name
    monkeypatch.setenv("JOBS_QUEUE", client("sqs").create_queue(QueueName="jobs")["QueueUrl"])
    load_settings.cache_clear()


@pytest.fixture
def visitors(table: Table, services: None) -> Visitors:
    forget_policy()
    app = open_app()
    soleil = enrol_firm(table, "Soleil du Midi", code="123456789")
    nord = enrol_firm(table, "Nord Énergie", code="987654321")
    people = {
        "installer": (Role.INSTALLER, soleil),
        "rival": (Role.INSTALLER, nord),
        "client": (Role.CLIENT, None),
        "agent": (Role.AGENT, None),
    }
    browsers = {"nobody": Portal(app, jar={"raccordo-visit": "visit"})}
    callers = {"nobody": Portal(app)}
    for who, (role, firm) in people.items():
        email = f"{who}@essai.test"
        person = enrol_user(
            table,
            email=email,
            name=who,
            role=role,
            password=PASSWORD,
            firm=firm,
            is_admin=role is Role.INSTALLER,
        )
        signed_in = sign_in(email, PASSWORD, source_address="192.0.2.1", table=table)
        browsers[who] = Portal(app, jar={"raccordo": signed_in.token})
        callers[who] = Portal(app, token=create_token(person, "marche", table=table).secret)
    return Visitors(browsers, callers)


def expected_refusal(route: Route, who: str) -> int | None:
    """The status that a role gets where it may not go; None where it may."""
    if route.allow == "public" or who in route.allow:
        return None
    if who == "nobody":
        return 401 if route.kind == "endpoint" else 303
    return 403


def test_every_served_route_declares_who_may() -> None:
    assert set(DECLARED) == SERVED


def test_every_route_refuses_every_role_that_it_does_not_name(visitors: Visitors) -> None:
    wrong: list[str] = []
    for route in sorted(DECLARED.values(), key=lambda one: one.path == ENDING):
        for who in ROLES:
            refusal = expected_refusal(route, who)
            status = visitors.ask(route, who, ABSENT).status
            is_refused = status in {401, 403} or (who == "nobody" and status == 303)
            if (refusal is not None and status != refusal) or (
                refusal is None and is_refused and route.allow != "public"
            ):
                wrong.append(f"{name_of(route)} {who}: {status}, expected {refusal or 'served'}")
            if status >= 500:
                wrong.append(f"{name_of(route)} {who}: {status}")
    assert not wrong, "\n".join(wrong)


def test_a_foreign_dossier_answers_exactly_as_one_that_does_not_exist(
    visitors: Visitors,
) -> None:
    made = visitors.callers["installer"].call(
        "POST", "/dossiers", {}, Idempotency_Key="walk-dossier"
    )
    assert made.status == 201, made.body
    dossier_id = made.json()["id"]
    assert visitors.callers["installer"].call("GET", f"/dossiers/{dossier_id}").status == 200
    wrong: list[str] = []
    for route in OF_A_DOSSIER:
        for who in ("rival", "client"):
            foreign = visitors.ask(route, who, dossier_id)
            absent = visitors.ask(route, who, ABSENT)
            same = foreign.body.replace(dossier_id, ABSENT) == absent.body
            if (foreign.status, same) != (absent.status, True) or foreign.status < 400:
                wrong.append(f"{name_of(route)} {who}: {foreign.status}, absent {absent.status}")
    assert not wrong, "\n".join(wrong)

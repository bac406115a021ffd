"""Two tenants in one stage: a firm with dossiers in every state and its client, and a rival with its own.

The first is the one that `tests/peopled.py` lives; the second has a draft, a signed dossier and a client.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType

from bench.campaign.figures import Figures
from bench.campaign.log_lines import search_lines
from bench.campaign.made_people import Client, papers_of
from bench.campaign.world import light_passwords
from bench.life import PASSWORD as LIFES_PASSWORD
from bench.life import Life, begin_life
from chalicelib.accounts.enrol import enrol_firm, enrol_user, find_enrolled
from chalicelib.accounts.model import Role
from chalicelib.accounts.tokens import create_token
from chalicelib.aws.clock import real_now
from chalicelib.web.headers import forget_policy
from chalicelib.web.routes import ROUTES, Route
from local.people import CLIENT
from tests.crowd import moto_table
from tests.peopled import ADMIN, AGENT, people
from tests.portal import Answer, Portal, open_app

PLACE = re.compile(r"\{(\w+)\}")
PASSWORD = "un rival sur les toits"
SIGN_INS = {
    "installer": (ADMIN, LIFES_PASSWORD),
    "agent": (AGENT, LIFES_PASSWORD),
    "client": (CLIENT.email, LIFES_PASSWORD),
    "rival": ("rival@nord.example", PASSWORD),
    "stranger": ("stranger@nord.example", PASSWORD),
}
ENDING = "/deconnexion"
"""Not walked: it ends the sessions that the walk needs."""

MARKS = (
    "Martin",
    "Camille",
    "rue des Lilas",
    CLIENT.email,
    "Inès Garnier",
    "Ana Garnier",
    "Colin Petit",
    "toits.example",
)
"""What tells of the first tenant's persons, wherever it stands."""

ABSENT = {
    "document_id": "doc_000000000000aaaaaaaaaaaaaaaaaaaa",
    "finding_id": "0" * 24,
    "job_id": "job_00000000000000000000000000000000",
    "batch_id": "bat_00000000000000000000000000000000",
    "item_id": "lib_000000000000aaaaaaaaaaaaaaaaaaaa",
    "token_id": "tok_000000000000aaaaaaaaaaaaaaaaaaaa",
    "user_id": "usr_000000000000aaaaaaaaaaaaaaaaaaaa",
    "firm_id": "firm_00000000000000000000",
    "invitation": "0" * 24,
    "owner": "ctc_00000000000000000000000000000000",
    "contact_id": "ctc_00000000000000000000000000000000",
    "token": "A" * 43,
    "report": "A" * 43,
    "dossier_id": "dos_000000000000aaaaaaaaaaaaaaaaaaaa",
    "case_id": "dos_000000000000aaaaaaaaaaaaaaaaaaaa",
}
OPEN_TO_ALL = {
    "number": ("1", "2"),
    "kind_name": ("dossier",),
    "act_name": ("confirm",),
    "slot": ("facture", "message"),
    "text_id": ("mandate",),
    "month": ("2024-05",),
    "language": ("fr",),
    "name": ("absent.css",),
}
"""Places that belong to nobody."""


@dataclass
class Tenants:
    """The stage, who asks, and whose ids are whose."""

    life: Life
    browsers: Mapping[str, Portal]
    callers: Mapping[str, Portal]
    first: Mapping[str, Sequence[str]]
    rival: Mapping[str, Sequence[str]]
    secrets: set[str]
    figures: Figures
    sign_ins: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def ask(
        self, route: Route, who: str, path: str, fields: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for a filled path as somebody; what the answer sets is not kept."""
        fields = fields or {}
        if route.kind == "endpoint":
            body = dict(fields) if route.method in {"POST", "PUT", "PATCH"} else None
            short = path.removeprefix("/api/v1")
            return self.callers[who].call(route.method, short, body, idempotency_key="tenants-0001")
        known = self.browsers[who]
        portal = Portal(known.app, jar=dict(known.jar))
        return portal.get(path) if route.method == "GET" else portal.post(path, fields)

    def sign_in_again(self) -> None:
        """Open the sessions anew that requests have ended."""
        for who, (email, password) in self.sign_ins.items():
            browser = Portal(open_app())
            if browser.sign_in(email, password).status == 303:
                self.browsers[who].jar.clear()
                self.browsers[who].jar.update(browser.jar)

    def first_rows(self) -> int:
        """Digest every row of the first tenant's partitions."""
        table: Any = moto_table()
        return hash(tuple(_rows_of(table, self._first_keys())))

    def _first_keys(self) -> list[DynamoType]:
        ids = {one for name in OWNED for one in self.first.get(name, ())}
        table: Any = moto_table()
        return [key for key in table.items if any(one in key.value for one in ids)]


OWNED = ("dossier_id", "job_id", "user_id", "firm_id", "batch_id", "contact_id")


def _rows_of(table: Any, keys: list[DynamoType]) -> Iterator[str]:
    for key in keys:
        for row in table.items[key].values():
            yield repr(sorted((name, str(value.value)) for name, value in row.attrs.items()))


def fill(path: str, places: Mapping[str, str]) -> str:
    """Give a path with its places filled."""
    return PLACE.sub(lambda found: places[found[1]], path)


def list_routes() -> list[Route]:
    """List every route that is served, by its path."""
    served = {(method, path) for path, methods in open_app().routes.items() for method in methods}
    found = {(one.method, one.path): one for one in ROUTES if (one.method, one.path) in served}
    return [route for (_, path), route in sorted(found.items()) if path != ENDING]


@contextmanager
def open_tenants(figures: Figures) -> Iterator[Tenants]:
    """Open the stage with both."""
    secrets: set[str] = set()
    with light_passwords(), search_lines(figures, secrets), begin_life() as life:
        forget_policy()
        browsers, places = people(life)
        first = {
            **places,
            "firm_id": (life.installer.firm_id,),
            "user_id": (*places["user_id"], life.installer.user_id),
        }
        callers = {"nobody": Portal(open_app()), "installer": life.caller}
        browsers, callers = dict(browsers), dict(callers)
        rival = _add_rival(life, browsers, callers)
        secrets.update(one for name in ("token", "report") for one in first[name])
        secrets.update(
            one for portal in browsers.values() for one in portal.jar.values() if len(one) > 20
        )
        secrets.update(one.token for one in callers.values() if one.token)
        yield Tenants(life, browsers, callers, first, rival, secrets, figures, SIGN_INS)
    forget_policy()


def _add_rival(
    life: Life, browsers: dict[str, Portal], callers: dict[str, Portal]
) -> dict[str, Sequence[str]]:
    """Add another firm, with a sent dossier and a draft, and a client of nobody's."""
    table = life.stage.table
    firm = enrol_firm(table, "Nord Énergie", code="987654321")
    wanted = (("rival", Role.INSTALLER, firm), ("stranger", Role.CLIENT, None))
    found = {}
    for who, role, its_firm in wanted:
        email = f"{who}@nord.example"
        person = enrol_user(
            table,
            email=email,
            name=f"Rita {who}",
            role=role,
            password=PASSWORD,
            firm=its_firm,
            is_admin=role is Role.INSTALLER,
        )
        browsers[who] = Portal(open_app())
        assert browsers[who].sign_in(email, PASSWORD).status == 303
        secret = create_token(person, who, table=table).secret
        callers[who], found[who] = Portal(open_app(), token=secret), person
    for who, email in (("client", CLIENT.email), ("agent", AGENT)):
        known = find_enrolled(table, email)
        assert known is not None
        callers[who] = Portal(open_app(), token=create_token(known, who, table=table).secret)
    first_caller, life.caller = life.caller, callers["rival"]
    try:
        sent, draft = (_deposit(life, number) for number in (1, 2))
        life.caller.call("POST", f"/dossiers/{sent}/submit", idempotency_key="rival-send-0001")
        life.settle(sent)
    finally:
        life.caller = first_caller
    return {
        "dossier_id": (sent, draft),
        "case_id": (sent, draft),
        "document_id": [one.document_id for one in life.load(sent).pieces],
        "firm_id": (found["rival"].firm_id,),
        "user_id": (found["rival"].user_id,),
    }


def _deposit(life: Life, number: int) -> str:
    form = Client(number).form()
    made = life.caller.call("POST", "/dossiers", form, idempotency_key=f"rival-draft-{number}")
    dossier_id: str = made.json()["id"]
    for slot, name, content in papers_of(real_now().date()):
        life.upload(dossier_id, slot, name, content)
    return dossier_id

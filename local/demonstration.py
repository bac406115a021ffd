"""The main job, once, in front of the reader: from an installer's form to commissioning.

Everything goes the way that people and programs go: the pages, the JSON API, files straight to
the bucket, the link in the mail. Only the scheduled jobs are invoked by name, since a schedule
waits a minute; and business time is made to run, so that four months pass in about a minute.
"""

import html
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

import httpx
from babel.dates import format_date

from chalicelib.aws.clock import load_clock, real_now, set_clock
from chalicelib.aws.table import Table
from local import papers
from local.api_client import Answer, ApiClient
from local.browser import Browser, PageBroken
from local.earlier import Earlier, find_earlier
from local.people import AGENT, CLIENT, INSTALLER, PEOPLE, SignIn, load_people
from local.shelf import PUBLICATIONS, ShelfStuck, stock_shelf

DAYS_PER_SECOND = Decimal("2.0")
FACTOR = DAYS_PER_SECOND * 86_400
LONGEST_S = 240
JOBS = ("poll_operators", "act_on_due", "replay_unrelayed", "replay_notices")

HOUSE = papers.Household(
    name="Camille Martin",
    address="12 rue des Lilas",
    city="Lyon",
    postcode="69003",
    pdl="07123456789012",
    subscribed_kva="9",
    installed_kva="6",
    installer="Toits & Soleil",
)
FORM: Answer = {
    "client": {
        "client_type": "particulier",
        "civility": "madame",
        "last_name": "Martin",
        "first_name": "Camille",
        "email": CLIENT.email,
        "email_confirmation": CLIENT.email,
        "mobile": "06 12 34 56 78",
        "address": HOUSE.address,
        "postcode": HOUSE.postcode,
        "city": HOUSE.city,
        "parcels": [{"section": "AB", "number": "212"}],
    },
    "electricity": {
        "has_contract": True,
        "holder_name": HOUSE.name,
        "pdl": HOUSE.pdl,
        "subscribed_power_kva": 9,
        "operator": "enedis",
        "phases": "monophase",
        "breaker_location": "Garage",
        "meter_location": "Limite de propriété",
        "cabinet_width_cm": 35,
        "switchboard_indoors": True,
    },
    "plant": {
        "installer_name": HOUSE.installer,
        "connection_power_kva": 6,
        "installed_power_kva": 6,
        "peak_power_kwc": 6,
        "plant_connection": "surplus",
        "panels_area_m2": 27,
        "plant_location": "toiture",
        "has_battery": False,
        "was_connected": False,
    },
    "equipment": {
        "inverters": [{"count": 1, "brand": "SMA", "model": "Sunny Boy 6.0", "unit_power_kva": 6}],
        "panels": [
            {
                "type": "Monocristallin",
                "brand": "DualSun",
                "model": "Flash 500",
                "count": 12,
                "unit_power_w": 500,
            }
        ],
        "panel_protection": "Parafoudre DC et sectionneur",
    },
    "documents": {
        "consuel_request_number": "DEM-2026-0417",
        "preload_kwh": 1000,
        "comment": "Accès par le portail vert.",
    },
}


class Stage(Protocol):
    """What the demonstration needs of the local cloud that it runs on."""

    portal: str
    connect_to: str
    sandbox: str
    sandbox_key: str

    def table(self) -> Table:
        """Open the stage's table."""

    def invoke(self, job: str) -> None:
        """Run a deployed job now, by its name."""

    def mails(self) -> list[Mapping[str, Any]]:
        """List what SES sent, oldest first."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A milestone, with its business instant."""

    milestone: str
    label: str
    at: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the demonstration reached, as `.local/run.json` tells it."""

    dossier_id: str
    reference: str
    status: str
    commissioned_on: str | None
    milestones: tuple[Passed, ...]
    mails: int

    def as_json(self) -> dict[str, Any]:
        """Give the outcome as plain values."""
        return asdict(self)


class DemonstrationStuck(Exception):
    """The dossier did not reach what was awaited in time."""


def run_main_job(stage: Stage, say: Callable[[str], None]) -> Outcome:
    """Carry one dossier from the form to commissioning, telling each milestone as it comes.

    Business time runs while it lasts and keeps real pace again afterwards, whatever happens.
    Raises DemonstrationStuck when a step takes more than four minutes.
    """
    mails_before = len(stage.mails())
    client = ApiClient(stage.portal, stage.connect_to, _create_token(stage, INSTALLER))
    try:
        earlier = find_earlier(
            client,
            FORM["client"]["last_name"],
            HOUSE.city,
            lambda dossier_id: _send_consuel(stage, client, dossier_id),
        )
        _stock_shelf(stage, client, say)
        dossier_id = _deposit(stage, client, say)
        _sign(stage, mails_before, say)
        _run_time(stage, FACTOR)
        milestones = _follow(stage, client, dossier_id, say, earlier)
    finally:
        _run_time(stage, Decimal(1))
        client.close()
    return _conclude(stage, dossier_id, milestones, mails_before)


def _stock_shelf(stage: Stage, client: ApiClient, say: Callable[[str], None]) -> None:
    """Have the agent publish the library's documents where the installer misses some."""
    shown = {item["title"] for item in client.get("/library")["items"]}
    if shown >= {one.title for one in PUBLICATIONS}:
        return
    agent = ApiClient(stage.portal, stage.connect_to, _create_token(stage, AGENT))
    try:
        stock_shelf(agent, _business_today(stage), say)
    except ShelfStuck as stuck:
        raise DemonstrationStuck(f"la bibliothèque : {stuck}") from stuck
    finally:
        agent.close()


def _deposit(stage: Stage, client: ApiClient, say: Callable[[str], None]) -> str:
    dossier_id: str = client.post("/dossiers", FORM, creates=True)["id"]
    say("Dossier créé en brouillon ; les documents partent vers le stockage…")
    today = _business_today(stage)
    files = {
        "facture": ("facture.pdf", papers.draw_bill(HOUSE, today - timedelta(days=20))),
        "mairie": (
            "non-opposition.pdf",
            papers.draw_town_hall_decision(HOUSE, today - timedelta(days=40)),
        ),
        "photo_installation": ("toiture.jpg", papers.draw_photo("installation")),
        "photo_compteur": ("compteur.jpg", papers.draw_photo("meter")),
    }
    for slot, (name, content) in files.items():
        client.upload(dossier_id, slot, name, _kind(name), content)
    _wait(lambda: _all_accepted(client, dossier_id, len(files)), "le contrôle des documents")
    sent = client.post(f"/dossiers/{dossier_id}/submit")
    say(f"Documents contrôlés et acceptés. Dossier envoyé : référence {sent['reference']}")
    return dossier_id


def _all_accepted(client: ApiClient, dossier_id: str, count: int) -> bool:
    pieces = client.get(f"/dossiers/{dossier_id}")["pieces"]
    wrong = [piece for piece in pieces if piece["state"] in {"rejected", "refused", "held"}]
    if wrong:
        raise DemonstrationStuck(f"{wrong[0]['slot']}: {wrong[0]['state']} {wrong[0]['reasons']}")
    accepted = [piece for piece in pieces if piece["state"] == "accepted"]
    return len(accepted) >= count


def _sign(stage: Stage, mails_before: int, say: Callable[[str], None]) -> None:
    path = _wait(lambda: _find_link(stage, mails_before), "le mail de souscription")
    with Browser(stage.portal, stage.connect_to) as browser:
        page = browser.open(path)
        boxes = dict.fromkeys(re.findall(r'name="(consent_[\w-]+)"', page), "oui")
        browser.submit(page, path, name=HOUSE.name, **boxes)
    say("La cliente a ouvert le lien reçu par mail et signé sa souscription.")


def _find_link(stage: Stage, mails_before: int) -> str:
    for mail in stage.mails()[mails_before:]:
        found = re.search(r"/souscription/[\w-]+", html.unescape(str(mail)))
        if found:
            return found.group()
    return ""


def _follow(
    stage: Stage,
    client: ApiClient,
    dossier_id: str,
    say: Callable[[str], None],
    earlier: Earlier,
) -> list[Passed]:
    seen: dict[str, Passed] = {}
    consuel_sent = False
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        for job in JOBS[:2]:
            stage.invoke(job)
        timeline = client.get(f"/dossiers/{dossier_id}/timeline")
        for one in timeline["stages"]:
            if one["at"] and one["milestone"] not in seen:
                passed = Passed(one["milestone"], one["label"], one["at"])
                seen[passed.milestone] = passed
                say(f"{_in_words(passed.at):>18}  {passed.label}")
        if "request_validated" in seen and not consuel_sent:
            consuel_sent = True
            _send_consuel(stage, client, dossier_id)
        for reference in earlier.help_along():
            say(f"Le dossier {reference}, interrompu plus tôt, est en service lui aussi.")
        if "commissioned" in seen and not earlier.is_waited_for():
            return sorted(seen.values(), key=lambda one: one.at)
    raise DemonstrationStuck(f"after {sorted(seen)}")


def _send_consuel(stage: Stage, client: ApiClient, dossier_id: str) -> None:
    paper = papers.draw_consuel(HOUSE, "CSL-26-118402", _business_today(stage))
    client.upload(dossier_id, "consuel", "consuel.pdf", "application/pdf", paper)


def _conclude(
    stage: Stage, dossier_id: str, milestones: list[Passed], mails_before: int
) -> Outcome:
    client = ApiClient(stage.portal, stage.connect_to, _create_token(stage, INSTALLER))
    try:
        dossier = client.get(f"/dossiers/{dossier_id}")
    finally:
        client.close()

    def mails() -> list[str]:
        found = [str(mail) for mail in stage.mails()[mails_before:]]
        return [mail for mail in found if dossier["reference"] in mail]

    def told() -> bool:
        stage.invoke("replay_unrelayed")
        return sum("mise en service" in mail.lower() for mail in mails()) >= 2

    _wait(told, "les mails de la date de mise en service")
    return Outcome(
        dossier_id,
        dossier["reference"],
        dossier["status"],
        dossier["commissioned_on"],
        tuple(milestones),
        len(mails()),
    )


def _create_token(stage: Stage, who: SignIn) -> str:
    """Sign in as a browser does and make an API token on the account's page."""
    with Browser(stage.portal, stage.connect_to) as browser:
        page = browser.open("/connexion")
        browser.submit(page, "/connexion", email=who.email, password=who.password)
        made = browser.submit(browser.open("/compte"), "/compte/jetons", label="Démonstration")
    found = re.search(r"rac_[\w-]{20,}", made)
    if found is None:
        raise PageBroken("the account page shows no new token")
    return found.group()


def _run_time(stage: Stage, factor: Decimal) -> None:
    """Make business time run at a factor, here and at the operator."""
    clock = set_clock(stage.table(), factor=factor)
    told = {"now": clock.business(real_now()).isoformat(), "factor": float(factor)}
    headers = {"Authorization": f"Bearer {stage.sandbox_key}"}
    httpx.put(f"{stage.sandbox}/clock", json=told, headers=headers, timeout=10).raise_for_status()


def _business_today(stage: Stage) -> date:
    return load_clock(stage.table()).business(real_now()).date()


def _in_words(instant: str) -> str:
    return format_date(datetime.fromisoformat(instant).date(), "long", locale="fr")


def _kind(name: str) -> str:
    return "application/pdf" if name.endswith(".pdf") else "image/jpeg"


def _wait[T](attempt: Callable[[], T], what: str) -> T:
    """Try until something comes, within a bound."""
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        found = attempt()
        if found:
            return found
        time.sleep(0.3)
    raise DemonstrationStuck(what)


__all__ = ["PEOPLE", "Outcome", "Stage", "load_people", "run_main_job"]

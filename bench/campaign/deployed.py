"""Fifty dossiers on the deployed stack: the packaged functions on the local cloud, with IAM enforced.

An installer's program deposits them over HTTP, four at a time: it creates each draft twice under one key,
sends four files straight to the bucket, waits for their verdicts and sends the dossier twice; the client signs
by the link in their mail. The stream, the queues and the state machine are the cloud's own; the scheduled jobs
run once at the end. Then the firm's list, each dossier, the lists of what waits and the mails are read.
"""

import html
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bench.campaign.figures import Bar, Figures, Section, how_of
from bench.campaign.log_lines import FOUND, LINES, WORDS
from bench.campaign.made_people import HOME, Client, papers_of
from chalicelib.aws.table import Table
from chalicelib.rows.beside import NOTICE
from chalicelib.rows.cases import CASE
from chalicelib.rows.listings import PENDING, SET_ASIDE, UNRELAYED, UNSENT
from infra.package import build_package
from local.api_client import ApiClient
from local.browser import Browser
from local.logs import list_lines, open_logs
from local.people import INSTALLER
from local.stage import LocalStage, stage_of
from tests.deployed import bring_up
from tests.packaged import TOYS

AT_ONCE = 4
LONGEST_S = 240
JOBS = ("replay_unrelayed", "sweep_documents", "supervise", "act_on_due", "replay_notices")
TOKEN = re.compile(r"rac_[\w-]{20,}")
LINK = re.compile(r"/souscription/[\w-]+")
LEVELS = ("INFO", "WARNING", "ERROR")


class Stuck(Exception):
    """The deployed stack did not come to what was awaited."""


def run(seed: int, count: int) -> Figures:
    """Deploy, and live so many dossiers; the seed chooses nothing here."""
    del seed
    figures = Figures()
    with deployed_stage() as stage:
        token = _create_token(stage)
        clients = [Client(number) for number in range(count)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            ids = pool.map(lambda one: _live(stage, token, one, figures), clients)
            lived = dict(zip(ids, clients, strict=True))
        for job in JOBS:
            stage.invoke(job)
        _wait(lambda: not list(_waiting(stage.table())), "the lists of what waits")
        _judge(stage, token, lived, figures)
        _search_logs(stage, figures)
    return figures


@contextmanager
def deployed_stage() -> Iterator[LocalStage]:
    """Deploy the stack on a cloud of its own; the environment speaks to it meanwhile."""
    kept = dict(os.environ)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        package = build_package(home / "package", TOYS)
        try:
            with contextmanager(bring_up)(package, home / "place") as deployed:
                os.environ.update(deployed.environment)
                yield stage_of(deployed.place)
        finally:
            os.environ.clear()
            os.environ.update(kept)


def _live(stage: LocalStage, token: str, client: Client, figures: Figures) -> str:
    """Deposit, send and sign one dossier."""
    caller = ApiClient(stage.portal, stage.connect_to, token)
    try:
        dossier_id = _create_twice(stage, token, client, figures)
        for slot, name, content in papers_of(datetime.now(UTC).date()):
            kind = "application/pdf" if name.endswith("pdf") else "image/jpeg"
            caller.upload(dossier_id, slot, name, kind, content)
        _wait(lambda: _accepted(caller, dossier_id) == 4, "the verdicts")
        for _ in range(2):
            caller.post(f"/dossiers/{dossier_id}/submit")
        figures.add("sent")
        _sign(stage, client, figures)
    finally:
        caller.close()
    return dossier_id


def _create_twice(stage: LocalStage, token: str, client: Client, figures: Figures) -> str:
    """Create a draft, and ask again under the same key: the answer is the same dossier."""
    told = {"Host": stage.portal.partition("//")[2], "Authorization": f"Bearer {token}"}
    headers = {**told, "Idempotency-Key": f"campaign-{client.number:06d}"}
    url = f"{stage.connect_to}/api/v1/dossiers"
    made = [httpx.post(url, json=client.form(), headers=headers, timeout=60) for _ in range(2)]
    ids = {one.raise_for_status().json()["id"] for one in made}
    figures.add("duplicated", len(ids) - 1)
    return str(ids.pop())


def _accepted(caller: ApiClient, dossier_id: str) -> int:
    pieces = caller.get(f"/dossiers/{dossier_id}")["pieces"]
    return sum(one["state"] == "accepted" for one in pieces)


def _sign(stage: LocalStage, client: Client, figures: Figures) -> None:
    """Sign as the client, by the link of their mail."""
    found: list[str] = []

    def look() -> bool:
        mine = (str(one) for one in stage.mails() if one["To"] == [client.email])
        found.extend(LINK.findall(html.unescape(" ".join(mine))))
        return bool(found)

    _wait(look, "the client's mail")
    with Browser(stage.portal, stage.connect_to) as browser:
        page = browser.open(found[-1])
        boxes = dict.fromkeys(re.findall(r'name="(consent_[\w-]+)"', page), "oui")
        browser.submit(page, found[-1], name=HOME.name, **boxes)
    figures.add("signed")


def _judge(stage: LocalStage, token: str, lived: Mapping[str, Client], figures: Figures) -> None:
    """Hold what is there against what was acknowledged."""
    caller, table = ApiClient(stage.portal, stage.connect_to, token), stage.table()
    mails, known = stage.mails(), Counter(_list_ids(caller))
    figures.add("dossiers", len(lived))
    figures.add("duplicated", known.total() - len(lived))
    for dossier_id, client in lived.items():
        timeline = caller.get(f"/dossiers/{dossier_id}/timeline")["stages"]
        reached = {one["milestone"] for one in timeline if one["at"]}
        if known[dossier_id] != 1 or not {"submitted", "subscription_signed"} <= reached:
            figures.wrong("lost", f"{dossier_id}: {sorted(reached)}")
        reference = caller.get(f"/dossiers/{dossier_id}")["reference"]
        _judge_mails(table, dossier_id, _count_mails(mails, client, reference), figures)
    caller.close()
    for waits in _waiting(table):
        figures.wrong("still waiting", waits)


def _count_mails(mails: list[Mapping[str, Any]], client: Client, reference: str) -> Counter[str]:
    """Count the mails about a dossier, by who got them."""
    to_client = sum(one["To"] == [client.email] for one in mails)
    about = [one for one in mails if reference in html.unescape(str(one))]
    to_installer = sum(one["To"] == [INSTALLER.email] for one in about)
    return Counter(client=to_client, installer=to_installer)


def _judge_mails(table: Table, dossier_id: str, mails: Counter[str], figures: Figures) -> None:
    """Hold the notices of a dossier against the mails about it."""
    rows = table.query_all(CASE.pk(dossier_id), prefix=NOTICE.prefix, consistent=True)
    owed = Counter(str(row["addressee"]) for row in rows)
    figures.add("facts", len(rows))
    if mails != owed:
        figures.wrong("facts without exactly one mail", f"{dict(mails)}, owed {dict(owed)}")


def _list_ids(caller: ApiClient) -> Iterator[str]:
    start = ""
    while True:
        page = caller.get(f"/dossiers{start}")
        yield from (str(one["id"]) for one in page["dossiers"])
        if not page.get("next"):
            return
        start = f"?start={page['next']}"


def _waiting(table: Table) -> Iterator[str]:
    lists = (*UNRELAYED.shard_pks(), SET_ASIDE.pk(), PENDING.pk(), UNSENT.pk())
    for pk in lists:
        for item in table.query(pk, index="work", limit=50).items:
            yield f"{pk} {item['sk']}"


def _search_logs(stage: LocalStage, figures: Figures) -> None:
    logs = open_logs(stage.place)
    for level in LEVELS:
        for line in list_lines(logs, stage.place, since_ms=0, term=level):
            figures.add(LINES)
            if found := WORDS.search(str(line.said)):
                figures.wrong(FOUND, f"{found.group()} in {line.said}")


def _create_token(stage: LocalStage) -> str:
    with Browser(stage.portal, stage.connect_to) as browser:
        page = browser.open("/connexion")
        browser.submit(page, "/connexion", email=INSTALLER.email, password=INSTALLER.password)
        made = browser.submit(browser.open("/compte"), "/compte/jetons", label="Campagne")
    found = TOKEN.search(made)
    if found is None:
        raise Stuck("no token")
    return found.group()


def _wait(attempt: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + LONGEST_S
    while not attempt():
        if time.monotonic() > until:
            raise Stuck(what)
        time.sleep(0.5)


SECTION = Section(
    name="deployed",
    title="Fifty dossiers on the deployed stack",
    how=how_of(__doc__),
    bars=(
        Bar("dossiers", "dossiers", "at least", 50),
        Bar("sent", "of these sent"),
        Bar("signed", "of these signed by their client"),
        Bar("lost", "acknowledged and lost", "exactly"),
        Bar("duplicated", "duplicated", "exactly"),
        Bar("still waiting", "events, files, mails still waiting after the jobs", "exactly"),
        Bar("facts", "business facts that write a mail"),
        Bar("facts without exactly one mail", "of these without exactly one mail", "exactly"),
        Bar(LINES, "log lines searched"),
        Bar(FOUND, "personal data found in them", "exactly"),
    ),
    run=run,
    count=50,
    at_once=50,
)

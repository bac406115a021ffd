"""The people outside: an installer's program and a client, who ask again until they are answered."""

import html
import re
from dataclasses import dataclass, field

from bench.campaign.made_people import HOME, Client, papers_of
from bench.campaign.world import World
from chalicelib.aws.clock import real_now
from tests.portal import Answer, Portal, open_app

TRIES = 60
LINK = re.compile(r"/souscription/([\w-]+)")


@dataclass
class Given:
    """A client's dossier as its installer's program knows it: what was acknowledged."""

    client: Client
    dossier_id: str = ""
    stored: set[str] = field(default_factory=set)
    is_sent: bool = False
    is_signed: bool = False


def deposit(world: World, one: Given) -> None:
    """Create a draft and store its papers: each asked again until it is acknowledged."""
    number = one.client.number
    made = _insist(world, "POST", "/dossiers", one.client.form(), f"campaign-draft-{number}")
    if made is None:
        return
    one.dossier_id = made.json()["id"]
    for slot, name, content in papers_of(real_now().date()):
        told = {"slot": slot, "file_name": name, "size_bytes": len(content)}
        path = f"/dossiers/{one.dossier_id}/pieces"
        ticket = _insist(world, "POST", path, told, f"campaign-{slot}-{number}")
        if ticket is not None:
            kind = "application/pdf" if name.endswith("pdf") else "image/jpeg"
            world.store(ticket.json()["fields"]["key"], content, kind)
            one.stored.add(slot)


def send(world: World, one: Given) -> None:
    """Send the draft, sometimes once more than needed."""
    if not one.dossier_id:
        return
    number = one.client.number
    path = f"/dossiers/{one.dossier_id}/submit"
    one.is_sent = _insist(world, "POST", path, None, f"campaign-send-{number}") is not None
    if world.habits.random.random() < 0.2:  # a program that asks again what was acknowledged
        _insist(world, "POST", "/dossiers", one.client.form(), f"campaign-draft-{number}")
        _insist(world, "POST", path, None, f"campaign-send-{number}")


def _insist(world: World, method: str, path: str, body: object, key: str) -> Answer | None:
    """Ask until there is an answer that is no trouble; None, told, when there never is."""
    answer: Answer | None = None
    for tried in range(TRIES):
        answer = world.ask(lambda portal: portal.call(method, path, body, idempotency_key=key))
        if answer is not None and answer.status < 300:
            world.figures.add("acknowledged")
            world.figures.add("asked again", tried)
            return answer
        if answer is not None and answer.status < 500 and answer.status not in {409, 429}:
            break
        world.time.pause(2)
    told = f"{answer.status} {answer.body[:200]}" if answer else "no answer"
    world.figures.wrong("refused", f"{method} {path.partition('_')[0]}: {told}")
    return None


def sign(world: World, one: Given) -> None:
    """Sign as the client, by the newest link that reached them."""
    if not one.is_sent:
        return
    links = [
        found
        for mail in world.cloud.mails
        if mail.case_id == one.dossier_id
        for found in LINK.findall(mail.text)
    ]
    world.secrets.update(links)
    if not links:
        return  # the mail waits for its replay: the dossier is judged as it is
    browser = Portal(open_app())
    path = f"/souscription/{links[-1]}"
    for _ in range(TRIES):
        shown = world.ask(lambda portal: portal.get(path), browser)
        if shown is None or shown.status != 200:
            world.time.pause(2)
            continue
        body = html.unescape(shown.body)
        ticked = re.findall(r'name="(consent_[\w-]+|[\w-]+)" value="oui"', body)
        versions = re.search(r'name="versions" value="([^"]*)"', body)
        fields = {
            "name": HOME.name,
            "versions": versions[1] if versions else "",
            **dict.fromkeys(ticked, "oui"),
        }
        answer = world.ask(lambda portal, fields=fields: portal.post(path, fields), browser)  # type: ignore[misc] # bound here
        if answer is not None and answer.status == 303:
            one.is_signed = True
            world.figures.add("signed")
            return
        world.time.pause(2)
    world.figures.wrong("refused", "the signature")

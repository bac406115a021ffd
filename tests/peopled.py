"""A stage in this process with a dossier in every state, people of every role, and their browsers.

The dossiers are lived, not written: one has come to its end, one was signed, one waits for its
installer, one for its client, one is a draft with a form and one without.
"""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.life import PASSWORD, Life, begin_life
from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.find_firm import find_firm
from chalicelib.accounts.links import LinkKind, mint_account_link
from chalicelib.accounts.model import Role
from chalicelib.accounts.store import account_key
from chalicelib.accounts.weekly_summary import mint_ending
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.desk.acts import TAKE
from chalicelib.following.change_links import make_link
from chalicelib.partner_library.add_item import add_item
from chalicelib.partner_library.model import ItemKind, Sheet
from chalicelib.partner_library.ticket import open_ticket
from chalicelib.settings import load_settings
from chalicelib.subscription.mint_link import mint_link
from chalicelib.web.headers import forget_policy
from tests.browser.near_portal import portal_handler, serve
from tests.portal import Answer, Portal, open_app

ADMIN, AGENT, COLLEAGUE = "ana@toits.example", "agathe@agence.example", "colin@toits.example"
DESK = Actor("usr_desk", "agent", "page")


@dataclass(frozen=True, slots=True)
class Peopled:
    """The life, where its portal is served, who looks, and what stands for each place of a path."""

    life: Life
    url: str
    visitors: Mapping[str, Portal]
    places: Mapping[str, Sequence[str]]

    def ask(self, who: str, address: str) -> Answer:
        """Ask for an address as somebody; what the answer sets is not kept."""
        known = self.visitors[who]
        return Portal(known.app, jar=dict(known.jar)).get(address)


@contextmanager
def open_peopled() -> Iterator[Peopled]:
    """Open the stage, people it, and serve its portal on a free port."""
    with begin_life() as life:
        visitors, places = people(life)
        server = serve(portal_handler(threading.RLock()))
        url = f"http://127.0.0.1:{server.server_address[1]}"
        os.environ["PORTAL_URL"] = url  # the life gives the environment back at its end
        load_settings.cache_clear()
        forget_policy()
        try:
            yield Peopled(life, url, visitors, places)
        finally:
            server.shutdown()
            server.server_close()
    forget_policy()


def people(life: Life) -> tuple[dict[str, Portal], dict[str, Sequence[str]]]:
    """People a life: give who looks, and what stands for each place of a path."""
    _enrol(life)
    whole, signed = life.live(), life.draft()
    life.send(signed)
    life.sign(signed)
    visitors = _sign_in()
    return visitors, _live(life, visitors, whole, signed)


def _enrol(life: Life) -> None:
    firm = find_firm(life.installer.firm_id)
    wanted = (
        (ADMIN, "Ana Garnier", Role.INSTALLER, True),
        (COLLEAGUE, "Colin Petit", Role.INSTALLER, False),
        (AGENT, "Agathe Noël", Role.AGENT, False),
    )
    for email, name, role, is_admin in wanted:
        enrol_user(
            life.stage.table,
            email=email,
            name=name,
            role=role,
            password=PASSWORD,
            firm=firm if role is Role.INSTALLER else None,
            is_admin=is_admin,
        )


def _sign_in() -> dict[str, Portal]:
    browsers = {who: Portal(open_app()) for who in ("nobody", "installer", "agent")}
    for who, email in (("installer", ADMIN), ("agent", AGENT)):
        assert browsers[who].sign_in(email, PASSWORD).status == 303
    return browsers


def _live(
    life: Life, browsers: dict[str, Portal], whole: str, signed: str
) -> dict[str, Sequence[str]]:
    """Live the other dossiers, and say what stands for each place."""
    secret = _secret_for(life, whole)
    browsers["client"] = _open_space(secret, _secret_for(life, signed))
    asked = life.draft()
    life.send(asked)
    waiting = life.draft()
    life.send(waiting)
    bare = life.caller.call("POST", "/dossiers", {}, idempotency_key="peopled-bare").json()["id"]
    draft = life.draft()
    life.announce(draft, "facture", "facture.pdf", 9)
    _make_wait(browsers, life, waiting)
    assert browsers["client"].post(f"/dossiers/{whole}/recus", {}).status == 303
    dossiers = (waiting, asked, signed, whole, draft, bare)
    followed = make_link(waiting, by=DESK).rpartition("/")[2]
    question = _ask_us(browsers)
    pieces = [one.document_id for dossier in (waiting, draft) for one in life.load(dossier).pieces]
    return {
        "dossier_id": dossiers,
        "case_id": dossiers,
        "document_id": pieces,
        "token": (_secret_for(life, asked), secret, followed, *_account_links(life)),
        "job_id": _ask_jobs(browsers, whole),
        "batch_id": (_begin_batch(browsers["agent"], waiting, asked),),
        "item_id": _fill_library(),
        "user_id": (_find_colleague(life),),
        "owner": (question,),
        "contact_id": (question,),
        "report": (_report_barrier(browsers["nobody"]),),
    }


def _secret_for(life: Life, dossier_id: str) -> str:
    path, _ends = mint_link(life.load(dossier_id).head, table=life.stage.table)
    return path.rpartition("/")[2]


def _open_space(secret: str, also: str) -> Portal:
    """Open the client's space by the link of one dossier, and put another into it."""
    client = Portal(open_app())
    client.get(f"/souscription/{secret}")
    fields = {"password": PASSWORD, "again": PASSWORD}
    answer = client.post(f"/souscription/{secret}/espace", fields)
    assert answer.headers.get("location") == "/mes-dossiers", answer.body
    assert client.post(f"/souscription/{also}/espace", {}).status == 303
    return client


def _begin_batch(agent: Portal, *dossier_ids: str) -> str:
    """Have an agent take dossiers, as many at once."""
    fields = {"sorte": "dossier", "acte": TAKE, "dossiers": " ".join(dossier_ids), "key": "lot"}
    return agent.post("/lots", fields).headers["location"].rpartition("/")[2]


def _make_wait(browsers: Mapping[str, Portal], life: Life, dossier_id: str) -> None:
    """Refuse a file, ask for another, write and ask for a change: each side has something to do."""
    here, agent, installer = f"/dossiers/{dossier_id}", browsers["agent"], browsers["installer"]
    [bill] = [one for one in life.load(dossier_id).pieces if one.slot == "facture"]
    told = {"words": "La page 2 manque : déposez la facture entière."}
    asked = "Envoyez aussi l’attestation de conformité visée."
    acts: tuple[tuple[Portal, str, dict[str, str]], ...] = (
        (agent, f"/fichiers/{bill.document_id}/refus", {"reason": "incomplete", **told}),
        (agent, "/demande-de-piece", {"slot": "consuel", "words": asked}),
        (agent, "/messages", {"words": "Bonjour, où en est le Consuel ?", "key": "1", "seen": "0"}),
        (installer, "/messages", {"words": "Il arrive demain.", "key": "2", "seen": "1"}),
        (installer, "/modifications", {"kind": "contact", "mobile": "0612345679"}),
        (installer, "/recus", {}),
    )
    for who, path, fields in acts:
        answer = who.post(here + path, fields)
        assert answer.status == 303, f"{path}: {answer.status} {answer.body}"


def _account_links(life: Life) -> Iterator[str]:
    """Mint links to choose a password, to confirm an address and to end the Monday summary."""
    account = life.stage.table.get(account_key(COLLEAGUE), "ACCOUNT")
    assert account is not None
    for kind in (LinkKind.RESET, LinkKind.ADDRESS):
        path, _ends = mint_account_link(life.stage.table, kind, account, now=real_now())
        yield path.rpartition("/")[2]
    ending = mint_ending(account["user_id"], now=real_now(), table=life.stage.table)
    yield ending.rpartition("/")[2]


def _ask_jobs(browsers: Mapping[str, Portal], dossier_id: str) -> list[str]:
    """Ask for a list and for each one's archive."""
    listed = browsers["installer"].post("/dossiers/export", {"format": "csv", "key": "liste"})
    archive = f"/dossiers/{dossier_id}/archive"
    asked = [browsers[who].post(archive, {"key": who}) for who in ("agent", "client")]
    return [one.headers["location"].rpartition("/")[2] for one in (listed, *asked)]


def _report_barrier(visitor: Portal) -> str:
    """Report a barrier, and give the secret of the page where its answer will stand."""
    visitor.get("/accessibilite")
    fields = {"page": "", "words": "Le texte est trop petit.", "key": ""}
    answer = visitor.post("/accessibilite/signalements", fields)
    return answer.headers["location"].rpartition("/")[2]


def _ask_us(browsers: Mapping[str, Portal]) -> str:
    """Ask something by the public form, and give the question's id as agents have it."""
    browsers["nobody"].get("/contact")
    fields = {"name": "Zoé Roche", "email": "zoe@client.example", "words": "Et ma batterie ?"}
    assert browsers["nobody"].post("/contact", {**fields, "key": "1"}).status == 200
    listed = browsers["agent"].get("/demandes").body
    return listed.partition('href="/demandes/')[2].partition("/")[0]


def _fill_library() -> list[str]:
    """Put two documents in the library, one of them with a file on its way."""
    sheets = (
        Sheet(ItemKind.CHARTER, "Charte de bonnes pratiques"),
        Sheet(ItemKind.BROCHURE, "Brochure", words="À remettre au client.", for_clients=True),
    )
    items = [add_item(sheet, by=DESK) for sheet in sheets]
    open_ticket(items[0].item_id, file_name="charte.pdf", size_bytes=9, by=DESK)
    return [one.item_id for one in items]


def _find_colleague(life: Life) -> str:
    account = life.stage.table.get(account_key(COLLEAGUE), "ACCOUNT")
    assert account is not None
    user_id: str = account["user_id"]
    return user_id

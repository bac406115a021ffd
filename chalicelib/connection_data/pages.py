"""Agents' page of a person's data: what is kept, its export, the asking for its erasure."""

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.connection_data.model import require_erasable
from chalicelib.dossiers.load import load_dossier
from chalicelib.policy.audiences import AGENTS
from chalicelib.refusals import Refusal
from chalicelib.retention.ask_erasure import ask_erasure
from chalicelib.rows.cases import ERASURE
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

pages = Blueprint(__name__)

PATH = "/dossiers/{dossier_id}/donnees"


@page(pages, PATH, allow=AGENTS)
def show_person(visit: Visit, dossier_id: str) -> Response:
    """Show what is kept of a dossier's person, and what may be asked."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    try:
        require_erasable(dossier)
        why_not = ""
    except Refusal as refusal:
        why_not = translate(refusal.message)
    asked = ERASURE.sk() in dossier.rows
    return visit.show("retention/person.html", dossier=dossier, why_not=why_not, asked=asked)


@page(pages, PATH + "/effacement", method="POST", allow=AGENTS)
def erase(visit: Visit, dossier_id: str) -> Response:
    """Ask for the erasure; the daily job carries it out."""
    ask_erasure(dossier_id, by=as_actor(visit.person, "page"))
    asked = _("L’effacement est demandé : il sera fait et vérifié dans la journée.")
    return visit.go(f"/dossiers/{dossier_id}/donnees", flash=asked)


@page(pages, PATH + "/export", allow=AGENTS)
def export(visit: Visit, dossier_id: str) -> Response:
    """Give all that is kept as a JSON file."""
    from chalicelib.retention.export_person import export_person
    from chalicelib.web.call import write_json

    document = export_person(dossier_id, by=as_actor(visit.person, "page"))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": f'attachment; filename="donnees-{dossier_id}.json"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return visit.answer(write_json(document), 200, headers)

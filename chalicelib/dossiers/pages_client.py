"""A client's own page: the dossiers that they signed, and where each stands."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.blueprints import pages
from chalicelib.dossiers.list_for_client import list_for_client
from chalicelib.dossiers.status_labels import TONES, label_status
from chalicelib.policy.audiences import CLIENTS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate


@page(pages, "/mes-dossiers", allow=CLIENTS)
def show_own_list(visit: Visit) -> Response:
    """Show a client's dossiers; with a single one, that one."""
    heads = list_for_client(by=as_actor(visit.person, "page"))
    if len(heads) == 1:
        return visit.go(f"/dossiers/{heads[0].dossier_id}")
    lines = [
        {
            "url": f"/dossiers/{head.dossier_id}",
            "head": head,
            "status": translate(label_status(head.status, head.operator)),
            "tone": TONES[head.status],
        }
        for head in heads
    ]
    return visit.show("dossiers/own_list.html", lines=lines)

"""The list of dossiers, and the button that begins one."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.blueprints import pages
from chalicelib.policy.audiences import INSTALLERS, PROFESSIONALS
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.web.page import page
from chalicelib.web.visit import Visit


@page(pages, "/dossiers", allow=PROFESSIONALS)
def show_list(visit: Visit) -> Response:
    """Show the firm's dossiers, or to an agent the queue."""
    if can(visit.person, Connection.LIST_QUEUE):
        from chalicelib.dossiers.queue_page import draw_queue

        return draw_queue(visit)
    from chalicelib.dossiers.list_page import draw_list

    return draw_list(visit)


@page(pages, "/dossiers/nouveau", allow=INSTALLERS, method="POST")
def create(visit: Visit) -> Response:
    """Begin a draft; a double click begins one."""
    from chalicelib.dossiers.create_draft import create_draft

    actor = as_actor(visit.person, "page")
    dossier = create_draft({}, idempotency_key=visit.form.text("key"), by=actor)
    return visit.go(f"/dossiers/{dossier.head.dossier_id}/etape/1")

"""Sending a draft: read it all again, send it, and get the number to read aloud."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.blueprints import pages
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.visit import Visit


@page(pages, "/dossiers/{dossier_id}/recapitulatif", allow=INSTALLERS)
def show_recap(visit: Visit, dossier_id: str) -> Response:
    """Show all that will be sent, what it still lacks and what deserves a second look."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    if dossier.head.status is not Status.DRAFT:
        return visit.go(f"/dossiers/{dossier_id}")
    from chalicelib.deposit.recap_page import draw_recap

    return draw_recap(visit, dossier)


@page(pages, "/dossiers/{dossier_id}/envoi", allow=INSTALLERS, method="POST")
def send(visit: Visit, dossier_id: str) -> Response:
    """Send the dossier; a second click lands on the same confirmation."""
    from chalicelib.dossiers.submit import submit_dossier

    actor = as_actor(visit.person, "page")
    try:
        submit_dossier(dossier_id, by=actor)
    except InvalidFields:
        from chalicelib.deposit.recap_page import draw_recap

        return draw_recap(visit, load_dossier(dossier_id, seen_by=actor), status=422)
    return visit.go(f"/dossiers/{dossier_id}/envoye")


@page(pages, "/dossiers/{dossier_id}/envoye", allow=INSTALLERS)
def show_sent(visit: Visit, dossier_id: str) -> Response:
    """Confirm the sending, with the reference number to read aloud."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    if not dossier.head.reference:
        return visit.go(f"/dossiers/{dossier_id}")
    return visit.show("deposit/sent.html", dossier=dossier)

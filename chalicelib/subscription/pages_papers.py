"""The signed papers: downloaded by those who may see the dossier, and by the client's own link."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.refusals import NotFound
from chalicelib.subscription.blueprints import pages
from chalicelib.subscription.open_link import open_link
from chalicelib.subscription.panel import show_panel
from chalicelib.subscription.recap import read_shown, write_shown
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit

provide("show_subscription_panel", show_panel)


@page(pages, "/dossiers/{dossier_id}/souscription/{text_id}", allow=SIGNED_IN)
def download_paper(visit: Visit, dossier_id: str, text_id: str) -> Response:
    """Redirect to a signed paper of a dossier."""
    from chalicelib.subscription.read_paper import read_paper

    return visit.go(read_paper(dossier_id, text_id, by=as_actor(visit.person, "page")))


@page(pages, "/souscription/{token}/documents/{text_id}", allow="public")
def download_own_paper(visit: Visit, token: str, text_id: str) -> Response:
    """Redirect to a signed paper, by the client's link."""
    from chalicelib.subscription.read_paper import read_paper_by_link

    return visit.go(read_paper_by_link(token, text_id))


@page(pages, "/souscription/{token}/retractation", allow="public")
def show_withdrawal_form(visit: Visit, token: str) -> Response:
    """Show the withdrawal form, filled in and made to be printed; before the signature too."""
    from chalicelib.subscription.withdrawal import find_withdrawal_day
    from chalicelib.subscription.withdrawal_form import list_form_lines

    opening = open_link(token)
    head, signed_at = opening.dossier.head, opening.signed_at
    last_on = find_withdrawal_day(opening.dossier, signed_at or head.updated_at)
    if last_on is None:
        raise NotFound
    shown = read_shown(write_shown(opening.dossier))
    return visit.show(
        "subscription/withdrawal.html",
        token=token,
        lines=list_form_lines(head.reference, shown, signed_at),
        last_on=last_on if signed_at else None,
    )

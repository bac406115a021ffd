"""All clients' commissionings, month by month: those that were, announced, and awaited (F67)."""

from chalice.app import Response

from chalicelib.dossiers.blueprints import pages
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit


@page(pages, "/dossiers/mises-en-service", allow=INSTALLERS)
def show_commissionings(visit: Visit) -> Response:
    """Show the firm's commissionings: announced, awaited, then what was, a page at a time."""
    from chalicelib.dossiers.commissionings_page import draw_commissionings

    return draw_commissionings(visit)

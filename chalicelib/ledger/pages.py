"""The ledger's page, and the estimate that it lends to the dossier's own page."""

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit

pages = Blueprint(__name__)


def tell_estimate(dossier: Dossier) -> str:
    """Tell how long the awaited step took for dossiers like this one; empty when too few did."""
    from chalicelib.ledger.find_estimate import find_estimate
    from chalicelib.ledger.words import write_estimate

    found = find_estimate(dossier)
    return write_estimate(found, dossier.head.operator) if found else ""


provide("tell_estimate", tell_estimate)


@page(pages, "/dossiers/{dossier_id}/temps", allow=SIGNED_IN)
def show_time(visit: Visit, dossier_id: str) -> Response:
    """Show whose turn it was, in days; a draft has no ledger yet."""
    from chalicelib.ledger.read_ledger import read_ledger
    from chalicelib.ledger.views import show_shares, show_turns, tell_days

    dossier, ledger = read_ledger(dossier_id, by=as_actor(visit.person, "page"))
    head = dossier.head
    if head.status is Status.DRAFT:
        return visit.go(f"/dossiers/{dossier_id}")
    return visit.show(
        "ledger/time.html",
        head=head,
        ledger=ledger,
        days=tell_days(ledger.days),
        shares=show_shares(ledger, head.operator, head.postcode),
        turns=show_turns(ledger, head.operator, head.postcode),
        estimate=tell_estimate(dossier),
    )

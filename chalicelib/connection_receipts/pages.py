"""The pages of a dossier's receipts, and what its own pages show of them."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib.dossiers.model import Dossier
from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.receipts.model import ReceiptFormat
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

if TYPE_CHECKING:
    from chalicelib.receipts.show_receipts import Place

pages = Blueprint(__name__)

DOSSIER = "/dossiers/{dossier_id}"
RECEIPTS = DOSSIER + "/recus"
ONE = RECEIPTS + "/{number}"


def list_receipt_lines(dossier: Dossier) -> object:
    """List a dossier's receipts, for the pages of the rooms below."""
    from chalicelib.receipts import views

    return views.list_receipt_lines(dossier, RECEIPTS.format(dossier_id=dossier.head.dossier_id))


provide("list_receipts", list_receipt_lines)


@page(pages, RECEIPTS, allow=SIGNED_IN)
def show_receipts(visit: Visit, dossier_id: str) -> Response:
    """Show a dossier's receipts; a draft has none."""
    from chalicelib.receipts.show_receipts import load_shown, show_list

    dossier = load_shown(visit, dossier_id)
    back = DOSSIER.format(dossier_id=dossier_id)
    if not dossier.head.reference:
        return visit.go(back)
    crumbs = (("/dossiers", translate(_("Dossiers"))), (back, dossier.head.reference))
    return show_list(visit, dossier, _place(dossier_id, crumbs))


@page(pages, RECEIPTS, method="POST", allow=SIGNED_IN)
def seal(visit: Visit, dossier_id: str) -> Response:
    """Seal a receipt of the present state; a second click finds the same."""
    from chalicelib.receipts.show_receipts import seal_now

    return seal_now(visit, dossier_id, _place(dossier_id))


@page(pages, ONE, allow=SIGNED_IN)
def show_verification(visit: Visit, dossier_id: str, number: str) -> Response:
    """Verify a receipt against the journal and the bytes that we keep."""
    from chalicelib.receipts.show_receipts import show_verified

    crumbs = ((DOSSIER.format(dossier_id=dossier_id), translate(_("Dossier"))),)
    return show_verified(visit, dossier_id, number, _place(dossier_id, crumbs))


@page(pages, ONE + "/pdf", allow=SIGNED_IN)
def download_pdf(visit: Visit, dossier_id: str, number: str) -> Response:
    """Send the browser to the receipt's PDF, for a few minutes."""
    from chalicelib.receipts.show_receipts import download

    return download(visit, dossier_id, number, ReceiptFormat.PDF)


@page(pages, ONE + "/json", allow=SIGNED_IN)
def download_json(visit: Visit, dossier_id: str, number: str) -> Response:
    """Send the browser to the receipt's JSON, for a few minutes."""
    from chalicelib.receipts.show_receipts import download

    return download(visit, dossier_id, number, ReceiptFormat.JSON)


def _place(dossier_id: str, crumbs: tuple[tuple[str, str], ...] = ()) -> "Place":
    from chalicelib.receipts.show_receipts import Place

    under = RECEIPTS.format(dossier_id=dossier_id)
    return Place(under, crumbs, back=DOSSIER.format(dossier_id=dossier_id))

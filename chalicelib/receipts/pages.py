"""The receipts' pages: a dossier's own, for those who may see it, and the check for anybody."""

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.receipts.model import LONGEST_PASTE, Format, read_ordinal
from chalicelib.refusals import InvalidFields
from chalicelib.web.cookies import Flash
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

pages = Blueprint(__name__)

RECEIPTS = "/dossiers/{dossier_id}/recus"
ONE = RECEIPTS + "/{number}"
INPUTS = {"receipt": "recu", "file": "fichier"}
"""The check's fields, and their names on the page."""


def list_receipt_lines(dossier: Dossier) -> object:
    """List a dossier's receipts, for the pages of the rooms below."""
    from chalicelib.receipts import views

    return views.list_receipt_lines(dossier)


provide("list_receipts", list_receipt_lines)


@page(pages, RECEIPTS, allow=SIGNED_IN)
def show_receipts(visit: Visit, dossier_id: str) -> Response:
    """Show a dossier's receipts; a draft has none."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    if not dossier.head.reference:
        return visit.go(f"/dossiers/{dossier_id}")
    return visit.show("receipts/list.html", head=dossier.head, lines=list_receipt_lines(dossier))


@page(pages, RECEIPTS, method="POST", allow=SIGNED_IN)
def seal(visit: Visit, dossier_id: str) -> Response:
    """Seal a receipt of the present state; a second click finds the same."""
    from chalicelib.receipts.seal_receipt import seal_receipt

    receipt = seal_receipt(dossier_id, by=as_actor(visit.person, "page"))
    done = _("Le reçu {number} est scellé. Téléchargez le PDF et le JSON, et gardez les deux.")
    flash = Flash(done, values={"number": receipt.number})
    return visit.go(f"/dossiers/{dossier_id}/recus", flash=flash)


@page(pages, ONE, allow=SIGNED_IN)
def show_verification(visit: Visit, dossier_id: str, number: str) -> Response:
    """Verify a receipt against the journal and the bytes that we keep."""
    from chalicelib.receipts.verify_receipt import verify_receipt
    from chalicelib.receipts.views import KEPT, show_receipt

    actor = as_actor(visit.person, "page")
    found = verify_receipt(dossier_id, read_ordinal(number), by=actor)
    return visit.show(
        "receipts/verification.html",
        dossier_id=dossier_id,
        line=show_receipt(dossier_id, found.receipt),
        found=found,
        json_kept=translate(KEPT[found.json]),
        pdf_kept=translate(KEPT[found.pdf]),
    )


@page(pages, ONE + "/pdf", allow=SIGNED_IN)
def download_pdf(visit: Visit, dossier_id: str, number: str) -> Response:
    """Send the browser to the receipt's PDF, for a few minutes."""
    return _download(visit, dossier_id, number, Format.PDF)


@page(pages, ONE + "/json", allow=SIGNED_IN)
def download_json(visit: Visit, dossier_id: str, number: str) -> Response:
    """Send the browser to the receipt's JSON, for a few minutes."""
    return _download(visit, dossier_id, number, Format.JSON)


@page(pages, "/verifier", allow="public")
def show_check(visit: Visit) -> Response:
    """Check a receipt, or a file against it, by fingerprints; without any, ask for them."""
    receipt, copy = visit.query.get("recu", ""), visit.query.get("fichier", "")
    if not receipt.strip() and not copy.strip():
        return _draw_check(visit)
    from chalicelib.receipts.check_copy import check_copy
    from chalicelib.receipts.instants import tell_instant
    from chalicelib.receipts.views import COPY_STANDINGS, STANDINGS

    try:
        answer = check_copy(receipt, copy, source_address=visit.source_address)
    except InvalidFields as invalid:
        errors = {
            INPUTS[one.field]: translate(one.message, label=translate(str(one.values["label"])))
            for one in invalid.problems
        }
        return _draw_check(visit, status=422, errors=errors)
    return _draw_check(
        visit,
        answer=answer,
        title=translate(STANDINGS[answer.receipt]),
        sealed=tell_instant(answer.sealed_at) if answer.sealed_at else "",
        copy_words=translate(COPY_STANDINGS[answer.file]),
    )


def _draw_check(visit: Visit, *, status: int = 200, **shown: object) -> Response:
    blank: dict[str, object] = {
        "answer": None,
        "title": "",
        "sealed": "",
        "copy_words": "",
        "errors": {},
    }
    typed = {name: visit.query.get(name, "")[:LONGEST_PASTE] for name in INPUTS.values()}
    return visit.show("receipts/check.html", status=status, typed=typed, **(blank | shown))


def _download(visit: Visit, dossier_id: str, number: str, form: Format) -> Response:
    from chalicelib.receipts.read_receipt import read_receipt

    actor = as_actor(visit.person, "page")
    return visit.go(read_receipt(dossier_id, read_ordinal(number), form, by=actor))

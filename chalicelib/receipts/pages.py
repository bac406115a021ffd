"""The receipts' pages: a case's own, for those who may see it, and the check for anybody."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.receipts.model import LONGEST_PASTE, ReceiptFormat
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate

if TYPE_CHECKING:
    from chalicelib.receipts.show_receipts import Place

pages = Blueprint(__name__)

RECEIPTS = "/recus/{case_id}"
ONE = RECEIPTS + "/{number}"
INPUTS = {"receipt": "recu", "file": "fichier"}
"""The check's fields, and their names on the page."""


@page(pages, RECEIPTS, allow=SIGNED_IN)
def show_receipts(visit: Visit, case_id: str) -> Response:
    """Show a case's receipts."""
    from chalicelib.receipts.show_receipts import load_shown, show_list

    return show_list(visit, load_shown(visit, case_id), _place(case_id))


@page(pages, RECEIPTS, method="POST", allow=SIGNED_IN)
def seal(visit: Visit, case_id: str) -> Response:
    """Seal a receipt of the present state; a second click finds the same."""
    from chalicelib.receipts.show_receipts import seal_now

    return seal_now(visit, case_id, _place(case_id))


@page(pages, ONE, allow=SIGNED_IN)
def show_verification(visit: Visit, case_id: str, number: str) -> Response:
    """Verify a receipt against the journal and the bytes that we keep."""
    from chalicelib.receipts.show_receipts import show_verified

    return show_verified(visit, case_id, number, _place(case_id))


@page(pages, ONE + "/pdf", allow=SIGNED_IN)
def download_pdf(visit: Visit, case_id: str, number: str) -> Response:
    """Send the browser to the receipt's PDF, for a few minutes."""
    from chalicelib.receipts.show_receipts import download

    return download(visit, case_id, number, ReceiptFormat.PDF)


@page(pages, ONE + "/json", allow=SIGNED_IN)
def download_json(visit: Visit, case_id: str, number: str) -> Response:
    """Send the browser to the receipt's JSON, for a few minutes."""
    from chalicelib.receipts.show_receipts import download

    return download(visit, case_id, number, ReceiptFormat.JSON)


def _place(case_id: str) -> "Place":
    from chalicelib.receipts.show_receipts import Place

    return Place(RECEIPTS.format(case_id=case_id))


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

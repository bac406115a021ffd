"""A case's receipts on pages, whichever address they stand under."""

from dataclasses import dataclass
from typing import Any

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.cases.registry import kind_of
from chalicelib.receipts.model import ReceiptFormat, read_ordinal
from chalicelib.receipts.of_kind import receipts_of
from chalicelib.receipts.read_receipt import load_with_receipts, read_receipt
from chalicelib.receipts.views import KEPT, list_receipt_lines, show_receipt
from chalicelib.web.cookies import Flash
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case's receipts are shown: `under` an address, after crumbs of address and text.

    `back` is the address of the case's own page, "" where it has none.
    """

    under: str
    crumbs: tuple[tuple[str, str], ...] = ()
    back: str = ""


def load_shown(visit: Visit, case_id: str) -> Any:
    """Load a case whose receipts are shown; NotFound for who may not see it."""
    return load_with_receipts(case_id, by=as_actor(visit.person, "page"))


def show_list(visit: Visit, case: Any, place: Place) -> Response:
    """Show a case's receipts."""
    receipts = receipts_of(kind_of(case.head.case_id))
    return visit.show(
        "receipts/list.html",
        place=place,
        name=receipts.name_case(case),
        lines=list_receipt_lines(case, place.under),
        soon=translate(receipts.words.soon),
    )


def seal_now(visit: Visit, case_id: str, place: Place) -> Response:
    """Seal a receipt of the present state and go back to the list."""
    from chalicelib.receipts.seal_receipt import seal_receipt

    receipt = seal_receipt(case_id, by=as_actor(visit.person, "page"))
    done = _("Le reçu {number} est scellé. Téléchargez le PDF et le JSON, et gardez les deux.")
    return visit.go(place.under, flash=Flash(done, values={"number": receipt.number}))


def show_verified(visit: Visit, case_id: str, number: str, place: Place) -> Response:
    """Verify a receipt against the journal and the bytes that we keep, and show what was found."""
    from chalicelib.receipts.verify_receipt import verify_receipt

    actor = as_actor(visit.person, "page")
    found = verify_receipt(case_id, read_ordinal(number), by=actor)
    return visit.show(
        "receipts/verification.html",
        place=place,
        line=show_receipt(found.receipt, place.under),
        found=found,
        json_kept=translate(KEPT[found.json]),
        pdf_kept=translate(KEPT[found.pdf]),
    )


def download(visit: Visit, case_id: str, number: str, form: ReceiptFormat) -> Response:
    """Send the browser to one form of a receipt."""
    actor = as_actor(visit.person, "page")
    return visit.go(read_receipt(case_id, read_ordinal(number), form, by=actor))

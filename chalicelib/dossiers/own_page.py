"""A client's page of a dossier: in plain words, what was done, what comes next, whom to ask."""

from typing import TYPE_CHECKING

from chalicelib.accounts.find_firm import find_firm
from chalicelib.aws.clock import business_now
from chalicelib.dossiers.dossier_page import may_cancel
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.needed_slots import list_needed_slots
from chalicelib.dossiers.pieces import latest_pieces
from chalicelib.form.recap import recap_form
from chalicelib.reference.required_pieces import Due
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate

if TYPE_CHECKING:
    from chalice.app import Response


def draw_own(visit: Visit, dossier: Dossier) -> "Response":
    """Draw the page of a sent dossier for its client: the dossier as it was read, and one read."""
    firm = find_firm(dossier.head.firm_id)
    return visit.show(
        "dossiers/own.html",
        dossier=dossier,
        head=dossier.head,
        firm_name=firm.name if firm else "",
        papers=list_own_papers(dossier),
        recaps=recap_form(dossier.form),
        may_cancel=may_cancel(visit, dossier),
    )


def list_own_papers(dossier: Dossier) -> list[tuple[str, str]]:
    """The documents that the installer hands in, by label, each with its state.

    One that only an operator's question calls for is left out until somebody asks for it.
    """
    latest = latest_pieces(dossier)
    slots = list_needed_slots(dossier, business_now())
    return [
        (translate(slot.label), str(latest[slot.code].state) if slot.code in latest else "expected")
        for slot in slots
        if slot.due is not Due.NEVER or slot.code in latest
    ]

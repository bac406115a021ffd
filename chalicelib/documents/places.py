"""Where people go back to once something happened to a file."""

from collections.abc import Mapping

from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.reference.attached_slots import MESSAGE_FILE, TOTAL_CONSUEL

ATTACHED_PAGES: Mapping[str, str] = {
    MESSAGE_FILE.code: "messages#fichiers",
    TOTAL_CONSUEL.code: "puissance#fichiers",
}
"""The pages on which files stand that are no pieces."""


def place_of(dossier: Dossier) -> str:
    """Give the page on which all of the dossier's slots stand."""
    here = f"/dossiers/{dossier.head.dossier_id}"
    is_draft = dossier.head.status is Status.DRAFT
    return f"{here}/etape/5#pieces" if is_draft else f"{here}#pieces"


def place_to_give(dossier: Dossier) -> str:
    """Give the page on which the installer deposits: what is asked for alone, while it is waited for."""
    if dossier.head.status is Status.AWAITING_PIECE:
        return f"/dossiers/{dossier.head.dossier_id}/a-fournir"
    return place_of(dossier)


def place_of_slot(dossier: Dossier, slot: str) -> str:
    """Give the page to come back to after a deposit in a slot: of a message, of a request, or all."""
    if slot in ATTACHED_PAGES:
        return f"/dossiers/{dossier.head.dossier_id}/{ATTACHED_PAGES[slot]}"
    return place_to_give(dossier)


def place_of_review(dossier: Dossier, document_id: str = "") -> str:
    """Give the agents' page of all files, at one of them."""
    here = f"/dossiers/{dossier.head.dossier_id}/relecture"
    return f"{here}#piece-{document_id}" if document_id else f"{here}#suite"

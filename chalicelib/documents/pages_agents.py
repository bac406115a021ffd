"""The agents' pages of a dossier's files: go through them, accept, refuse, ask for one more."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import business_now
from chalicelib.cases.files.by_person import FileReason
from chalicelib.documents.blueprints import DOSSIER, pages
from chalicelib.documents.decide_piece import (
    accept_piece,
    ask_piece,
    check_piece_again,
    refuse_piece,
)
from chalicelib.documents.model import list_slots_of
from chalicelib.documents.places import place_of, place_of_review, place_of_slot
from chalicelib.documents.review_page import draw_review, find_next
from chalicelib.dossiers.attached import is_attached
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.policy.audiences import AGENTS
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.verdicts.words import AGENT_LABELS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

FILE = f"{DOSSIER}/fichiers/{{document_id}}"
REVIEW = "relecture"
"""What a form of the review says in `retour`, to come back to it."""


@page(pages, f"{DOSSIER}/relecture", allow=AGENTS)
def show_review(visit: Visit, dossier_id: str) -> Response:
    """Show all files of a dossier with what is known of each, to decide in place (F144)."""
    return draw_review(visit, _load(visit, dossier_id))


@page(pages, f"{FILE}/acceptation", method="POST", allow=AGENTS)
def accept(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Keep a file that an agent has looked at, or take a refusal back."""
    dossier = accept_piece(dossier_id, document_id, by=as_actor(visit.person, "page"))
    following = place_of_review(dossier, find_next(dossier, document_id))
    return visit.go(following, flash=_("La pièce est acceptée."))


@page(pages, f"{FILE}/refus", allow=AGENTS)
def show_refusal_form(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Ask the agent why the piece is refused."""
    return _draw_refusal(visit, dossier_id, document_id, {})


@page(pages, f"{FILE}/refus", method="POST", allow=AGENTS)
def refuse(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Refuse a piece: the installer is told why."""
    words = visit.form.text("words")
    actor = as_actor(visit.person, "page")
    try:
        chosen = _choose_reason(visit.form.text("reason"))
        dossier = refuse_piece(dossier_id, document_id, chosen, words, by=actor)
    except InvalidFields as invalid:
        errors = {one.field: translate(one.message, **one.values) for one in invalid.problems}
        return _draw_refusal(visit, dossier_id, document_id, errors, status=422)
    back = place_of_review(dossier, find_next(dossier, document_id))
    return visit.go(
        back if _from_review(visit) else place_of(dossier),
        flash=_("La pièce est refusée : l’installateur est prévenu."),
    )


@page(pages, f"{FILE}/relance", method="POST", allow=AGENTS)
def check_again(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Have a held file judged once more."""
    dossier = check_piece_again(dossier_id, document_id, by=as_actor(visit.person, "page"))
    back = place_of_review(dossier, document_id) if _from_review(visit) else place_of(dossier)
    file = dossier.find_piece(document_id)
    if file is not None and is_attached(file.slot):
        back = place_of_slot(dossier, file.slot)
    return visit.go(back, flash=_("La vérification est relancée."))


@page(pages, f"{DOSSIER}/demande-de-piece", allow=AGENTS)
def show_request_form(visit: Visit, dossier_id: str) -> Response:
    """Ask the agent which piece is needed, and why."""
    return _draw_request(visit, dossier_id, {})


@page(pages, f"{DOSSIER}/demande-de-piece", method="POST", allow=AGENTS)
def request_piece(visit: Visit, dossier_id: str) -> Response:
    """Ask the installer for one more piece: the dossier waits for it."""
    actor = as_actor(visit.person, "page")
    try:
        _require_words(visit.form.text("words"))
        dossier = ask_piece(dossier_id, visit.form.text("slot"), visit.form.text("words"), by=actor)
    except InvalidFields as invalid:
        errors = {one.field: translate(one.message, **one.values) for one in invalid.problems}
        return _draw_request(visit, dossier_id, errors, status=422)
    back = place_of_review(dossier) if _from_review(visit) else place_of(dossier)
    return visit.go(back, flash=_("La pièce est demandée à l’installateur."))


def _load(visit: Visit, dossier_id: str) -> Dossier:
    return load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))


def _from_review(visit: Visit) -> bool:
    return visit.request.method == "POST" and visit.form.text("retour") == REVIEW


def _choose_reason(reason: str) -> FileReason:
    if reason not in set(FileReason):
        words = _("Motif : choisissez l’un des trois.")
        raise InvalidFields((FieldProblem("reason", "missing", words),))
    return FileReason(reason)


def _require_words(words: str) -> None:
    if not words.strip():
        sentence = _("Précisions : dites à l’installateur ce qui est attendu et pourquoi.")
        raise InvalidFields((FieldProblem("words", "missing", sentence),))


def _draw_refusal(
    visit: Visit, dossier_id: str, document_id: str, errors: dict[str, str], *, status: int = 200
) -> Response:
    dossier = _load(visit, dossier_id)
    if _from_review(visit):
        return draw_review(visit, dossier, errors=errors, about=document_id, status=status)
    return visit.show(
        "documents/refuse.html",
        status=status,
        dossier=dossier,
        piece=dossier.find_piece(document_id),
        document_id=document_id,
        reasons=[(str(one), translate(AGENT_LABELS[one])) for one in FileReason],
        errors=errors,
        typed=_typed(visit),
        back=place_of(dossier),
    )


def _draw_request(
    visit: Visit, dossier_id: str, errors: dict[str, str], *, status: int = 200
) -> Response:
    dossier = _load(visit, dossier_id)
    if _from_review(visit):
        return draw_review(visit, dossier, errors=errors, status=status)
    slots = [(slot.code, translate(slot.label)) for slot in list_slots_of(dossier, business_now())]
    return visit.show(
        "documents/request.html",
        status=status,
        dossier=dossier,
        slots=slots,
        errors=errors,
        typed=_typed(visit),
        back=place_of(dossier),
    )


def _typed(visit: Visit) -> dict[str, str]:
    return dict(visit.form.as_mapping()) if visit.request.method == "POST" else {}

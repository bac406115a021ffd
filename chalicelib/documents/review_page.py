"""The agents' page of a dossier's files: each with its verdict and the radar's findings (F144)."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalice.app import Response

from chalicelib.aws.clock import business_now
from chalicelib.cases.files.by_person import FileReason, may_reinstate
from chalicelib.cases.files.model import WITH_COPY
from chalicelib.documents.model import list_slots_of
from chalicelib.documents.piece_words import tell_decision, tell_review
from chalicelib.documents.slot_views import tell_reasons
from chalicelib.dossiers.attention import list_unreviewed
from chalicelib.dossiers.labels import PIECE_STATES
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.dossiers.radar import look_at_papers
from chalicelib.dossiers.radar_view import ShownDifference, ShownUnread, show_findings
from chalicelib.dossiers.status_labels import TONES, label_status
from chalicelib.reference.days import legal_day
from chalicelib.reference.required_pieces import Slot
from chalicelib.verdicts.words import AGENT_LABELS
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate


@dataclass(frozen=True, slots=True)
class ReviewedFile:
    """One file of the review: what it is, what was decided, what may be decided now."""

    piece: Piece
    slot: str
    label: str
    tone: str
    decision: str
    review: str
    reasons: tuple[str, ...]
    url: str
    differences: tuple[ShownDifference, ...]
    unread: tuple[ShownUnread, ...]
    may_accept: bool
    may_reinstate: bool
    may_refuse: bool
    may_check_again: bool
    may_withdraw: bool


def draw_review(
    visit: Visit,
    dossier: Dossier,
    *,
    errors: Mapping[str, str] | None = None,
    about: str = "",
    status: int = 200,
) -> Response:
    """Draw the review; `errors` are those of a refusal of `about`, or of a request without it."""
    head = dossier.head
    slots = list_slots_of(dossier, business_now())
    left = list_unreviewed(dossier)
    return visit.show(
        "documents/review.html",
        status=status,
        dossier=dossier,
        head=head,
        label=translate(label_status(head.status, head.operator)),
        tone=TONES[head.status],
        files=list_files(dossier, slots, visit),
        readable=sum(one.is_readable for one in dossier.pieces),
        left=len(left),
        reasons=[(str(one), translate(AGENT_LABELS[one])) for one in FileReason],
        slots=[(slot.code, translate(slot.label)) for slot in slots],
        errors=errors or {},
        about=about,
        typed=visit.form.as_mapping() if errors else {},
    )


def list_files(dossier: Dossier, slots: tuple[Slot, ...], visit: Visit) -> list[ReviewedFile]:
    """List the files that count, slot after slot, each with what the radar found in it."""
    findings = look_at_papers(dossier, legal_day(business_now(), dossier.head.postcode))
    shown = show_findings(dossier, findings, slots, visit.person.role)
    differences = list(zip(findings.contradictions, shown.differences, strict=True))
    unread = list(zip(findings.unread, shown.unread, strict=True))

    def show(slot: Slot, piece: Piece) -> ReviewedFile:
        return _show(
            dossier,
            slot,
            piece,
            tuple(
                view
                for one, view in differences
                if piece.document_id
                in {one.difference.document_id, one.difference.other_document_id}
            ),
            tuple(view for one, view in unread if one.unread.document_id == piece.document_id),
        )

    return [show(slot, piece) for slot in slots for piece in dossier.pieces_of(slot.code)]


def find_next(dossier: Dossier, document_id: str) -> str:
    """Find the file to look at after this one, in the order of the page; "" when none is left."""
    slots = list_slots_of(dossier, business_now())
    order = [piece for slot in slots for piece in dossier.pieces_of(slot.code)]
    left = {one.document_id for one in list_unreviewed(dossier)}
    places = [one.document_id for one in order]
    after = places.index(document_id) + 1 if document_id in places else 0
    return next((one for one in (*places[after:], *places[:after]) if one in left), "")


def _show(
    dossier: Dossier,
    slot: Slot,
    piece: Piece,
    differences: tuple[ShownDifference, ...],
    unread: tuple[ShownUnread, ...],
) -> ReviewedFile:
    label, tone = PIECE_STATES[piece.state]
    is_open = dossier.head.is_open
    here = f"/dossiers/{dossier.head.dossier_id}"
    return ReviewedFile(
        piece=piece,
        slot=translate(slot.label),
        label=translate(label),
        tone=tone,
        decision=tell_decision(piece),
        review=tell_review(piece),
        reasons=tell_reasons(piece),
        url=f"{here}/fichiers/{piece.document_id}" if piece.is_readable else "",
        differences=differences,
        unread=unread,
        may_accept=is_open and piece.state in WITH_COPY and not piece.is_accepted_by_person,
        may_reinstate=is_open and may_reinstate(piece),
        may_refuse=is_open and piece.state in WITH_COPY | {PieceState.HELD},
        may_check_again=is_open and piece.state is PieceState.HELD,
        may_withdraw=is_open and piece.state is PieceState.EXPECTED,
    )

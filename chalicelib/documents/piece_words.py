"""What people read about one file's course: what it is now, who decided it and when, what it was."""

from collections.abc import Mapping

from chalicelib.dossiers.labels import PIECE_STATES
from chalicelib.dossiers.model import Piece, PieceState
from chalicelib.reference.acceptance import Rule, name_rule
from chalicelib.verdicts.verdict import ReasonCode
from chalicelib.web.tones import Tone
from chalicelib.words import formats
from chalicelib.words.translation import _, translate

CHECKED = _("Contrôle automatique : lisible depuis le {day}.")
BY_PLATFORM: Mapping[PieceState, str] = {
    PieceState.READABLE: CHECKED,
    PieceState.ACCEPTED: CHECKED,
    PieceState.REJECTED: _("Contrôle automatique : refusée le {day}."),
    PieceState.HELD: _("Contrôle automatique : retenue le {day}, un agent l’examine."),
}
BY_AGENT: Mapping[PieceState, str] = {
    PieceState.ACCEPTED: _("Refus annulé par un agent le {day}."),
    PieceState.REFUSED: _("Refusée par un agent le {day}."),
}
UNDECIDED: Mapping[PieceState, str] = {
    PieceState.EXPECTED: _("Demandée le {day}."),
    PieceState.PENDING: _("En vérification depuis le {day}."),
}
BY_RULE: Mapping[str, str] = {
    name_rule(Rule.FORMAT_CHECK): _("Acceptée le {day} sur son format, sans relecture."),
    name_rule(Rule.READING_AGREES): _(
        "Acceptée le {day} : sa lecture concorde avec le formulaire."
    ),
}
WITHDRAWN: tuple[str, Tone] = (_("Retirée"), "draft")
PLATFORM = "platform"
"""Who decides by itself, as `decided_by` has it."""


def tell_decision(piece: Piece) -> str:
    """Tell what was decided of a file, by whom and when; agents are named by their role alone."""
    if piece.state in UNDECIDED:
        return translate(UNDECIDED[piece.state], day=formats.in_words(piece.created_at))
    told = BY_PLATFORM if piece.decided_by == PLATFORM else BY_AGENT
    if piece.state not in told or piece.decided_at is None:
        return ""
    return translate(told[piece.state], day=formats.in_words(piece.decided_at))


def tell_review(piece: Piece) -> str:
    """Tell when a file was accepted, and whether by an agent or by a rule; "" before it was."""
    if piece.state is not PieceState.ACCEPTED or piece.accepted_at is None:
        return ""
    by_agent = piece.is_accepted_by_person
    told = _("Acceptée par un agent le {day}.") if by_agent else BY_RULE[piece.accepted_by]
    return translate(told, day=formats.in_words(piece.accepted_at))


def label_course(piece: Piece) -> tuple[str, Tone]:
    """Label a file in its slot's history: one that counts no more says what it had been."""
    if piece.state is not PieceState.SUPERSEDED:
        return PIECE_STATES[piece.state]
    if ReasonCode.NEVER_ARRIVED in piece.reasons:
        return _("Jamais arrivée"), "draft"
    if piece.reasons:
        return _("Refusée, puis remplacée"), "draft"
    if piece.accepted_by:
        return _("Acceptée, puis remplacée"), "draft"
    if piece.served_key:
        return _("Lisible, puis remplacée"), "draft"
    if not piece.upload_key:
        return _("Demandée, puis déposée ou retirée"), "draft"
    return WITHDRAWN

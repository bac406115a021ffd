"""Send a dossier: nothing that is due is missing, and it gets a number to read aloud."""

from dataclasses import replace
from datetime import date, datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.ids import new_reference
from chalicelib.aws.items import Put
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.drafting import list_typed_fields
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.pieces import is_uploaded, milestones_of_pieces
from chalicelib.dossiers.save_step import head_with_form, list_typists
from chalicelib.dossiers.statuses import Move, Status, next_status
from chalicelib.dossiers.store import with_parts
from chalicelib.form.completeness import list_obstacles
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.reference.days import legal_day
from chalicelib.reference.required_pieces import Slot, required_slots
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.rows.leads import REFERENCE
from chalicelib.words.translation import _

REFERENCE_ATTEMPTS = 5
TURNED_DOWN = frozenset({PieceState.REJECTED, PieceState.REFUSED})


def list_missing_pieces(dossier: Dossier, slots: tuple[Slot, ...]) -> tuple[FieldProblem, ...]:
    """List what keeps a dossier from being sent among its pieces, each named by its slot."""
    return (
        tuple(
            _piece_problem(dossier, slot)
            for slot in slots
            if slot.due == "submit" and not is_uploaded(dossier, slot)
        )
        + tuple(
            _piece_problem(dossier, slot)
            for slot in slots
            if slot.due != "submit" and _is_refused(dossier, slot)
        )
        + tuple(
            _stand_in_problem(slot)
            for slot in slots
            if slot.stand_in
            and not dossier.values_of("documents").get(slot.stand_in)
            and not dossier.pieces_of(slot.code)
        )
    )


def list_contradicted(dossier: Dossier, on: date) -> tuple[FieldProblem, ...]:
    """List what a paper contradicts and nobody explained; a dossier without files compares none."""
    if not dossier.pieces:
        return ()
    from chalicelib.dossiers.radar import list_contradictions  # the steps' pages never compare

    return list_contradictions(dossier, on)


def _is_refused(dossier: Dossier, slot: Slot) -> bool:
    """Say whether all that a slot got was refused; a refused file beside a good one is no matter."""
    pieces = dossier.pieces_of(slot.code)
    return bool(pieces) and all(one.state in TURNED_DOWN for one in pieces)


def _piece_problem(dossier: Dossier, slot: Slot) -> FieldProblem:
    if _is_refused(dossier, slot):
        words = _("{label} : ce fichier a été refusé, remplacez-le ou retirez-le avant l’envoi.")
        return FieldProblem(slot.code, "piece-refused", words, {"label": slot.label})
    words = _("{label} : ajoutez ce document à l’étape 5 avant l’envoi.")
    return FieldProblem(slot.code, "piece-missing", words, {"label": slot.label})


def _stand_in_problem(slot: Slot) -> FieldProblem:
    """Neither the piece nor the number that stands in for it until it is due."""
    words = _(
        "{label} : indiquez à l’étape 5 le numéro de la demande, ou ajoutez l’attestation, avant "
        "l’envoi."
    )
    return FieldProblem(slot.stand_in, "stand-in-missing", words, {"label": slot.label})


def submit_dossier(
    dossier_id: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Send a dossier and give it as it is after; sending it twice is sending it once.

    Raises InvalidFields, naming every field and piece that is due by `submit` and missing,
    contradictory, or contradicted by a paper without an explanation; IllegalMove for a
    cancelled dossier.
    """
    require(by, Connection.SUBMIT)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        head = dossier.head
        if head.reference and head.status is not Status.CANCELLED:
            return None
        return _decide_submission(dossier, by, now)

    for _attempt in range(REFERENCE_ATTEMPTS):
        try:
            return change_dossier(dossier_id, decide, by=by, table=table, now=now)
        except ConditionFailed:
            continue  # the reference number is taken: another one is drawn
    raise RuntimeError("no free reference number")


def _accept_anew(dossier: Dossier, now: datetime) -> tuple[Piece, ...]:
    if not dossier.pieces:
        return ()
    from chalicelib.dossiers.acceptance import accept_anew  # the steps' pages accept nothing

    return accept_anew(dossier, now)


def _decide_submission(dossier: Dossier, by: Actor, now: datetime) -> Change:
    typed = list_typed_fields(dossier.head.typing)
    head = head_with_form(dossier.head, dossier.form) if typed else dossier.head
    today = legal_day(now, head.postcode)
    slots = required_slots(dossier.form, head.operator, today)
    status = next_status(head.status, Move.SEND)
    problems = tuple(problem for _step, problem in list_obstacles(dossier.form))
    problems += list_missing_pieces(dossier, slots)
    problems += list_contradicted(dossier, today)
    if problems:
        raise InvalidFields(problems)
    reference = new_reference()
    sent = replace(head, status=status, reference=reference, submitted_at=now)
    reached = {Milestone.SUBMITTED, Milestone.EQUIPMENT_DECLARED}
    decided_anew = _accept_anew(dossier, now)
    reached |= milestones_of_pieces(with_parts(dossier, decided_anew, ()), slots)
    row = {**REFERENCE.columns(reference), "dossier_id": head.dossier_id}
    return Change(
        EventKind.DOSSIER_SUBMITTED,
        sent,
        form=dossier.form if typed else None,
        pieces=decided_anew,
        reached=tuple(sorted(reached)),
        fields=typed,
        details={"reference": reference} | list_typists(head, by),
        also=(Put(row, absent=True),),
    )

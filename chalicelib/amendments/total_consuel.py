"""The Consuel of a power increase: which file it is, and what it says of the total power. Pure.

The file goes the way of every file. What it says is compared with what is asked for, by the
reader of the contradiction radar: a difference needs a word of who asks and of who accepts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chalicelib.amendments.model import Amendment, Wanted
from chalicelib.aws.items import Operation
from chalicelib.cases.files.model import LET_GO
from chalicelib.dossiers.attached import forget_row, list_own
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.dossiers.paper_rows import find_reading, put_reading
from chalicelib.form.numbers import find_number
from chalicelib.readings.compare import same_number
from chalicelib.readings.model import Subject
from chalicelib.reference.attached_slots import TOTAL_CONSUEL
from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.words.translation import _
from chalicelib.words.values import Number, Value

CONSUEL_SLOT = "consuel"


class ConsuelNotReadable(Refusal):
    """The request's Consuel has no safe copy: nobody has seen what it says."""

    code = "consuel-not-readable"
    status = 409
    message = _(
        "Le Consuel de cette demande n’est pas accepté par le contrôle automatique : personne ne "
        "peut le lire. Attendez la fin du contrôle, ou refusez la demande en disant pourquoi."
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What a Consuel says of the power: as read, on which page, and whether it is what is wanted."""

    power_kva: Value
    page: int
    agrees: bool


def find_said(dossier: Dossier, document_id: str, wanted: Wanted) -> Said | None:
    """Find what the request's Consuel says of the power; None when nothing could be read."""
    file = dossier.find_piece(document_id)
    paper = find_reading(dossier, file) if file else None
    reading = paper.find(Subject.INSTALLED_POWER) if paper else None
    if reading is None:
        return None
    total = Decimal(str(wanted.get("installed_power_kva", 0)))
    number = find_number(reading.value)
    shown = Number(number) if number is not None else reading.value
    return Said(shown, reading.page, same_number(total, reading.value, Decimal(0)))


def choose_file(dossier: Dossier, document_ids: Sequence[str], person_id: str) -> str:
    """Give the one file that comes with a request; InvalidFields for none, several or a refused one."""
    own = {
        one.document_id
        for one in list_own(dossier, TOTAL_CONSUEL.code, person_id)
        if one.state not in LET_GO
    }
    if len(document_ids) != 1 or document_ids[0] not in own:
        words = _(
            "Consuel : joignez l’attestation de la puissance totale, un seul fichier PDF. S’il est "
            "refusé, retirez-le et déposez-en un autre."
        )
        raise InvalidFields((FieldProblem("files", "missing", words),))
    return document_ids[0]


def require_agreement(dossier: Dossier, document_id: str, wanted: Wanted, words: str) -> None:
    """Refuse without a word a total that the Consuel does not say."""
    said = find_said(dossier, document_id, wanted)
    if said is None or said.agrees or words:
        return
    sentence = _(
        "Précisions : le Consuel dit {read} kVA (page {page}), la demande {asked} kVA. Corrigez "
        "la puissance, ou dites pourquoi elle est juste."
    )
    asked = Number(Decimal(str(wanted.get("installed_power_kva", 0))))
    values: dict[str, Value] = {
        "read": said.power_kva,
        "page": said.page,
        "asked": asked,
    }
    raise InvalidFields((FieldProblem("words", "differs", sentence, values),))


def become_consuel(
    dossier: Dossier, amendment: Amendment
) -> tuple[tuple[Piece, ...], tuple[Operation, ...]]:
    """Give the pieces once a request is accepted, and what else changes with them.

    Its file is the dossier's Consuel from then on, with what was read in it, accepted by who accepts
    the request; the former ones stay in the slot's history. Raises ConsuelNotReadable before the file's verdict.
    """
    file = dossier.find_piece(amendment.document_id)
    if file is None or not file.is_readable:
        raise ConsuelNotReadable
    former = (replace(one, state=PieceState.SUPERSEDED) for one in dossier.pieces_of(CONSUEL_SLOT))
    dossier_id, paper = dossier.head.dossier_id, find_reading(dossier, file)
    read = (put_reading(dossier_id, replace(paper, slot=CONSUEL_SLOT)),) if paper else ()
    moved = replace(
        file,
        slot=CONSUEL_SLOT,
        state=PieceState.ACCEPTED,
        accepted_at=amendment.decided_at,
        accepted_by=amendment.decided_by,
    )
    return (moved, *former), (forget_row(dossier_id, file), *read)

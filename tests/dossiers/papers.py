"""Papers handed in to a dossier without a file: what was read in each is said outright."""

from collections.abc import Mapping
from datetime import UTC, datetime

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.paper_rows import put_reading
from chalicelib.readings.model import PaperReadings, Reading, Subject

BY = platform("queue")
HANDED_IN = datetime(2026, 3, 1, 8, tzinfo=UTC)
CONSUEL = {
    Subject.HOLDER_NAME: "Claire Durand",
    Subject.INSTALLED_POWER: "8",
    Subject.CONSUEL_NUMBER: "CSL-26-1",
    Subject.CONSUEL_TYPE: "bleu",
    Subject.INSTALLER_NAME: "Soleil du Midi",
}
"""A Consuel that says what `whole_form` says."""

BILL = {
    Subject.HOLDER_NAME: "DURAND CLAIRE",
    Subject.PDL: "01234567890123",
    Subject.SUBSCRIBED_POWER: "9",
}
"""A bill that says what `whole_form` says."""


def reading(subject: Subject, value: str) -> Reading:
    return Reading(subject, value, value, 1, f"la ligne de {subject}")


def hand_in(
    table: Table,
    dossier_id: str,
    slot: str,
    says: Mapping[Subject, str] | None,
    *,
    number: int = 1,
    state: PieceState = PieceState.ACCEPTED,
) -> str:
    """Put a file into a slot, with what was read in it; None is a file without text."""
    document_id = f"doc_{slot}_{number}"
    readings = tuple(reading(*one) for one in (says or {}).items())
    paper = PaperReadings(document_id, slot, says is not None, 1, readings)
    piece = Piece(
        document_id,
        slot,
        state,
        HANDED_IN,
        "usr_1",
        file_name=f"{slot}.pdf",
        served_key=f"served/{document_id}.pdf",
    )

    def decide(dossier: Dossier, _now: datetime) -> Change:
        older = [one for one in dossier.pieces_of(slot) if one.document_id != document_id]
        gone = tuple(
            Piece(one.document_id, slot, PieceState.SUPERSEDED, one.created_at, one.created_by)
            for one in older
        )
        also = (put_reading(dossier_id, paper),) if state is PieceState.ACCEPTED else ()
        return Change(EventKind.PIECE_ACCEPTED, dossier.head, pieces=(piece, *gone), also=also)

    change_dossier(dossier_id, decide, by=BY, table=table)
    return document_id

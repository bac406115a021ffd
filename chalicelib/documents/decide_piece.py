"""What people decide about a file: agents refuse, ask and have it judged again; drafts let go."""

from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.table import Table
from chalicelib.cases.files.by_person import FileReason
from chalicelib.documents import decisions
from chalicelib.dossiers.attached import is_attached, take_out
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _

LONGEST_WORDS = 500


def refuse_piece(
    dossier_id: str,
    document_id: str,
    reason: FileReason,
    words: str,
    *,
    by: Actor,
    table: Table | None = None,
) -> Dossier:
    """Refuse a file, with one of three reasons and words of one's own (F303). Agents only."""
    require(by, Connection.JUDGE_PIECE)
    said = _require_short(words)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        return decisions.refuse(dossier, document_id, reason, said, by.person_id, now)

    return change_dossier(dossier_id, decide, by=by, table=table)


def accept_piece(
    dossier_id: str, document_id: str, *, by: Actor, table: Table | None = None
) -> Dossier:
    """Accept a file that a person has read, or take an agent's refusal back.

    Agents only. NoSafeCopy for what the check of its format rejected.
    """
    require(by, Connection.JUDGE_PIECE)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        return decisions.accept(dossier, document_id, by.person_id, now)

    return change_dossier(dossier_id, decide, by=by, table=table)


def ask_piece(
    dossier_id: str, slot: str, words: str, *, by: Actor, table: Table | None = None
) -> Dossier:
    """Ask the installer for one more piece, saying why: the dossier waits for it. Agents only."""
    require(by, Connection.JUDGE_PIECE)
    said = _require_short(words)
    document_id = new_id("doc")

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        expected = Piece(
            document_id=document_id,
            slot=slot,
            state=PieceState.EXPECTED,
            created_at=now,
            created_by=by.person_id,
            words=said,
        )
        return decisions.ask(dossier, expected, now)

    return change_dossier(dossier_id, decide, by=by, table=table)


def check_piece_again(
    dossier_id: str, document_id: str, *, by: Actor, table: Table | None = None
) -> Dossier:
    """Have a held file judged once more: it is pending, and the sweep announces it. Agents only.

    Nobody accepts by hand what no parser could read: there would be no safe copy to show.
    """
    require(by, Connection.JUDGE_PIECE)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        return decisions.check_again(dossier, document_id, real_now(), now)

    return change_dossier(dossier_id, decide, by=by, table=table)


def withdraw_piece(
    dossier_id: str, document_id: str, *, by: Actor, table: Table | None = None
) -> Dossier:
    """Take a file out of a draft or of a message not sent, or (agents) take back a request."""

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        file = dossier.find_piece(document_id)
        if file is not None and is_attached(file.slot):
            return take_out(dossier, document_id, by.person_id)
        return decisions.withdraw(dossier, document_id, by, now)

    return change_dossier(dossier_id, decide, by=by, table=table)


def _require_short(words: str) -> str:
    said = words.strip()
    if len(said) > LONGEST_WORDS:
        sentence = _("Précisions : {most} caractères au plus.")
        problem = FieldProblem("words", "too-long", sentence, {"most": LONGEST_WORDS})
        raise InvalidFields((problem,))
    return said

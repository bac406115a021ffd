"""Hand a dossier over to a named colleague, with a word for them."""

from datetime import datetime

from chalicelib.accounts.model import Member
from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.desk.refusals import HandedOverMeanwhile, NothingToFollow
from chalicelib.desk.take import require_agent
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.taken import Taken, may_be_taken, put_taken, read_taken
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _
from chalicelib.words.values import Text

LONGEST_NOTE = 500


def hand_over(
    dossier_id: str,
    to: Member,
    note: str = "",
    *,
    by: Actor,
    name: str,
    was: str | None = None,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Hand a dossier over, whoever has it, as for a colleague who left; again, nothing changes.

    `was` is the id of who had it when that was shown ("" for nobody), None for anyone. Raises
    NotAllowed, NotFound, NothingToFollow, HandedOverMeanwhile, InvalidFields for a long note.
    """
    require_agent(by)
    note = require_note(note)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        if not may_be_taken(dossier):
            raise NothingToFollow
        taken = read_taken(dossier)
        holder = taken.agent_id if taken else ""
        if holder == to.user_id:
            return None
        if was is not None and holder != was:
            raise HandedOverMeanwhile(name=taken.name if taken else Text(_("personne")))
        given = Taken(to.user_id, to.name, now, note, "" if to.user_id == by.person_id else name)
        return Change(
            EventKind.DOSSIER_HANDED_OVER,
            dossier.head,
            details={"agent": to.user_id, "from": holder},
            values={"note": note} if note else {},
            also=(put_taken(dossier.head.dossier_id, given),),
        )

    return change_dossier(
        dossier_id, decide, by=by, operation_id=operation_id, table=table, now=now
    )


def require_note(note: str) -> str:
    """Refuse a note that is too long."""
    note = note.replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        words = _("Mot pour votre collègue : {most} caractères au plus.")
        raise InvalidFields((FieldProblem("note", "too-long", words, {"most": LONGEST_NOTE}),))
    return note

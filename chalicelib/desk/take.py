"""An agent takes a dossier, or lets it go: colleagues see who is at it, and since when."""

from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.desk.refusals import NothingToFollow, TakenByAnother
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.taken import Taken, drop_taken, may_be_taken, put_taken, read_taken
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.reference.days import legal_day
from chalicelib.words.values import Day


def take_dossier(
    dossier_id: str,
    *,
    by: Actor,
    name: str,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Take a dossier; taking it twice is taking it once. `name` is the agent's, for colleagues.

    Raises NotAllowed, NotFound, NothingToFollow, and TakenByAnother: of two agents at once the
    second is told who has it.
    """
    require_agent(by)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        if not may_be_taken(dossier):
            raise NothingToFollow
        taken = read_taken(dossier)
        if taken is not None and taken.agent_id == by.person_id:
            return None
        _refuse_other(taken)
        mine = put_taken(dossier.head.dossier_id, Taken(by.person_id, name, now))
        return Change(
            EventKind.DOSSIER_TAKEN, dossier.head, details={"agent": by.person_id}, also=(mine,)
        )

    return change_dossier(
        dossier_id, decide, by=by, operation_id=operation_id, table=table, now=now
    )


def release_dossier(
    dossier_id: str,
    *,
    by: Actor,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Let a dossier go; one that nobody has stays as it is.

    Raises NotAllowed, NotFound, TakenByAnother: a colleague's is handed over, not let go.
    """
    require_agent(by)

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        taken = read_taken(dossier)
        if taken is None:
            return None
        if taken.agent_id != by.person_id:
            _refuse_other(taken)
        return Change(
            EventKind.DOSSIER_RELEASED,
            dossier.head,
            details={"agent": by.person_id},
            also=(drop_taken(dossier.head.dossier_id),),
        )

    return change_dossier(
        dossier_id, decide, by=by, operation_id=operation_id, table=table, now=now
    )


def require_agent(by: Actor) -> None:
    """Refuse to anybody but an agent."""
    require(by, Connection.TAKE)


def _refuse_other(taken: Taken | None) -> None:
    if taken is not None:
        raise TakenByAnother(name=taken.name, day=Day(legal_day(taken.at)))

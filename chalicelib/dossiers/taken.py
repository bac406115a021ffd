"""Which agent looks after a dossier: one row, written by an agent's own act alone. Pure.

Nobody has to take a dossier for it to go its way: the row tells colleagues who is at it. It goes
when the dossier is over, and with the person whose dossier it is.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.items import Delete, Put
from chalicelib.dossiers.model import Dossier
from chalicelib.rows.cases import AGENTS, TAKEN
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import TAKEN_BY


@dataclass(frozen=True, slots=True)
class Taken:
    """An agent at work on a dossier, since when (business time), and what was left for them."""

    agent_id: str
    name: str
    at: datetime
    note: str = ""
    given_by: str = ""
    """The name of the colleague who handed it over, empty when the agent took it."""


def read_taken(dossier: Dossier) -> Taken | None:
    """Say who looks after a dossier; None while nobody does."""
    row = dossier.rows.get(TAKEN.sk())
    if row is None:
        return None
    at = datetime.fromisoformat(row["at"])
    return Taken(row["agent_id"], row["name"], at, row.get("note", ""), row.get("given_by", ""))


def put_taken(dossier_id: str, taken: Taken) -> Put:
    """Write the operation that says who looks after a dossier; their list finds it by this row."""
    return Put(
        {
            **TAKEN.columns(dossier_id),
            "dossier_id": dossier_id,
            "agent_id": taken.agent_id,
            "name": taken.name,
            "at": stamp(taken.at),
            "note": taken.note,
            "given_by": taken.given_by,
            **TAKEN_BY.entry(taken.agent_id, at=stamp(taken.at)),
        }
    )


def drop_taken(dossier_id: str) -> Delete:
    """Write the operation by which nobody looks after a dossier any more."""
    return Delete(*TAKEN.key(dossier_id))


def may_be_taken(dossier: Dossier) -> bool:
    """Say whether agents find the dossier on their lists: a draft or one that is over is on none."""
    return AGENTS.sk() in dossier.rows

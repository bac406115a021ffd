"""Our agents, by name: whom a dossier can be handed over to, and who has left."""

from datetime import datetime

from chalicelib.accounts.model import Member, Person
from chalicelib.accounts.store import STAFF, list_member_rows, put_member
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.rows.people import MEMBER


def list_agents(*, table: Table | None = None) -> list[Member]:
    """List our agents, those at work first, by name: one query."""
    members = list_member_rows(table or open_table(), STAFF)
    return sorted(members, key=lambda one: (one.left_at is not None, one.name.casefold()))


def find_agent(agent_id: str, *, table: Table | None = None) -> Member | None:
    """Find an agent at work by id; None for anybody else."""
    found = (one for one in list_agents(table=table) if one.user_id == agent_id)
    return next((one for one in found if one.left_at is None), None)


def note_agent(table: Table, person: Person, now: datetime) -> None:
    """Enter an agent who was enrolled before our agents were listed; known ones stay as they are."""
    member = Member(person.user_id, person.name, is_admin=False, since=now)
    try:
        table.put(put_member(member, STAFF).item, absent=True)
    except ConditionFailed:
        return


def note_leaver(table: Table, user_id: str, now: datetime) -> None:
    """Note that an agent left (real time); nothing for who is none."""
    left = {"left_at": now.isoformat()}
    try:
        table.update(Update(*MEMBER.key(STAFF, user_id), set=left, present=True))
    except ConditionFailed:
        return

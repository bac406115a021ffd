"""The hats of a person: which they wear, and wearing another one."""

import logging
from datetime import datetime

from chalicelib.accounts.memberships import in_force, list_memberships, of_role, person_from_user
from chalicelib.accounts.model import Membership, Person, Role, Session
from chalicelib.accounts.refusals import AccessEnded
from chalicelib.accounts.store import load_user_row
from chalicelib.accounts.tries import trace_hat
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.refusals import NotFound
from chalicelib.rows.people import SESSION, USER

log = logging.getLogger(__name__)


def find_worn(person: Person) -> Membership | None:
    """Find the membership that somebody acts under."""
    return next((one for one in person.memberships if one.hat == person.hat), None)


def list_other_hats(person: Person) -> tuple[Membership, ...]:
    """List the memberships that somebody could act under and does not."""
    return tuple(one for one in person.memberships if one.hat != person.hat)


def switch_to_role(session: Session, role: Role, *, table: Table | None = None) -> Person:
    """Put on the first hat of a role, as it is held now; raises as `switch_hat` does."""
    table = table or open_table()
    held = in_force(list_memberships(load_user_row(table, session.person.user_id)))
    return switch_hat(session, next((one.hat for one in of_role(held, role)), ""), table=table)


def switch_hat(
    session: Session, hat: str, *, now: datetime | None = None, table: Table | None = None
) -> Person:
    """Put another hat on a session, remember it for the next sign-in, and leave a trace.

    Gives the person under it. Raises NotFound for a hat that they do not have, AccessEnded when
    the session or its access ended meanwhile. `now` is real time.
    """
    table, now = table or open_table(), now or real_now()
    user_id = session.person.user_id
    user = load_user_row(table, user_id)
    person = person_from_user(user, hat) if hat else None
    if person is None:
        raise NotFound
    worn = {"hat": hat}
    try:
        table.transact(
            [
                Update(*SESSION.key(session.fingerprint), set=worn, present=True),
                Update(*USER.key(user_id), set=worn, expect={"epoch": session.person.epoch}),
                trace_hat(user["account_pk"], hat, now),
            ]
        )
    except ConditionFailed as failed:
        raise AccessEnded from failed
    log.info("hat switched", extra={"user_id": user_id, "hat": hat})
    return person

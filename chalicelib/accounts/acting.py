"""Who acts: the person who is signed in, at the entrance they came by."""

from typing import Literal

from chalicelib.accounts.hats import list_other_hats
from chalicelib.accounts.model import Person
from chalicelib.policy.actors import Actor
from chalicelib.policy.model import Standing


def as_actor(person: Person, origin: Literal["page", "api"]) -> Actor:
    """The person as journals name them: a pseudonymous id, a role, a firm, an entrance."""
    return Actor(
        person.user_id,
        str(person.role),
        origin,
        person.firm_id,
        person.epoch,
        person.hat,
        tuple(Standing(str(one.role), one.firm_id) for one in list_other_hats(person)),
    )

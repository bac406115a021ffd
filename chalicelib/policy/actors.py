"""Who acts: a person under one of their hats, somebody with a link, a machine of ours."""

from dataclasses import dataclass

from chalicelib.policy.model import Standing
from chalicelib.policy.roles import Stand


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a pseudonymous id, a role, the entrance they came by and their firm if any.

    `role` is `installer`, `client`, `signatory` (the client by his link), `agent`, `operator`
    or `platform`; `origin` is `page`, `api`, `queue`, `schedule`, `stream` or `machine`. `epoch` is
    the access epoch of their account when they were let in, 0 for who has none; `hat` the membership
    that they act under, and `others` what else the same person is, by which they could own it.
    """

    person_id: str
    role: str
    origin: str
    firm_id: str = ""
    epoch: int = 0
    hat: str = ""
    others: tuple[Standing, ...] = ()


def platform(origin: str) -> Actor:
    """Give the platform itself as the actor, acting from one of its entrances."""
    return Actor(str(Stand.PLATFORM), str(Stand.PLATFORM), origin)

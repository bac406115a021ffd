"""The policy: may this asker do this action, to this object, on these grants, at this instant?"""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.policy.model import (
    Action,
    Allowed,
    Asker,
    Code,
    Facts,
    Grant,
    Ground,
    Refused,
)
from chalicelib.policy.roles import Stand


def may(
    asker: Asker,
    action: Action,
    facts: Facts,
    grants: Iterable[Grant] = (),
    now: datetime | None = None,
) -> Allowed | Refused:
    """Say whether an asker may do an action to the object of `facts`, and on what ground.

    A rule of the asker's role whose ground holds allows it, and so does a grant to them that is
    in force at `now` (real time). What decides on others' things is refused to whom they belong
    under another hat. Deny by default.
    """
    ground = rule_of(action, asker.role)
    if ground is Ground.BACK_OFFICE and action.is_decision and is_own_elsewhere(asker, facts):
        return Refused(Code.CONFLICT)
    if ground is not None and _holds(ground, asker, facts):
        return Allowed(ground)
    for grant in grants:
        given = grant.grantee == asker.person_id and action.code in grant.actions
        if now and given and grant.object_id == facts.object_id and grant.holds(now):
            return Allowed(grant.ground)
    return Refused(Code.ROLE if ground is None else Code.GROUND)


def rule_of(action: Action, role: str) -> Ground | None:
    """Give the ground on which a role may do an action; None when it has no rule for it."""
    return next((ground for one, ground in action.rules.items() if one == role), None)


def _holds(ground: Ground, asker: Asker, facts: Facts) -> bool:
    match ground:
        case Ground.ROLE | Ground.MACHINE:
            return True
        case Ground.FIRM:
            return bool(asker.firm_id) and asker.firm_id == facts.firm_id
        case Ground.BACK_OFFICE:
            return not facts.is_draft
        case Ground.OWN:
            return bool(asker.person_id) and asker.person_id == facts.client_id
        case Ground.SIGNING_LINK:
            return asker.person_id == signatory_id(facts.object_id)
        case _:
            return False


def signatory_id(object_id: str) -> str:
    """Give the pseudonymous id of whoever holds the link to sign an object."""
    return f"{Stand.SIGNATORY}_{object_id}"


def is_own_elsewhere(asker: Asker, facts: Facts) -> bool:
    """Say whether an object is an agent's own: signed, handed in, or of a firm of theirs."""
    if asker.person_id and asker.person_id in {facts.client_id, facts.created_by}:
        return True
    return any(bool(one.firm_id) and one.firm_id == facts.firm_id for one in asker.others)

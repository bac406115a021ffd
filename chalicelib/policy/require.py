"""Ask the policy in a use case: pass in silence, or be refused by name."""

from chalicelib.policy.decide import may, rule_of
from chalicelib.policy.model import Acting, Action, Asker, Code, Facts, Ground, Refused, Wearer
from chalicelib.refusals import NotAllowed, NotFound, Refusal


class ConflictOfInterest(Refusal):
    """Somebody would decide, under one hat, on what is theirs under another."""

    code = "conflict-of-interest"
    status = 403
    message = "Ce dossier est le vôtre sous un autre de vos rôles : un collègue doit s’en charger."


def can(asking: Wearer, action: Action) -> bool:
    """Say whether a role has a rule for an action at all: what pages and routes go by.

    Whether its ground holds for one object is asked with the object (`require_on`); a rule by
    firm needs one to be worn.
    """
    ground = rule_of(action, asking.role)
    return ground is not None and (ground is not Ground.FIRM or bool(asking.firm_id))


def require(asking: Wearer, action: Action) -> None:
    """Refuse whoever has no rule for an action (NotAllowed)."""
    if not can(asking, action):
        raise NotAllowed


def require_on(by: Acting, action: Action, facts: Facts) -> None:
    """Refuse an action on one object: NotFound, NotAllowed or ConflictOfInterest.

    What is none of the asker's business answers as what does not exist.
    """
    answer = may(asker_of(by), action, facts)
    if not isinstance(answer, Refused):
        return
    if answer.code is Code.CONFLICT:
        raise ConflictOfInterest
    raise NotFound if answer.code is Code.GROUND else NotAllowed


def asker_of(by: Acting) -> Asker:
    """Give who acts as the policy knows them."""
    return Asker(by.person_id, by.role, by.firm_id, by.others)

"""Whose business a dossier is: what the policy knows of one."""

from chalicelib.audit.model import Actor
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.connection import Connection
from chalicelib.policy.decide import may
from chalicelib.policy.model import Allowed, Facts
from chalicelib.policy.require import asker_of
from chalicelib.refusals import NotFound


def facts_of(head: Head) -> Facts:
    """Give what the policy's rules need to know of a dossier."""
    return Facts(
        object_id=head.dossier_id,
        firm_id=head.firm_id,
        client_id=head.client_id,
        created_by=head.created_by,
        is_draft=head.status is Status.DRAFT,
    )


def may_see(actor: Actor, head: Head) -> bool:
    """Say whether a dossier is any of the actor's business, by the policy's table."""
    return isinstance(may(asker_of(actor), Connection.SEE, facts_of(head)), Allowed)


def require_sight(actor: Actor, head: Head) -> None:
    """Refuse with the same answer as for a dossier that does not exist."""
    if not may_see(actor, head):
        raise NotFound

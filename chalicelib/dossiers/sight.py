"""Whose business a dossier is."""

from chalicelib.audit.model import Actor
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.statuses import Status
from chalicelib.refusals import NotFound


def may_see(actor: Actor, head: Head) -> bool:
    """Say whether a dossier is any of the actor's business: installers see their firm's.

    Clients see their own once it is sent, agents those that are sent, the platform and the
    operators' jobs all. A signatory came by the client's link.
    """
    match actor.role:
        case "platform" | "operator":
            return True
        case "agent":
            return head.status is not Status.DRAFT
        case "installer":
            return bool(actor.firm_id) and actor.firm_id == head.firm_id
        case "client":
            return bool(actor.person_id) and actor.person_id == head.client_id
        case "signatory":
            return actor.person_id == f"signatory_{head.dossier_id}"
        case _:
            return False


def require_sight(actor: Actor, head: Head) -> None:
    """Refuse with the same answer as for a dossier that does not exist."""
    if not may_see(actor, head):
        raise NotFound

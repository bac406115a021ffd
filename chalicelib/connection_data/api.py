"""The API's side of a person's rights: export and erasure, for agents."""

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.policy.audiences import AGENTS
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)


@endpoint(
    api,
    "GET",
    "/dossiers/{dossier_id}/person",
    allow=AGENTS,
    summary=_("Exporter tout ce qui est gardé du client d’un dossier"),
    gives="chalicelib.web.openapi:Json",
)
def export(call: Call, dossier_id: str) -> object:
    """Export a dossier's person."""
    from chalicelib.retention.export_person import export_person

    return export_person(dossier_id, by=as_actor(call.person, "api"))


@endpoint(
    api,
    "DELETE",
    "/dossiers/{dossier_id}/person",
    allow=AGENTS,
    summary=_("Demander l’effacement du client d’un dossier clos ou annulé"),
    gives="chalicelib.web.openapi:Json",
    succeeds=(202,),
)
def erase(call: Call, dossier_id: str) -> Reply:
    """Ask for the erasure of a dossier's person: 202, the daily job carries it out."""
    from chalicelib.retention.ask_erasure import ask_erasure

    new = ask_erasure(dossier_id, by=as_actor(call.person, "api"))
    return Reply({"dossier_id": dossier_id, "asked": True, "new": new}, 202)

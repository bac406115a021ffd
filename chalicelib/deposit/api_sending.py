"""Sending a draft on the JSON API."""

from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.blueprints import api
from chalicelib.dossiers.answering import ANSWERS, answer
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _


@endpoint(
    api,
    "POST",
    "/dossiers/{dossier_id}/submit",
    allow=INSTALLERS,
    summary=_("Envoyer le dossier ; l’envoyer deux fois est l’envoyer une fois"),
    gives=f"{ANSWERS}:DossierAnswer",
)
def submit(call: Call, dossier_id: str) -> Reply:
    """Send a dossier."""
    from chalicelib.dossiers.submit import submit_dossier

    dossier = submit_dossier(dossier_id, by=as_actor(call.person, "api"))
    return answer(dossier, call.person)

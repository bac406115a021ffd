"""The JSON API of changes asked for on a sent dossier."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.policy.audiences import AGENTS, INSTALLERS, PROFESSIONALS
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.amendments.forms import Decision, NewAmendment

api = Blueprint(__name__)

FORMS = "chalicelib.amendments.forms"
AMENDMENTS = "/dossiers/{dossier_id}/amendments"


@endpoint(
    api,
    "GET",
    AMENDMENTS,
    allow=PROFESSIONALS,
    summary=_("Lister les modifications demandées sur le dossier"),
    gives=f"{FORMS}:AmendmentsShape",
)
def list_asked(call: Call, dossier_id: str) -> object:
    """List a dossier's requests."""
    return _view(load_dossier(dossier_id, seen_by=as_actor(call.person, "api")))


@endpoint(
    api,
    "POST",
    AMENDMENTS,
    allow=INSTALLERS,
    creates=True,
    summary=_("Demander une modification ; la même demande deux fois n’en fait qu’une"),
    takes=f"{FORMS}:NewAmendment",
    gives=f"{FORMS}:AmendmentsShape",
)
def ask(call: Call, dossier_id: str) -> Reply:
    """Ask for a change."""
    from chalicelib.amendments.ask_amendment import ask_amendment

    wanted: NewAmendment = call.body
    typed = {name: str(value) for name, value in wanted.model_dump().items() if value}
    actor = as_actor(call.person, "api")
    files = (wanted.document_id,) if wanted.document_id else ()
    dossier = ask_amendment(dossier_id, wanted.kind, typed, wanted.words, files=files, by=actor)
    return Reply(_view(dossier), 201)


@endpoint(
    api,
    "POST",
    AMENDMENTS + "/{number}/decision",
    allow=AGENTS,
    summary=_("Accepter une modification, ce qui l’applique, ou la refuser en disant pourquoi"),
    takes=f"{FORMS}:Decision",
    gives=f"{FORMS}:AmendmentsShape",
)
def answer(call: Call, dossier_id: str, number: str) -> object:
    """Answer a request."""
    from chalicelib.amendments.decide_amendment import decide_amendment
    from chalicelib.amendments.model import read_number

    said: Decision = call.body
    dossier = decide_amendment(
        dossier_id,
        read_number(number),
        accepts=said.accepted,
        words=said.words,
        by=as_actor(call.person, "api"),
    )
    return _view(dossier)


def _view(dossier: Dossier) -> object:
    from chalicelib.amendments.store import list_amendments
    from chalicelib.amendments.views import view_amendment

    return {"amendments": [view_amendment(one) for one in list_amendments(dossier)]}

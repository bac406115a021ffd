"""Answering the contradiction radar on the JSON API; what it found stands in the dossier itself."""

from typing import TYPE_CHECKING

from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.blueprints import api
from chalicelib.dossiers.answering import ANSWERS, answer
from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.deposit.forms import Explanation


@endpoint(
    api,
    "POST",
    "/dossiers/{dossier_id}/differences/{finding_id}/explain",
    allow=PROFESSIONALS,
    summary=_("Dire pourquoi le formulaire a raison contre un document"),
    takes="chalicelib.deposit.forms:Explanation",
    gives=f"{ANSWERS}:DossierAnswer",
)
def explain(call: Call, dossier_id: str, finding_id: str) -> Reply:
    """Keep why a difference is right; saying the same twice is saying it once."""
    from chalicelib.dossiers.answer_finding import explain_difference

    wanted: Explanation = call.body
    actor = as_actor(call.person, "api")
    return answer(explain_difference(dossier_id, finding_id, wanted.words, by=actor), call.person)


@endpoint(
    api,
    "POST",
    "/dossiers/{dossier_id}/unread/{finding_id}/confirm",
    allow=PROFESSIONALS,
    summary=_("Confirmer avoir comparé au formulaire un document illisible pour nos services"),
    gives=f"{ANSWERS}:DossierAnswer",
)
def confirm(call: Call, dossier_id: str, finding_id: str) -> Reply:
    """Keep that a person compared a paper; confirming twice is confirming once."""
    from chalicelib.dossiers.answer_finding import confirm_reading

    actor = as_actor(call.person, "api")
    return answer(confirm_reading(dossier_id, finding_id, by=actor), call.person)

"""Who looks after a dossier, on the API."""

from chalice.app import Blueprint

from chalicelib.policy.audiences import AGENTS
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)

FORMS = "chalicelib.desk.forms"
DOSSIER = "/dossiers/{dossier_id}"


@endpoint(
    api,
    "POST",
    DOSSIER + "/take",
    allow=AGENTS,
    summary=_("Prendre un dossier en charge ; s’il est suivi par un collègue, la réponse le nomme"),
    gives=f"{FORMS}:HolderAnswer",
)
def take(call: Call, dossier_id: str) -> object:
    """Take a dossier."""
    from chalicelib.desk.answering import answer_taking

    return answer_taking(call, dossier_id)


@endpoint(
    api,
    "POST",
    DOSSIER + "/release",
    allow=AGENTS,
    summary=_("Rendre un dossier que l’on suivait"),
    gives=f"{FORMS}:HolderAnswer",
)
def release(call: Call, dossier_id: str) -> object:
    """Let a dossier go."""
    from chalicelib.desk.answering import answer_releasing

    return answer_releasing(call, dossier_id)


@endpoint(
    api,
    "POST",
    DOSSIER + "/hand-over",
    allow=AGENTS,
    summary=_("Transmettre un dossier à un collègue, avec un mot"),
    takes=f"{FORMS}:HandOver",
    gives=f"{FORMS}:HolderAnswer",
)
def give(call: Call, dossier_id: str) -> object:
    """Hand a dossier over to a colleague."""
    from chalicelib.desk.answering import answer_handing_over

    return answer_handing_over(call, dossier_id)

"""Who looks after a case of any kind, on the API."""

from chalice.app import Blueprint

from chalicelib.policy.audiences import AGENTS
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)

FORMS = "chalicelib.desk.forms"
CASE = "/cases/{case_id}"


@endpoint(
    api,
    "GET",
    "/agents",
    allow=AGENTS,
    summary=_("Lister les agents à qui un dossier peut être transmis"),
    gives=f"{FORMS}:AgentsAnswer",
)
def list_agents(call: Call) -> object:  # noqa: ARG001 # every endpoint is given its call
    """List our agents at work."""
    from chalicelib.accounts.staff import list_agents

    at_work = (one for one in list_agents() if one.left_at is None)
    return {"agents": [{"id": one.user_id, "name": one.name} for one in at_work]}


@endpoint(
    api,
    "POST",
    CASE + "/take",
    allow=AGENTS,
    summary=_("Prendre un cas en charge ; s’il est suivi par un collègue, la réponse le nomme"),
    gives=f"{FORMS}:HolderAnswer",
)
def take(call: Call, case_id: str) -> object:
    """Take a case."""
    from chalicelib.desk.answering import answer_taking

    return answer_taking(call, case_id)


@endpoint(
    api,
    "POST",
    CASE + "/release",
    allow=AGENTS,
    summary=_("Rendre un cas que l’on suivait"),
    gives=f"{FORMS}:HolderAnswer",
)
def release(call: Call, case_id: str) -> object:
    """Let a case go."""
    from chalicelib.desk.answering import answer_releasing

    return answer_releasing(call, case_id)


@endpoint(
    api,
    "POST",
    CASE + "/hand-over",
    allow=AGENTS,
    summary=_("Transmettre un cas à un collègue, avec un mot"),
    takes=f"{FORMS}:HandOver",
    gives=f"{FORMS}:HolderAnswer",
)
def give(call: Call, case_id: str) -> object:
    """Hand a case over to a colleague."""
    from chalicelib.desk.answering import answer_handing_over

    return answer_handing_over(call, case_id)

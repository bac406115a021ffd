"""Who looks after a dossier, on the API."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.policy.audiences import AGENTS
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.desk.forms import HandOver
    from chalicelib.dossiers.model import Dossier

api = Blueprint(__name__)

FORMS = "chalicelib.desk.forms"
DOSSIER = "/dossiers/{dossier_id}"


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
    DOSSIER + "/take",
    allow=AGENTS,
    summary=_("Prendre un dossier en charge ; s’il est suivi par un collègue, la réponse le nomme"),
    gives=f"{FORMS}:HolderAnswer",
)
def take(call: Call, dossier_id: str) -> object:
    """Take a dossier."""
    from chalicelib.desk.take import take_dossier

    by = as_actor(call.person, "api")
    return _view(take_dossier(dossier_id, by=by, name=call.person.name))


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
    from chalicelib.desk.take import release_dossier

    return _view(release_dossier(dossier_id, by=as_actor(call.person, "api")))


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
    from chalicelib.accounts.staff import find_agent
    from chalicelib.desk.hand_over import hand_over
    from chalicelib.desk.refusals import UnknownColleague

    wanted: HandOver = call.body
    to = find_agent(wanted.to)
    if to is None:
        raise UnknownColleague(field="to")
    by, name = as_actor(call.person, "api"), call.person.name
    return _view(hand_over(dossier_id, to, wanted.note, by=by, name=name, was=wanted.was))


def _view(dossier: "Dossier") -> dict[str, object]:
    from chalicelib.dossiers.taken import read_taken

    taken = read_taken(dossier)
    if taken is None:
        return {"holder": None}
    holder = {
        "id": taken.agent_id,
        "name": taken.name,
        "since": taken.at,
        "note": taken.note,
        "given_by": taken.given_by,
    }
    return {"holder": holder}

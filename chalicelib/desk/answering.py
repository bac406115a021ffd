"""What the API says of who looks after a case, and the acts by which that changes."""

from typing import TYPE_CHECKING, Any

from chalicelib.accounts.acting import as_actor
from chalicelib.cases.taken import Taken, read_taken
from chalicelib.web.call import Call

if TYPE_CHECKING:
    from chalicelib.desk.forms import HandOver


def answer_taking(call: Call, case_id: str) -> object:
    """Take a case for who calls."""
    from chalicelib.desk.take import take_case

    by = as_actor(call.person, "api")
    return _view(take_case(case_id, by=by, name=call.person.name))


def answer_releasing(call: Call, case_id: str) -> object:
    """Let a case go."""
    from chalicelib.desk.take import release_case

    return _view(release_case(case_id, by=as_actor(call.person, "api")))


def answer_handing_over(call: Call, case_id: str) -> object:
    """Hand a case over to a colleague; UnknownColleague for who is no agent at work."""
    from chalicelib.accounts.staff import find_agent
    from chalicelib.desk.hand_over import hand_over
    from chalicelib.desk.refusals import UnknownColleague

    wanted: HandOver = call.body
    to = find_agent(wanted.to)
    if to is None:
        raise UnknownColleague(field="to")
    by, name = as_actor(call.person, "api"), call.person.name
    return _view(hand_over(case_id, to, wanted.note, by=by, name=name, was=wanted.was))


def _view(case: Any) -> dict[str, object]:
    taken = read_taken(case)
    return {"holder": view_holder(taken) if taken else None}


def view_holder(taken: Taken) -> dict[str, object]:
    """Who looks after a case, since when, and what was left for them."""
    return {
        "id": taken.agent_id,
        "name": taken.name,
        "since": taken.at,
        "note": taken.note,
        "given_by": taken.given_by,
    }

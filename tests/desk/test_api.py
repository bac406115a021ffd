"""The desk on the API: who has a dossier, and the queue with its lists and filters."""

from pydantic import TypeAdapter

from chalicelib.accounts.model import Person
from chalicelib.desk.forms import AgentsAnswer, HolderAnswer
from chalicelib.dossiers.answers import QueueAnswer
from chalicelib.dossiers.model import PieceState
from tests.desk.worlds import Desk
from tests.dossiers.conftest import Callers


def test_a_program_takes_hands_over_and_lets_go(
    desk: Desk, callers: Callers, colleague: Person
) -> None:
    here, agent = f"/dossiers/{desk.send()}", callers.api("agent")
    taken = agent.call("POST", f"{here}/take")
    assert TypeAdapter(HolderAnswer).validate_json(taken.body).holder is not None
    agents = agent.call("GET", "/agents")
    names = [one.name for one in TypeAdapter(AgentsAnswer).validate_json(agents.body).agents]
    assert "Robin Keller" in names
    me = callers.people.agent.user_id
    given = agent.call(
        "POST", f"{here}/hand-over", {"to": colleague.user_id, "note": "À vous", "was": me}
    )
    holder = given.json()["holder"]
    assert (holder["id"], holder["note"]) == (colleague.user_id, "À vous")
    stale = agent.call("POST", f"{here}/hand-over", {"to": me, "was": me})
    assert (stale.status, stale.json()["code"]) == (409, "handed-over-meanwhile")
    late = agent.call("POST", f"{here}/take")
    assert (late.status, late.json()["code"]) == (409, "taken-by-another")
    assert "Robin Keller" in late.body
    assert agent.call("POST", f"{here}/release").status == 409
    back = agent.call("POST", f"{here}/hand-over", {"to": me})
    assert back.json()["holder"]["id"] == me
    assert agent.call("POST", f"{here}/release").json() == {"holder": None}
    nobody = agent.call("POST", f"{here}/hand-over", {"to": "usr_x"})
    assert nobody.status == 422


def test_the_queue_has_its_lists_and_filters(desk: Desk, callers: Callers) -> None:
    dossier_id, agent = desk.send(), callers.api("agent")
    desk.piece(dossier_id, PieceState.HELD)
    agent.call("POST", f"/dossiers/{dossier_id}/take")
    for path in ("lane=held_piece", "lane=mine", "lane=us&suivi=moi&attente=1", "lane=us"):
        answer = agent.call("GET", f"/queue?{path}")
        (line,) = TypeAdapter(QueueAnswer).validate_json(answer.body).dossiers
        assert (line.id, line.taken_by) == (dossier_id, callers.people.agent.user_id)
    assert agent.call("GET", "/queue?lane=late").json()["dossiers"] == []
    wrong = agent.call("GET", "/queue?statut=rien")
    assert wrong.status == 422
    assert "statut" in wrong.body
    assert callers.api("installer").call("GET", "/queue").status == 403


def test_a_list_that_does_not_exist_is_told_and_no_other_shown(
    desk: Desk, callers: Callers
) -> None:
    desk.send()
    answer = callers.api("agent").call("GET", "/queue?lane=zzz")
    assert answer.status == 422
    (problem,) = answer.json()["fields"]
    assert problem["field"] == "lane"
    assert "mine" in problem["message"]

"""The API of one's own account."""

import pytest

from chalicelib.access.forms import PersonView, TokenList, TokenView
from chalicelib.accounts.tokens import create_token
from tests.access.conftest import People
from tests.portal import Portal


@pytest.fixture
def caller(portal: Portal, people: People) -> Portal:
    return Portal(portal.app, token=create_token(people.installer, "premier").secret)


def test_a_token_is_created_listed_and_revoked(caller: Portal) -> None:
    made = caller.call("POST", "/tokens", {"label": "mobile"}, Idempotency_Key="chantier-42")
    assert made.status == 201
    again = caller.call("POST", "/tokens", {"label": "mobile"}, Idempotency_Key="chantier-42")
    assert "secret" not in again.json()
    assert again.json()["token_id"] == made.json()["token_id"]
    second = Portal(caller.app, token=made.json()["secret"])
    assert [one["label"] for one in second.call("GET", "/tokens").json()["tokens"]] == [
        "premier",
        "mobile",
    ]
    assert caller.call("DELETE", f"/tokens/{made.json()['token_id']}").status == 204
    assert second.call("GET", "/tokens").status == 401


def test_a_key_that_made_a_token_makes_no_other(caller: Portal) -> None:
    caller.call("POST", "/tokens", {"label": "mobile"}, Idempotency_Key="chantier-44")
    other = caller.call("POST", "/tokens", {"label": "tablette"}, Idempotency_Key="chantier-44")
    assert (other.status, other.json()["code"]) == (422, "idempotency-key-reused")


def test_creating_without_an_idempotency_key_is_refused(caller: Portal) -> None:
    answer = caller.call("POST", "/tokens", {"label": "mobile"})
    assert (answer.status, answer.json()["code"]) == (400, "idempotency-key-missing")


def test_a_session_cookie_is_no_token(portal: Portal) -> None:
    portal.sign_in("camille@soleil.test", "une phrase de passe")
    assert portal.call("GET", "/me").status == 401


def test_the_token_of_a_colleague_is_not_found(caller: Portal, people: People) -> None:
    other = create_token(people.colleague, "le sien").token
    assert caller.call("DELETE", f"/tokens/{other.token_id}").status == 404


def test_answers_are_what_the_description_says(caller: Portal) -> None:
    PersonView.model_validate_json(caller.call("GET", "/me").body)
    TokenList.model_validate_json(caller.call("GET", "/tokens").body)
    made = caller.call("POST", "/tokens", {"label": "mobile"}, Idempotency_Key="chantier-43")
    TokenView.model_validate_json(made.body)

"""The door's pages, as a browser without JavaScript sees them."""

import re
from html import unescape

import pytest

from chalicelib.web.visit import is_own_path
from tests.access.conftest import PASSWORD, People
from tests.portal import Portal

EMAIL = "camille@soleil.test"


def without_tokens(html: str) -> str:
    """A page without what is different in every browser and what the person typed."""
    html = re.sub(r'name="csrf" value="[0-9a-f]*"', "", html)
    return re.sub(r'value="[^"]*@[^"]*"', "", html)


def test_a_visitor_is_sent_to_the_door_and_back_to_where_they_were_going(portal: Portal) -> None:
    asked = portal.get("/compte")
    assert (asked.status, asked.headers["location"]) == (303, "/connexion?suite=/compte")
    portal.get("/connexion?suite=/compte")
    answer = portal.post("/connexion", {"email": EMAIL, "password": PASSWORD, "suite": "/compte"})
    assert (answer.status, answer.headers["location"]) == (303, "/compte")
    assert "Camille" in portal.get("/compte").body


def test_the_filters_of_a_list_are_there_again_after_the_sign_in(portal: Portal) -> None:
    asked = portal.get("/compte?debut=2026-01-01&etat=a b")
    door = portal.get(asked.headers["location"])
    wanted = unescape(re.search(r'name="suite" value="([^"]*)"', door.body)[1])  # type: ignore[index]
    form = {"email": EMAIL, "password": PASSWORD, "suite": wanted}
    answer = portal.post("/connexion", form)
    assert answer.headers["location"] == "/compte?debut=2026-01-01&etat=a+b"


@pytest.mark.parametrize(
    "wanted", ["//evil.test/?a=1", "https://evil.test", "/\\evil.test", "/\tevil", "evil.test/"]
)
def test_the_sign_in_leads_nowhere_else(portal: Portal, wanted: str) -> None:
    portal.get("/connexion")
    form = {"email": EMAIL, "password": PASSWORD, "suite": wanted}
    assert portal.post("/connexion", form).headers["location"] == "/dossiers"


@pytest.mark.parametrize(
    ("email", "home"),
    [
        (EMAIL, "/dossiers"),
        ("agent@raccordo.test", "/dossiers"),
        ("client@maison.test", "/mes-dossiers"),
    ],
)
def test_everybody_arrives_where_their_work_is(portal: Portal, email: str, home: str) -> None:
    assert portal.sign_in(email, PASSWORD).headers["location"] == home
    assert portal.get("/").headers["location"] == home


@pytest.mark.parametrize(
    "path", ["https://evil.test/", "//evil.test", "/\\evil.test", "evil", "/a\r\nb"]
)
def test_nobody_is_sent_to_a_foreign_site_after_signing_in(path: str) -> None:
    assert not is_own_path(path)


def test_wrong_password_and_unknown_address_get_the_same_bytes(portal: Portal) -> None:
    statuses: list[int] = []
    for _try in range(4):
        known = portal.sign_in(EMAIL, "wrong wrong wrong")
        unknown = portal.sign_in("nobody@nulle.test", "wrong wrong wrong")
        assert (known.status, known.headers) == (unknown.status, unknown.headers)
        assert without_tokens(known.body) == without_tokens(unknown.body)
        statuses.append(known.status)
    assert statuses == [401, 401, 429, 429]


def test_the_session_cookie_cannot_be_read_by_scripts_nor_sent_from_other_sites(
    portal: Portal,
) -> None:
    answer = portal.sign_in(EMAIL, PASSWORD)
    cookie = next(one for one in answer.cookies if one.startswith("raccordo="))
    assert "; HttpOnly" in cookie
    assert "; SameSite=Lax" in cookie
    assert "Max-Age" not in cookie


def test_signing_in_changes_the_session_and_ends_the_former(portal: Portal) -> None:
    portal.sign_in(EMAIL, PASSWORD)
    former = Portal(portal.app, jar=dict(portal.jar))
    portal.post("/connexion", {"email": EMAIL, "password": PASSWORD, "suite": ""})
    assert former.jar["raccordo"] != portal.jar["raccordo"]
    assert former.get("/compte").status == 303


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(portal: Portal) -> None:
    portal.sign_in(EMAIL, PASSWORD)
    copy = Portal(portal.app, jar=dict(portal.jar))
    assert portal.post("/deconnexion").headers["location"] == "/connexion"
    assert copy.get("/compte").status == 303


def test_a_token_is_shown_once_and_revoked_from_the_page(portal: Portal, people: People) -> None:
    portal.sign_in(EMAIL, PASSWORD)
    shown = portal.post("/compte/jetons", {"label": "mobile"})
    found = re.search(r'id="jeton">(rac_[\w-]+)<', shown.body)
    assert found
    assert found.group(1) not in portal.get("/compte").body
    caller = Portal(portal.app, token=found.group(1))
    assert caller.call("GET", "/me").json()["user_id"] == people.installer.user_id
    path = re.search(r'action="(/compte/jetons/[^"]+/revocation)"', portal.get("/compte").body)
    assert path
    assert portal.post(path.group(1)).status == 303
    assert "révoqué" in portal.get("/compte").body
    assert caller.call("GET", "/me").status == 401


def test_a_client_has_no_tokens(portal: Portal) -> None:
    portal.sign_in("client@maison.test", PASSWORD)
    assert "/compte/jetons" not in portal.get("/compte").body
    assert portal.post("/compte/jetons", {"label": "mobile"}).status == 403

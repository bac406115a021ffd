"""The choice of a language: offered on every page, remembered, and never a way out of the portal."""

import re
from collections.abc import Iterator

import pytest

from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.find_session import find_session
from chalicelib.accounts.model import Firm, Role
from chalicelib.accounts.store import load_user_row
from chalicelib.aws.table import Table
from chalicelib.web.cookies import cookie_name
from chalicelib.words.translation import in_language
from tests.portal import Portal, open_app
from tests.tables import table

__all__ = ["table"]

EMAIL, PASSWORD = "ana@example.org", "les-panneaux-du-toit"


@pytest.fixture(autouse=True)
def french_after() -> Iterator[None]:
    with in_language("fr"):
        yield


@pytest.fixture
def portal(table: Table) -> Portal:
    return Portal(open_app())


def enrol(table: Table) -> str:
    firm = Firm("firm_1", "Sol")
    person = enrol_user(
        table, email=EMAIL, name="Ana", role=Role.INSTALLER, password=PASSWORD, firm=firm
    )
    return person.user_id


def lang_of(body: str) -> str:
    found = re.search(r'<html lang="([^"]+)"', body)
    assert found
    return found[1]


def test_a_page_offers_each_language_by_its_own_name(portal: Portal) -> None:
    body = portal.get("/connexion?suite=%2Fdossiers").body
    assert lang_of(body) == "fr"
    assert '<span lang="fr" aria-current="true">Français</span>' in body
    links = re.findall(r'<a href="(/langue/[^"]+)" lang="([^"]+)" hreflang="([^"]+)"', body)
    assert [(lang, href) for _path, lang, href in links] == [("pt-BR", "pt-BR"), ("en", "en")]
    assert links[0][0] == "/langue/pt-BR?suite=%2Fconnexion%3Fsuite%3D%252Fdossiers"
    assert ">Português (Brasil)</a>" in body
    assert ">English</a>" in body


def test_a_choice_leads_back_and_is_remembered_for_a_year(portal: Portal) -> None:
    answer = portal.get("/langue/en?suite=%2Fconnexion%3Fsuite%3D%252Fdossiers")
    assert answer.status == 303
    assert answer.headers["location"] == "/connexion?suite=%2Fdossiers"
    (cookie,) = answer.cookies
    assert cookie.startswith(f"{cookie_name('language')}=en; ")
    assert "SameSite=Lax" in cookie
    assert "Max-Age=31536000" in cookie
    assert lang_of(portal.get("/connexion").body) == "en"
    portal.get("/langue/fr")
    assert lang_of(portal.get("/connexion", **{"accept-language": "en"}).body) == "fr"


@pytest.mark.parametrize("suite", ["//ailleurs.example", "https://ailleurs.example", "/\\x", ""])
def test_a_choice_never_leads_off_the_portal(portal: Portal, suite: str) -> None:
    assert portal.get(f"/langue/en?suite={suite}").headers["location"] == "/"


def test_a_language_that_is_not_offered_is_not_there(portal: Portal) -> None:
    answer = portal.get("/langue/de?suite=/connexion")
    assert answer.status == 404
    assert cookie_name("language") not in portal.jar


def test_a_cookie_that_we_never_wrote_is_nothing(portal: Portal) -> None:
    portal.jar[cookie_name("language")] = "../../x"
    assert lang_of(portal.get("/connexion").body) == "fr"


def test_a_browser_that_chose_nothing_is_heard(portal: Portal) -> None:
    assert lang_of(portal.get("/connexion", **{"accept-language": "pt-BR,pt;q=0.9"}).body) == (
        "pt-BR"
    )
    assert lang_of(portal.get("/connexion").body) == "fr"


def test_a_signed_in_persons_choice_is_kept_with_the_account(portal: Portal, table: Table) -> None:
    user_id = enrol(table)
    portal.sign_in(EMAIL, PASSWORD)
    page = portal.get("/compte").body
    assert '<form method="post" action="/langue">' in page
    assert 'name="suite" value="/compte"' in page
    chosen = portal.post("/langue", {"langue": "pt-BR", "suite": "/compte"})
    assert (chosen.status, chosen.headers["location"]) == (303, "/compte")
    session = find_session(portal.jar[cookie_name("session")])
    assert session is not None
    assert session.person.language == "pt_BR"
    assert load_user_row(table, user_id)["language"] == "pt_BR"
    elsewhere = Portal(open_app())
    elsewhere.sign_in(EMAIL, PASSWORD)
    assert lang_of(elsewhere.get("/compte", **{"accept-language": "en"}).body) == "pt-BR"


def test_a_link_that_somebody_sent_changes_a_browser_and_no_account(
    portal: Portal, table: Table
) -> None:
    user_id = enrol(table)
    portal.sign_in(EMAIL, PASSWORD)
    assert portal.get("/langue/en?suite=/compte").status == 303
    assert lang_of(portal.get("/compte").body) == "en"
    assert "language" not in load_user_row(table, user_id)


def test_a_choice_made_before_signing_in_is_kept_with_the_account(
    portal: Portal, table: Table
) -> None:
    user_id = enrol(table)
    portal.get("/langue/en?suite=/connexion")
    portal.sign_in(EMAIL, PASSWORD)
    assert load_user_row(table, user_id)["language"] == "en"
    assert lang_of(portal.get("/compte").body) == "en"


def test_who_chose_nothing_has_nothing_written(portal: Portal, table: Table) -> None:
    user_id = enrol(table)
    portal.sign_in(EMAIL, PASSWORD)
    assert "language" not in load_user_row(table, user_id)


def test_what_a_refused_form_shows_can_be_read_in_another_language(portal: Portal) -> None:
    portal.get("/connexion")
    refused = portal.post("/connexion", {"email": EMAIL, "password": "faux", "suite": ""})
    assert refused.status in {401, 403, 422}
    assert "/langue/en?suite=%2Fconnexion" in refused.body


def test_the_api_answers_in_the_callers_language(portal: Portal) -> None:
    french = portal.call("GET", "/dossiers").json()["title"]
    english = portal.call("GET", "/dossiers", **{"accept-language": "en"}).json()["title"]
    assert french.startswith("Jeton")
    assert "token" in english
    assert english != french

"""The guide as each role reads it, and the list of videos as agents keep it."""

import re

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Role
from chalicelib.aws.table import Table
from tests.portal import Portal, open_app

PASSWORD = "une phrase de passe"
VIDEO = {
    "title": "Déposer un dossier",
    "address": "https://videos.example.fr/depot",
    "language": "fr",
    "minutes": "4",
    "key": "cle-00001",
}


@pytest.fixture
def people(table: Table) -> dict[str, Portal]:
    """One browser of each role, signed in."""
    firm = enrol_firm(table, "Soleil du Midi", code="123456789")
    browsers = {}
    for role in (Role.INSTALLER, Role.CLIENT, Role.AGENT):
        email = f"{role}@essai.test"
        of = firm if role is Role.INSTALLER else None
        enrol_user(table, email=email, name=str(role), role=role, password=PASSWORD, firm=of)
        browsers[str(role)] = Portal(open_app())
        browsers[str(role)].sign_in(email, PASSWORD)
    return browsers


def test_each_role_reads_its_own_steps_and_every_link_leads_somewhere(
    people: dict[str, Portal],
) -> None:
    own = {"installer": "Faire signer.", "client": "batterie virtuelle", "agent": "Examiner"}
    for role, browser in people.items():
        page = browser.get("/aide")
        assert page.status == 200
        for other, words in own.items():
            assert (words in page.body) == (other == role), (role, other)
        main = page.body.partition("<main")[2].partition("</main>")[0]
        for path in set(re.findall(r'href="(/[^"#]*)"', main)):
            assert browser.get(path).status == 200, (role, path)
        assert "mailto:" not in main
        assert "tel:" not in main


def test_the_guide_is_a_code_away_on_the_phone(people: dict[str, Portal]) -> None:
    page = people["installer"].get("/aide").body
    assert page.count('class="code"') == 1
    assert "Aucune vidéo pour l’instant" in page


def test_an_agents_video_is_in_everybodys_guide_with_its_code(people: dict[str, Portal]) -> None:
    for _click in range(2):
        assert people["agent"].post("/aide/videos", VIDEO).status == 303
    for browser in people.values():
        page = browser.get("/aide").body
        assert page.count('href="https://videos.example.fr/depot"') == 1
        assert page.count('class="code"') == 2
    listed = people["agent"].get("/aide/videos").body
    assert "« Déposer un dossier » ajoutée" in listed.replace("\N{NO-BREAK SPACE}", " ")
    found = re.search(r'name="video" value="([^"]+)"', listed)
    assert found
    people["agent"].post("/aide/videos/retrait", {"video": found[1]})
    assert "videos.example.fr" not in people["installer"].get("/aide").body


def test_a_wrong_video_comes_back_with_its_fields_named_and_what_was_typed(
    people: dict[str, Portal],
) -> None:
    wrong = VIDEO | {"address": "http://videos.example.fr/depot", "minutes": "quatre"}
    answer = people["agent"].post("/aide/videos", wrong)
    assert answer.status == 422
    assert 'href="#field-address"' in answer.body
    assert 'href="#field-minutes"' in answer.body
    assert 'value="quatre"' in answer.body


def test_only_agents_keep_the_list(people: dict[str, Portal]) -> None:
    for role in ("installer", "client"):
        assert people[role].get("/aide/videos").status == 403
        assert people[role].post("/aide/videos", VIDEO).status == 403


def test_a_page_of_twelve_videos_stays_light(people: dict[str, Portal]) -> None:
    for number in range(12):
        address = f"https://videos.example.fr/{'w' * 130}{number}"
        people["agent"].post("/aide/videos", VIDEO | {"address": address, "key": f"cle-{number}"})
    page = people["installer"].get("/aide").body
    assert page.count('class="code"') == 13
    assert len(page.encode()) < 60_000

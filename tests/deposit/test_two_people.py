"""Two people, or two tabs of one, on one draft: both are told, nothing is overwritten."""

import re
from html import unescape

import pytest

from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from tests.accounts.conftest import PASSWORD
from tests.deposit.steps import begin, fill, find_base, open_step, post_step, read_fields
from tests.dossiers.conftest import Callers
from tests.portal import Answer, Portal


@pytest.fixture
def mine(callers: Callers) -> Portal:
    return callers.browser("installer")


@pytest.fixture
def colleague(callers: Callers) -> Portal:
    browser = Portal(callers.app)
    browser.sign_in("louis@soleil.test", PASSWORD)
    return browser


@pytest.fixture
def draft(mine: Portal) -> str:
    dossier = begin(mine)
    post_step(mine, dossier, 1)
    return dossier


def save(browser: Portal, dossier: str, fields: dict[str, str], **changed: str) -> Answer:
    return browser.post(f"{dossier}/etape/1", fields | changed | {"action": "brouillon"})


def type_in(browser: Portal, dossier: str, fields: dict[str, str], **changed: str) -> Answer:
    return browser.post(f"{dossier}/etape/1/saisie", fields | changed)


def choices(page: str, name: str) -> tuple[str, str]:
    mine, theirs = re.findall(rf'name="choix-{name}" value="([^"]+)"', page)
    return mine, theirs


def shown(browser: Portal, dossier: str) -> dict[str, str]:
    return open_step(browser, dossier, 1)


def test_fields_that_each_changed_alone_are_put_together(
    mine: Portal, colleague: Portal, draft: str
) -> None:
    page = open_step(mine, draft, 1)
    save(colleague, draft, open_step(colleague, draft, 1), city="Bron")
    answer = save(mine, draft, page, last_name="Petit")
    assert answer.status == 303
    after = mine.get(f"{draft}/etape/1").body
    fields = read_fields(after)
    assert (fields["city"], fields["last_name"]) == ("Bron", "Petit")
    assert "Un collègue avait modifié entre-temps" in after
    assert "Commune. Sa saisie et la vôtre" in after


def test_a_field_that_both_changed_is_shown_twice_and_chosen(
    mine: Portal, colleague: Portal, draft: str
) -> None:
    page = open_step(mine, draft, 1)
    save(colleague, draft, open_step(colleague, draft, 1), last_name="Martin")
    answer = save(mine, draft, page, last_name="Petit", city="Bron")
    assert answer.status == 409
    assert re.search(r"Modifié entre-temps par un collègue à \d\d:\d\d", answer.body)
    assert "<small>Votre saisie</small>Petit" in answer.body
    assert "<small>Enregistré entre-temps</small>Martin" in answer.body
    assert "<title>Erreur" in answer.body
    fields = read_fields(answer.body)
    assert fields["last_name"] == "Petit"
    stored = shown(colleague, draft)
    assert (stored["last_name"], stored["city"]) == ("Martin", "Bron")
    keep_mine, _theirs = choices(answer.body, "last_name")
    assert save(mine, draft, fields, **{"choix-last_name": keep_mine}).status == 303
    assert shown(colleague, draft)["last_name"] == "Petit"


def test_the_other_value_may_be_chosen(mine: Portal, colleague: Portal, draft: str) -> None:
    page = open_step(mine, draft, 1)
    save(colleague, draft, open_step(colleague, draft, 1), last_name="Martin")
    answer = save(mine, draft, page, last_name="Petit")
    _mine, take_theirs = choices(answer.body, "last_name")
    fields = read_fields(answer.body)
    assert save(mine, draft, fields, **{"choix-last_name": take_theirs}).status == 303
    assert shown(mine, draft)["last_name"] == "Martin"


def test_saving_again_without_choosing_still_overwrites_nothing(
    mine: Portal, colleague: Portal, draft: str
) -> None:
    page = open_step(mine, draft, 1)
    save(colleague, draft, open_step(colleague, draft, 1), last_name="Martin")
    fields = read_fields(save(mine, draft, page, last_name="Petit").body)
    assert save(mine, draft, fields).status == 409
    assert shown(mine, draft)["last_name"] == "Martin"


def test_a_choice_on_a_value_that_changed_again_is_asked_again(
    mine: Portal, colleague: Portal, draft: str
) -> None:
    page = open_step(mine, draft, 1)
    save(colleague, draft, open_step(colleague, draft, 1), last_name="Martin")
    answer = save(mine, draft, page, last_name="Petit")
    save(colleague, draft, open_step(colleague, draft, 1), last_name="Martinez")
    keep_mine, _theirs = choices(answer.body, "last_name")
    again = save(mine, draft, read_fields(answer.body), **{"choix-last_name": keep_mine})
    assert again.status == 409
    assert "<small>Enregistré entre-temps</small>Martinez" in again.body


def test_two_tabs_of_one_person_are_told_that_it_was_themselves(mine: Portal, draft: str) -> None:
    page = open_step(mine, draft, 1)
    save(mine, draft, page, last_name="Martin")
    answer = save(mine, draft, page, last_name="Petit")
    assert answer.status == 409
    assert "Modifié entre-temps par vous, dans une autre page, à" in answer.body


def test_next_says_it_too_and_leads_nowhere_before_the_choice(
    mine: Portal, colleague: Portal, draft: str
) -> None:
    page = open_step(mine, draft, 1)
    save(colleague, draft, open_step(colleague, draft, 1), last_name="Martin")
    answer = mine.post(f"{draft}/etape/1", page | {"last_name": "Petit", "action": "suivant"})
    assert answer.status == 409
    moved = mine.post(f"{draft}/etape/1", page | {"city": "Bron", "action": "suivant"})
    assert moved.headers["location"] == f"{draft}/etape/2"
    assert "Un collègue avait modifié" in mine.get(f"{draft}/etape/2").body


def test_a_double_click_is_no_conflict(mine: Portal, draft: str) -> None:
    page = open_step(mine, draft, 1)
    for _click in range(2):
        assert save(mine, draft, page, last_name="Petit").status == 303


def test_parcels_that_both_changed_are_chosen_as_a_whole(
    mine: Portal, colleague: Portal, draft: str
) -> None:
    page = open_step(mine, draft, 1)
    theirs = open_step(colleague, draft, 1)
    save(colleague, draft, theirs, **{"parcels-1-section": "AC", "parcels-1-number": "7"})
    answer = save(mine, draft, page, **{"parcels-0-number": "33"})
    assert "<small>Votre saisie</small>AB 33" in answer.body
    assert "<small>Enregistré entre-temps</small>AB 32 ; AC 7" in answer.body
    _mine, take_theirs = choices(answer.body, "parcels")
    save(mine, draft, read_fields(answer.body), **{"choix-parcels": take_theirs})
    assert shown(mine, draft)["parcels-1-section"] == "AC"


def test_what_is_typed_by_two_at_once_is_told_while_they_type(
    mine: Portal, colleague: Portal, draft: str
) -> None:
    page, theirs = open_step(mine, draft, 1), open_step(colleague, draft, 1)
    type_in(colleague, draft, theirs, last_name="Martin", first_name="Luc")
    told = type_in(mine, draft, page, last_name="Petit").json()
    assert told["fields"] == {"first_name": "Luc"}
    assert "Un collègue avait modifié entre-temps : Prénom du client." in told["note"]
    assert re.search(r"Modifié entre-temps par un collègue à \d\d:\d\d", told["clash"])
    keep_mine, _theirs = choices(told["clash"], "last_name")
    again = page | {"base": told["base"], "last_name": "Petit", "first_name": "Luc"}
    settled = type_in(mine, draft, again, **{"choix-last_name": keep_mine}).json()
    assert settled["clash"] == ""
    assert shown(colleague, draft)["last_name"] == "Petit"


def test_a_draft_that_a_colleague_is_filling_says_so_when_it_is_opened(
    mine: Portal, colleague: Portal, draft: str
) -> None:
    type_in(colleague, draft, open_step(colleague, draft, 1), city="Bron")
    assert "Un collègue remplit cette étape" in mine.get(f"{draft}/etape/1").body
    assert "Un collègue remplit cette étape" not in colleague.get(f"{draft}/etape/1").body


def test_the_journal_says_whose_typing_a_save_carries(
    mine: Portal, colleague: Portal, draft: str, table: Table, callers: Callers
) -> None:
    type_in(colleague, draft, open_step(colleague, draft, 1), city="Bron")
    save(mine, draft, open_step(mine, draft, 1), last_name="Petit")
    last = list_whole_journal(table, draft.rpartition("/")[2])[-1]
    assert last.fields == ("city", "last_name")
    assert last.details["typed_by"] == callers.people.colleague.user_id


def test_the_page_of_a_conflict_holds_what_was_typed_as_text_and_never_as_markup(
    mine: Portal, colleague: Portal, draft: str
) -> None:
    page = open_step(mine, draft, 1)
    save(colleague, draft, open_step(colleague, draft, 1), last_name="<b>Martin</b>")
    answer = save(mine, draft, page, last_name="<i>Petit</i>")
    assert "<b>Martin" not in answer.body
    assert "<i>Petit" not in answer.body
    assert read_fields(answer.body)["last_name"] == "<i>Petit</i>"
    assert unescape(find_base(answer.body))


def test_a_page_without_its_memory_counts_as_it_is(mine: Portal, draft: str) -> None:
    assert mine.post(f"{draft}/etape/1", fill(1, last_name="Petit")).status == 303

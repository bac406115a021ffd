"""What a step tells beside its fields: where numbers stand, what differs, what is missing, where."""

import re
from html import unescape

import pytest

from chalicelib.form.field_help import HELPS
from chalicelib.web.static import FOLDER, read_static
from tests.deposit.steps import begin, fill, fill_all, open_step, post_step
from tests.dossiers.conftest import Callers
from tests.portal import Portal

PICTURE = re.compile(r'<img src="/static/([^"]+)" alt="([^"]*)"[^>]*loading="lazy"')


@pytest.fixture
def browser(callers: Callers) -> Portal:
    return callers.browser("installer")


@pytest.fixture
def dossier(browser: Portal) -> str:
    return begin(browser)


def step(browser: Portal, dossier: str, number: int) -> str:
    return unescape(browser.get(f"{dossier}/etape/{number}").body)


@pytest.mark.parametrize(
    ("number", "questions"),
    [
        (1, ("Où trouver le SIRET", "Où trouver la section et la parcelle")),
        (
            2,
            (
                "Où trouver le PDL",
                "Où lire la puissance souscrite",
                "Où lire le nom du titulaire",
                "Monophasé ou triphasé",
                "Quelle largeur mesurer",
            ),
        ),
        (4, ("Où lire la puissance d’un onduleur", "Où lire la puissance d’un panneau")),
        (5, ("Où trouver le numéro de Consuel", "Où trouver le numéro de la demande")),
    ],
)
def test_each_number_to_find_has_help_with_a_drawing_that_words_describe(
    browser: Portal, dossier: str, number: int, questions: tuple[str, ...]
) -> None:
    page = step(browser, dossier, number)
    for question in questions:
        help_ = page[page.index(f"<summary>{question}") :]
        help_ = help_[: help_.index("</details>")]
        found = PICTURE.findall(help_)
        assert found, question
        for name, words in found:
            assert words.startswith("Dessin d")
            assert read_static(name)[0].startswith("<svg")
        assert "<li>" in help_


def test_every_drawing_of_the_help_exists_and_its_marks_are_as_many_as_their_words() -> None:
    for one in HELPS.values():
        for picture in one.pictures:
            drawn = (FOLDER / "examples" / picture.file).read_text(encoding="utf-8")
            assert drawn.count('font-size="14" font-weight="700" text-anchor="middle">') >= len(
                picture.marks
            )


def test_rows_are_helped_once_and_not_in_each_row(browser: Portal, dossier: str) -> None:
    post_step(browser, dossier, 4)
    page = step(browser, f"{dossier}", 4)
    again = unescape(browser.get(f"{dossier}/etape/4?ligne=panels").body)
    assert 'name="panels-1-brand"' in again
    for one in (page, again):
        assert one.count("Où lire la puissance d’un panneau") == 1


@pytest.mark.parametrize("number", range(1, 6))
def test_a_step_weighs_less_than_a_hundred_thousand_bytes_with_its_style_and_scripts(
    browser: Portal, number: int
) -> None:
    page = browser.get(f"{fill_all(browser)}/etape/{number}").body
    served = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page)
    assert len(served) >= 2
    whole = len(page.encode()) + sum(len(read_static(name)[0].encode()) for name in served)
    assert whole < 100_000


def test_next_names_what_is_missing_in_the_title_at_the_top_and_at_the_field(
    browser: Portal, dossier: str
) -> None:
    answer = browser.post(f"{dossier}/etape/2", {"pdl": "123"})
    page = unescape(answer.body)
    assert answer.status == 422
    assert re.search(r"<title>Erreur\s: Étape 2", page)
    assert re.search(r'id="a-corriger" autofocus', page)
    assert '<a href="#field-pdl">' in page
    field = re.search(r'<input id="field-pdl"[^>]*>', page)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="field-pdl-error field-pdl-hint"' in field[0]
    choice = re.search(r'<fieldset[^>]*id="field-phases"[^>]*>', page)
    assert choice is not None
    assert 'tabindex="-1"' in choice[0]
    assert "field-phases-error" in choice[0]


def test_a_step_without_errors_has_a_plain_title_and_takes_no_focus(
    browser: Portal, dossier: str
) -> None:
    page = step(browser, dossier, 2)
    assert re.search(r"<title>Étape 2\s: ", page)
    assert "autofocus" not in page


def test_rows_that_lack_something_say_so_to_who_cannot_see(browser: Portal, dossier: str) -> None:
    page = browser.post(f"{dossier}/etape/4", {"panel_protection": "Coffret"}).body
    assert '<a href="#field-panels">' in page
    assert 'aria-describedby="field-panels"' in page


def test_six_kva_are_the_most_of_a_single_phase_and_the_field_says_what_to_do(
    browser: Portal, dossier: str
) -> None:
    post_step(browser, dossier, 2, phases="monophase")
    page = unescape(post_step(browser, dossier, 3, connection_power_kva="6,5").body)
    error = re.search(r'id="field-connection_power_kva-error">.*?<span>(.*?)</span>', page)
    assert error is not None
    assert "6,5 kVA dépasse les 6 kVA d’un branchement monophasé" in error[1]
    assert "corrigez le type de branchement" in error[1]
    assert post_step(browser, dossier, 3, connection_power_kva="6").status == 303


def test_a_single_phase_chosen_after_the_power_is_told_at_step_two(
    browser: Portal, dossier: str
) -> None:
    post_step(browser, dossier, 3)
    post_step(browser, dossier, 2, phases="monophase", action="brouillon")
    page = step(browser, dossier, 2)
    assert f'href="{dossier}/etape/3#field-connection_power_kva"' in page
    assert "9 kVA dépasse les 6 kVA" in page


def test_the_script_watches_six_kva_only_where_the_branch_is_of_one_phase(
    browser: Portal, dossier: str
) -> None:
    post_step(browser, dossier, 2, phases="monophase")
    assert 'data-most="6"' in step(browser, dossier, 3)
    post_step(browser, dossier, 2, phases="triphase")
    assert 'data-most="6"' not in step(browser, dossier, 3)


def test_the_derived_figures_stand_beside_the_equipment_and_beside_the_powers(
    browser: Portal, dossier: str
) -> None:
    post_step(browser, dossier, 4)
    page = step(browser, dossier, 4)
    assert re.search(r'data-figure="peak"[^>]*>8,5 kWc</output>', page)
    assert re.search(r'data-figure="installed"[^>]*>8 kVA</output>', page)
    powers = step(browser, dossier, 3)
    assert re.search(r'<input id="field-peak_power_kwc"[^>]*data-computed="8\.5', powers)
    assert re.search(r'<input id="field-installed_power_kva"[^>]*data-computed="8"', powers)


def test_figures_wait_for_the_equipment(browser: Portal, dossier: str) -> None:
    assert re.search(r'data-figure="peak"[^>]*>–</output>', step(browser, dossier, 4))
    assert "data-figure" not in step(browser, dossier, 3)


def test_a_typed_power_that_differs_is_named_at_its_field(browser: Portal, dossier: str) -> None:
    post_step(browser, dossier, 4)
    page = unescape(
        post_step(browser, dossier, 3, peak_power_kwc="9", installed_power_kva="8,5").body
    )
    peak = re.search(r'id="field-peak_power_kwc-error">.*?<span>(.*?)</span>', page)
    assert peak is not None
    assert "9 kWc saisis, 8,5 kWc d’après les panneaux" in peak[1]
    installed = re.search(r'id="field-installed_power_kva-caution">.*?<span>(.*?)</span>', page)
    assert installed is not None
    assert "8,5 kVA saisis, 8 kVA d’après le matériel" in installed[1]
    assert 'aria-describedby="field-installed_power_kva-caution field-installed' in page


def test_a_slip_in_the_domain_is_proposed_and_taken_with_one_button(
    browser: Portal, dossier: str
) -> None:
    typed = {"email": "claire@gmial.com", "email_confirmation": "claire@gmial.com"}
    post_step(browser, dossier, 1, action="brouillon", **typed)
    page = step(browser, dossier, 1)
    assert "« gmial.com » ressemble à « gmail.com »" in re.sub(r"\s", " ", page)
    assert 'value="adopter:email">Utiliser claire@gmail.com<' in page
    taken = post_step(browser, dossier, 1, action="adopter:email", **typed)
    assert taken.headers["location"] == f"{dossier}/etape/1#field-email"
    fields = open_step(browser, dossier, 1)
    assert (fields["email"], fields["email_confirmation"]) == ("claire@gmail.com",) * 2
    assert "adopter:email" not in step(browser, dossier, 1)


def test_a_slip_in_the_domain_stops_nobody(browser: Portal, dossier: str) -> None:
    typed = {"email": "claire@gmial.com", "email_confirmation": "claire@gmial.com"}
    assert post_step(browser, dossier, 1, **typed).headers["location"] == f"{dossier}/etape/2"


def test_what_the_whole_dossier_lacks_is_one_button_away_from_each_step(
    browser: Portal, dossier: str
) -> None:
    for number in range(1, 5):
        assert 'value="verifier"' in step(browser, dossier, number)
    answer = browser.post(f"{dossier}/etape/1", fill(1, action="verifier", first_name=""))
    assert answer.headers["location"] == f"{dossier}/recapitulatif#a-corriger"
    recap = unescape(browser.get(f"{dossier}/recapitulatif").body)
    for field in ("1#field-first_name", "2#field-pdl", "4#rows-panels", "5#field-facture"):
        assert f'href="{dossier}/etape/{field}"' in recap


def test_the_recap_reads_all_again_and_says_what_must_agree(browser: Portal) -> None:
    recap = unescape(browser.get(f"{fill_all(browser)}/recapitulatif").body)
    for told in ("Durand", "20 × Monocristallin Voltec Tarka 126 425 W", "8,5 kWc", "Triphasé"):
        assert told in recap
    for rule in ("le même nom et le même statut", "erreur bloque", "déclarée au Consuel"):
        assert rule in recap


def test_a_wrong_pdl_is_warned_of_where_it_is_typed(browser: Portal, dossier: str) -> None:
    page = step(browser, dossier, 2)
    assert "Une erreur ici bloque la mise en service" in page
    assert "Ce n’est pas le PCE" in page
    pdl = post_step(browser, dossier, 2, pdl="0123456789012").body
    assert "14 chiffres qui figurent sur la facture" in pdl


def test_the_comment_and_the_preload_are_kept_and_shown_again(browser: Portal) -> None:
    dossier = fill_all(browser)
    typed = {"comment": "Accès par la cour,\nchien gentil", "preload_kwh": "2 000"}
    post_step(browser, dossier, 5, **typed)
    assert open_step(browser, dossier, 5)["comment"].splitlines() == typed["comment"].splitlines()
    recap = browser.get(f"{dossier}/recapitulatif").body
    assert "chien gentil" in recap
    assert re.search(r"2\s000 kWh", unescape(recap))

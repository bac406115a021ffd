"""Every field that the guide shows is asked where it stands there, kept, and read again."""

import re
from html import unescape

import pytest

from chalicelib.aws.table import Table
from tests.deposit.steps import begin, fill, fill_all, open_step, read_fields
from tests.dossiers.conftest import Callers
from tests.form.whole_form import give_pieces
from tests.portal import Portal

FIELDS = [
    ("F92", 1, "client_type", "professionnel", "Type de client", "Professionnel"),
    ("F93-civility", 1, "civility", "monsieur", "Civilité", "Monsieur"),
    ("F93-last-name", 1, "last_name", "Petit", "Nom du client", "Petit"),
    ("F93-first-name", 1, "first_name", "Luc", "Prénom du client", "Luc"),
    ("F95", 1, "mobile", "06 98 76 54 32", "Téléphone mobile du client", "06 98 76 54 32"),
    ("F96", 1, "address", "3 place Bellecour", "Numéro et rue", "3 place Bellecour"),
    ("F97-section", 1, "parcels-0-section", "ZC", "Section cadastrale", "ZC"),
    ("F97-parcel", 1, "parcels-0-number", "0417", "Parcelle cadastrale", "0417"),
    ("F100", 2, "has_contract", "non", "Le client a-t-il déjà un contrat", "Non"),
    ("F101", 2, "subscribed_power_kva", "12", "Puissance souscrite", "12 kVA"),
    ("F102", 2, "pdl", "00000000000123", "PDL", "00 000 000 000 123"),
    ("F103", 2, "breaker_location", "Au grenier", "Emplacement du disjoncteur", "Au grenier"),
    ("F104-F122", 2, "phases", "triphase", "Type de branchement", "Triphasé"),
    ("F105", 2, "meter_location", "Au grenier", "Emplacement du compteur", "Au grenier"),
    ("F106", 2, "cabinet_width_cm", "33,5", "Largeur du coffret", "33,5 cm"),
    ("F107", 2, "switchboard_indoors", "oui", "Le tableau électrique est à l’intérieur", "Oui"),
    ("F108", 3, "installer_name", "Sol & Toit", "Nom de l’installateur", "Sol & Toit"),
    ("F109", 3, "connection_power_kva", "17", "Puissance de raccordement demandée", "17 kVA"),
    ("F110", 3, "installed_power_kva", "8", "Puissance de production installée", "8 kVA"),
    ("F111", 3, "peak_power_kwc", "8,505", "Puissance crête", "8,505 kWc"),
    ("F112", 3, "plant_connection", "totalite", "Type de raccordement", "Injection de la totalité"),
    ("F113", 3, "panels_area_m2", "41,5", "Surface totale des panneaux", "41,5 m²"),
    ("F114", 3, "plant_location", "sol", "Emplacement de la centrale", "Au sol"),
    ("F115", 3, "has_battery", "oui", "Le client dispose d’une batterie physique", "Oui"),
    ("F116", 3, "was_connected", "oui", "une installation anciennement raccordée", "Oui"),
    ("F117-count", 4, "inverters-0-count", "3", "Nombre d’onduleurs", "3 × SMA"),
    ("F117-brand", 4, "inverters-0-brand", "Huawei", "Marque des onduleurs", "Huawei"),
    ("F117-model", 4, "inverters-0-model", "SUN2000", "Modèle des onduleurs", "SUN2000"),
    ("F118-type", 4, "panels-0-type", "Couche mince", "Type de panneaux", "Couche mince"),
    ("F118-brand", 4, "panels-0-brand", "DualSun", "Marque de panneaux", "DualSun"),
    ("F118-model", 4, "panels-0-model", "Flash", "Modèle de panneaux", "Flash"),
    ("F118-count", 4, "panels-0-count", "24", "Nombre de panneaux", "24 × "),
    ("F118-power", 4, "panels-0-unit_power_w", "375", "Puissance unitaire", "375 W"),
    ("F119", 4, "panel_protection", "Coffret DC", "Système de protection", "Coffret DC"),
    ("F121-date", 5, "consuel_requested_on", "2026-03-31", "Date de la demande", "31 mars 2026"),
    ("F121-request", 5, "consuel_request_number", "D-77", "Numéro de la demande", "D-77"),
    ("F121-number", 5, "consuel_number", "C-123", "Numéro de Consuel", "C-123"),
    ("F125", 5, "preload_kwh", "5000", "Pré-chargement du stockage virtuel", "5 000 kWh"),
    ("F91", 5, "comment", "Chien gentil", "Commentaire de l’installateur", "Chien gentil"),
]
"""Each row: the step, the field's HTML name, what is typed, its label, and how it is read again."""


@pytest.fixture
def browser(callers: Callers) -> Portal:
    return callers.browser("installer")


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(page))


@pytest.mark.parametrize(
    ("number", "name", "typed", "label", "read"),
    [row[1:] for row in FIELDS],
    ids=[row[0] for row in FIELDS],
)
def test_a_field_of_the_guide_is_asked_kept_and_read_again(
    browser: Portal, number: int, name: str, typed: str, label: str, read: str
) -> None:
    dossier = begin(browser)
    page = browser.get(f"{dossier}/etape/{number}").body
    assert label in plain(page)
    assert f'name="{name}"' in page
    sent = {**fill(number), name: typed}
    browser.post(f"{dossier}/etape/{number}", sent | {"action": "brouillon"})
    assert open_step(browser, dossier, number)[name] == typed
    recap = browser.get(f"{dossier}/recapitulatif").body
    section = recap[recap.index(f"<h2>{number}. ") :]
    assert read in plain(section[: section.index("</section>")])


def test_panels_come_before_inverters_and_both_can_be_repeated(browser: Portal) -> None:
    page = browser.get(f"{begin(browser)}/etape/4").body
    assert page.index('name="panels-0-brand"') < page.index('name="inverters-0-brand"')
    for name in ("panels", "inverters"):
        assert f'value="ajouter:{name}"' in page


def test_the_prices_of_a_preload_are_one_link_away(browser: Portal) -> None:
    page = unescape(browser.get(f"{begin(browser)}/etape/5").body)
    assert re.search(r'<a href="/dossiers#shelf-title"[^>]*>[^<]*Tarifs partenaires', page)


def test_the_five_steps_are_named_numbered_and_say_where_one_is(browser: Portal) -> None:
    dossier = begin(browser)
    names = ("Client", "Électricité", "Centrale", "Matériel", "Documents")
    for number in range(1, 6):
        page = browser.get(f"{dossier}/etape/{number}").body
        nav = page[page.index('<nav class="steps"') :]
        nav = nav[: nav.index("</nav>")]
        assert re.findall(r'class="step-label">([^<]+)', nav) == list(names)
        current = re.findall(r'aria-current="step">.*?class="step-number">(\d)', nav, re.DOTALL)
        assert current == [str(number)]
        assert 'value="brouillon"' in page


def test_a_page_as_it_stands_can_be_sent_back_unchanged(browser: Portal) -> None:
    dossier = begin(browser)
    for number in range(1, 6):
        browser.post(f"{dossier}/etape/{number}", fill(number) | {"action": "brouillon"})
    for number in range(1, 6):
        before = browser.get(f"{dossier}/etape/{number}").body
        answer = browser.post(
            f"{dossier}/etape/{number}", read_fields(before) | {"action": "brouillon"}
        )
        assert answer.status == 303
        assert read_fields(browser.get(f"{dossier}/etape/{number}").body) == read_fields(before)


def test_the_way_back_stands_at_the_top_of_a_step(browser: Portal) -> None:
    dossier = begin(browser)
    browser.post(f"{dossier}/etape/1", fill(1) | {"action": "brouillon"})
    for path in (f"{dossier}/etape/1", f"{dossier}/recapitulatif"):
        crumb = re.search(r'<p class="crumb">(.*?)</p>', browser.get(path).body)
        assert crumb is not None
        assert '<a href="/dossiers">Dossiers</a>' in crumb[1]
        assert "Durand Claire" in crumb[1]


def test_the_confirmation_says_what_happens_next_and_who_decides_the_date(
    browser: Portal, callers: Callers, table: Table
) -> None:
    dossier = fill_all(browser)
    give_pieces(table, dossier.rpartition("/")[2], callers.people.installer)
    browser.post(f"{dossier}/envoi")
    page = plain(browser.get(f"{dossier}/envoye").body)
    for told in ("lien à suivre pour signer", "48 à 72 heures", "dès que le client a signé"):
        assert told in page
    assert "dépend ensuite du gestionnaire de réseau et peut demander jusqu’à quatre mois" in page
    assert "démarrer le stockage virtuel" in page

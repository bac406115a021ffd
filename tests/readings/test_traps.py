"""Lines that resemble what is looked for and say something else: nothing is read in them."""

import pytest

from chalicelib.readings.model import Subject
from tests.readings.layouts.stranger import close, open_sheet, put
from tests.readings.reading import read_bytes

type Typed = tuple[float, float, str]
"""A text with its place on the sheet, in millimetres from the top left corner."""


def read_typed(slot: str, *typed: Typed) -> dict[Subject, str]:
    """What is read on a sheet with these texts."""
    sheet = open_sheet()
    for x, y, text in typed:
        put(sheet, x, y, text)
    _has_text, readings = read_bytes(close(sheet), slot)
    return {one.subject: one.value for one in readings}


@pytest.mark.parametrize(
    "line",
    [
        "Facture du 01/12/2025 au 31/01/2026",
        "Facture d'électricité du 1er décembre 2025 au 31 janvier 2026",
        "Rappel de votre dernière facture du 3 décembre 2025",
        "Prochaine facture d'électricité du 3 avril 2026",
    ],
)
def test_a_period_or_another_bill_dates_no_bill(line: str) -> None:
    assert Subject.ISSUED_ON not in read_typed("facture", (12, 30, line))


def test_a_bill_named_with_its_energy_is_dated() -> None:
    line = "Votre facture d'électricité du 3 février 2026"
    assert read_typed("facture", (12, 30, line))[Subject.ISSUED_ON] == "2026-02-03"


@pytest.mark.parametrize(
    "line",
    [
        "Vu l'arrêté du 6 juillet 2020 donnant délégation à M. Henri VASSEUR ;",
        "arrêté du 12 mars 2019 modifié le 21 novembre 2022 ;",
        "Lyon, le 3 mars 2019 et confirmé depuis par le conseil municipal",
    ],
)
def test_what_a_decree_refers_to_does_not_date_it(line: str) -> None:
    assert Subject.ISSUED_ON not in read_typed("mairie", (12, 30, line))


def test_a_place_and_a_day_in_two_columns_date_a_paper_and_a_broken_sentence_does_not() -> None:
    apart = read_typed("mandat", (12, 80, "Fait à Lyon"), (80, 80, "le 20/02/2026"))
    assert apart[Subject.ISSUED_ON] == "2026-02-20"
    broken = ("Ce relevé a été fait à la demande du maire", "12 mars 2019, puis en 2021.")
    read = read_typed("mandat", (12, 80, broken[0]), (12, 85, broken[1]))
    assert Subject.ISSUED_ON not in read


@pytest.mark.parametrize(
    ("slot", "line"),
    [
        ("mairie", "Lyon, le 20 février 2026"),
        ("mairie", "Délivré à Bourg-en-Bresse, le 20/02/2026"),
        ("consuel", "Saint-Étienne, le 20 février 2026"),
        ("mandat", "à Lyon, le 20.02.2026"),
        ("attestation_bridage", "Attestation établie le 20 février 2026"),
    ],
)
def test_the_place_and_day_of_a_letter_date_it(slot: str, line: str) -> None:
    assert read_typed(slot, (110, 80, line))[Subject.ISSUED_ON] == "2026-02-20"


SITE = (
    (12.0, 50.0, "LIEU DE L'INSTALLATION"),
    (14.0, 57.0, "N° et voie"),
    (50.0, 57.0, "12 rue des Lilas"),
    (14.0, 63.0, "Code postal"),
    (50.0, 63.0, "69003"),
    (70.0, 63.0, "Commune"),
    (92.0, 63.0, "Lyon"),
)
PLACE = {Subject.ADDRESS: "12 rue des Lilas", Subject.POSTCODE: "69003", Subject.CITY: "Lyon"}
ANOTHER = (
    (14.0, 41.0, "Code postal : 38090"),
    (70.0, 41.0, "Ville : Vaulx-Milieu"),
)


def only_place(read: dict[Subject, str]) -> dict[Subject, str]:
    return {subject: value for subject, value in read.items() if subject in PLACE}


def test_the_parts_of_the_sites_address_are_read() -> None:
    assert only_place(read_typed("consuel", *SITE)) == PLACE


@pytest.mark.parametrize("heading", ["INSTALLATEUR", "Maître d'ouvrage", "Adresse du siège"])
def test_the_parts_of_another_address_are_not_the_sites(heading: str) -> None:
    assert not only_place(read_typed("consuel", (12, 34, heading), *ANOTHER))
    assert only_place(read_typed("consuel", (12, 34, heading), *ANOTHER, *SITE)) == PLACE


def test_a_numbered_section_ends_the_one_before_whatever_it_says() -> None:
    typed = (
        *SITE[:3],
        (12.0, 66.0, "4 - COORDONNÉES BANCAIRES"),
        (14.0, 72.0, "Code postal : 38090"),
    )
    read = only_place(read_typed("consuel", *typed))
    assert read == {Subject.ADDRESS: "12 rue des Lilas"}


def test_parts_that_two_headings_may_own_are_nobodys() -> None:
    typed = (
        (12.0, 50.0, "LIEU DE L'INSTALLATION"),
        (90.0, 40.0, "INSTALLATEUR"),
        (90.0, 57.0, "Code postal : 38090"),
        (90.0, 63.0, "Ville : Vaulx-Milieu"),
    )
    assert not only_place(read_typed("consuel", *typed))


def test_a_street_whose_number_stands_elsewhere_is_not_read() -> None:
    typed = (SITE[0], (14.0, 57.0, "N° : 12"), (14.0, 63.0, "Voie : rue des Lilas"))
    assert not only_place(read_typed("consuel", *typed))


def test_an_item_of_a_sentence_is_a_label_after_a_semicolon_and_with_a_colon() -> None:
    told = "Puissance crête : 8,5 kWc ; onduleur : SMA STP 8.0."
    assert read_typed("consuel", (12, 30, told))[Subject.INVERTER_MODEL] == "SMA STP 8.0"
    untold = "Vérifié : le câble entre coffret et onduleur SMA STP 8.0."
    assert Subject.INVERTER_MODEL not in read_typed("consuel", (12, 30, untold))


def test_by_before_a_colon_names_who_asks_and_by_in_a_sentence_does_not() -> None:
    asks = read_typed("mairie", (12, 30, "Par : Mme Claire DURAND"))
    assert asks[Subject.HOLDER_NAME] == "Mme Claire DURAND"
    follows = read_typed("mairie", (12, 30, "Affaire suivie par : Mme Nadia PRÉVOST"))
    assert Subject.HOLDER_NAME not in follows

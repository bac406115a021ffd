"""Papers of a town hall: typed in sentences as a decree is, or as a printed form with a frame."""

from collections.abc import Callable

from fpdf import FPDF

from chalicelib.readings.model import Paper
from tests.readings.layouts.stranger import (
    close,
    in_digits,
    in_words,
    open_sheet,
    part_name,
    put,
    stack,
    tick,
    write,
)
from tests.readings.papers import TownHallTruth

NUMBER = "DP 069 383 26 00117"
PROJECT = "Pose de vingt panneaux photovoltaïques sur le pan sud de la toiture"


def draw_typed(truth: TownHallTruth) -> bytes:
    """What the secretary types: the name of the republic, then sentences."""
    sheet = open_sheet("serif", 11)
    stack(
        sheet,
        20,
        18,
        ["RÉPUBLIQUE FRANÇAISE", f"MAIRIE DE {truth.site.city.upper()}", "Service de l'urbanisme"],
        size=10,
    )
    put(sheet, 130, 18, "Affaire suivie par : Mme Nadia PRÉVOST", size=8)
    put(sheet, 130, 22, "Tél. : 04 72 10 30 41", size=8)
    match truth.paper:
        case Paper.TOWN_HALL_DECISION:
            _type_decree(sheet, truth)
        case Paper.TOWN_HALL_DECLARATION:
            _type_declaration(sheet, truth)
        case _:
            _type_receipt(sheet, truth)
    return close(sheet)


def _type_decree(sheet: FPDF, truth: TownHallTruth) -> None:
    site = truth.site
    put(sheet, 45, 40, "ARRÊTÉ DE NON-OPPOSITION", size=15, bold=True)
    put(sheet, 45, 46, "À UNE DÉCLARATION PRÉALABLE", size=12, bold=True)
    put(
        sheet, 45, 51, "prononcée par le maire au nom de la commune - arrêté n° 2026-U-0218", size=9
    )
    y = 60.0
    for paragraph in (
        f"Déclaration déposée le {in_words(truth.received_on)} sous le numéro {NUMBER}",
        f"Par : {truth.holder_name}",
        f"Pour : {PROJECT}",
        f"Adresse du terrain : {site.address}, {site.postcode} {site.city}",
        f"Le maire de {site.city},",
        "Vu le code de l'urbanisme, notamment ses articles L. 421-1 et suivants ;",
        "Vu le plan local d'urbanisme approuvé le 13 mai 2019 et modifié le 21 novembre 2022 ;",
        "Vu l'avis de l'architecte des Bâtiments de France en date du 3 février 2026 ;",
        "Vu l'arrêté du 6 juillet 2020 donnant délégation à M. Henri VASSEUR, adjoint ;",
        "ARRÊTE",
        "Article 1 : Il n'est pas fait opposition à la déclaration préalable.",
        "Article 2 : Les panneaux seront posés sans surépaisseur, au nu de la couverture.",
    ):
        y = write(sheet, 20, y, 170, paragraph, size=10)
    put(sheet, 120, y + 6, f"Fait à {site.city}, le {in_words(truth.issued_on)}", size=10)
    put(sheet, 120, y + 12, "Pour le maire, l'adjoint délégué, Henri VASSEUR", size=9)
    put(sheet, 20, y + 26, "Le délai de recours est de deux mois à compter de l'affichage.", size=8)


def _type_receipt(sheet: FPDF, truth: TownHallTruth) -> None:
    site = truth.site
    put(sheet, 30, 44, "RÉCÉPISSÉ DE DÉPÔT", size=15, bold=True)
    put(sheet, 30, 50, "d'une déclaration préalable de travaux", size=12)
    y = 62.0
    for paragraph in (
        (
            f"Le maire certifie avoir reçu le {in_words(truth.received_on)} la déclaration préalable"
            f" enregistrée sous le n° {NUMBER}, présentée par {truth.holder_name}, pour des travaux"
            f" situés {site.address}, {site.postcode} {site.city}."
        ),
        f"Nature des travaux : {PROJECT}. Parcelle cadastrée section AK n° 214, 682 m².",
        (
            "À défaut de réponse de l'administration un mois après le dépôt, les travaux pourront"
            " commencer. Le délai peut être porté à deux mois par courrier du maire."
        ),
        (
            "Les travaux seront affichés sur le terrain pendant toute leur durée. La validité est de"
            " trois ans, suivant le décret n° 2016-6 du 5 janvier 2016."
        ),
    ):
        y = write(sheet, 20, y, 170, paragraph, size=11)
    put(sheet, 110, y + 8, f"Délivré à {site.city}, le {in_words(truth.issued_on)}", size=10)
    put(sheet, 110, y + 14, "Pour le maire, la responsable du service,", size=9)
    put(sheet, 110, y + 19, "Nadia PRÉVOST", size=9)


def _type_declaration(sheet: FPDF, truth: TownHallTruth) -> None:
    site = truth.site
    put(sheet, 30, 44, "DÉCLARATION PRÉALABLE", size=15, bold=True)
    put(sheet, 30, 50, "Travaux non soumis à permis - cerfa n° 16702*01", size=10)
    rows = (
        ("Reçue en mairie le :", in_digits(truth.received_on)),
        ("Déclarant :", truth.holder_name),
        ("Adresse du terrain :", f"{site.address}, {site.postcode} {site.city}"),
        ("Références cadastrales :", "section AK n° 214, 682 m²"),
        ("Projet :", PROJECT),
        ("Architecte consulté :", "M. Luc DELAUNAY"),
        ("Début des travaux :", "02/03/2026"),
    )
    for at, (label, value) in enumerate(rows):
        put(sheet, 20, 66 + at * 8, label, size=10, bold=True)
        put(sheet, 72, 66 + at * 8, value, size=10)
    put(sheet, 20, 135, "J'atteste avoir qualité pour demander la présente autorisation.", size=10)
    put(sheet, 20, 143, f"Fait à {site.city}, le {in_digits(truth.issued_on)}", size=10)
    put(sheet, 20, 151, "Signature du déclarant", size=9)


FRAMED_TITLES = {
    Paper.TOWN_HALL_RECEIPT: (
        "RÉCÉPISSÉ DE DÉPÔT D'UNE DÉCLARATION PRÉALABLE",
        "Le présent récépissé vaut preuve du dépôt. Un mois sans réponse vaut accord tacite.",
    ),
    Paper.TOWN_HALL_DECISION: (
        "DÉCISION DE NON-OPPOSITION À DÉCLARATION PRÉALABLE",
        "DÉCIDE : la déclaration préalable ne fait pas l'objet d'une opposition.",
    ),
    Paper.TOWN_HALL_DECLARATION: (
        "DÉCLARATION PRÉALABLE - Constructions et travaux non soumis à permis",
        "Je déclare le projet décrit ci-dessus et certifie exacts les renseignements fournis.",
    ),
}


def draw_framed(truth: TownHallTruth) -> bytes:
    """What the software of a town prints: a frame of two columns, then a stamp."""
    sheet = open_sheet("sans")
    title, sentence = FRAMED_TITLES[truth.paper]
    put(sheet, 12, 16, f"Ville de {truth.site.city}", size=12, bold=True)
    put(sheet, 12, 21, "Hôtel de ville - 1 place de la Liberté - 04 78 03 00 00", size=7)
    put(sheet, 12, 34, title, size=12, bold=True)
    _draw_frame(sheet, truth)
    write(sheet, 12, 112, 186, sentence, size=10)
    tick(sheet, 12, 128, "Taxe d'aménagement exigible", ticked=False)
    tick(sheet, 12, 134, "Secteur protégé : avis de l'architecte requis", ticked=True)
    put(sheet, 12, 148, "Cachet de la mairie", size=8)
    put(sheet, 12, 154, f"Date : {in_digits(truth.issued_on)}", size=10)
    put(sheet, 110, 148, "Signature", size=8)
    put(sheet, 110, 154, "Mme Hélène FABRE, maire", size=10)
    write(
        sheet,
        12,
        262,
        186,
        "Date d'affichage de l'avis de dépôt : 15/01/2026 - Transmis au contrôle de légalité le"
        " 23/02/2026 - Édité par URBA+ v7.2 le 24/02/2026",
        size=7,
    )
    return close(sheet)


def _draw_frame(sheet: FPDF, truth: TownHallTruth) -> None:
    civility, given, family = part_name(truth.holder_name)
    site = truth.site
    sheet.rect(12, 40, 186, 66)
    sheet.line(105, 40, 105, 106)
    left = (
        ("Numéro d'enregistrement", NUMBER),
        ("Date de dépôt", in_digits(truth.received_on)),
        ("Demandeur", f"{civility} {family} {given}"),
        ("Représenté par", "Toitures du Rhône, M. Marc OLLIVIER"),
    )
    right = (
        ("Adresse des travaux", site.address),
        ("Code postal et commune", f"{site.postcode} {site.city}"),
        ("Nature des travaux", PROJECT[:44]),
        ("Surface de plancher créée", "0 m²"),
    )
    for x, rows in ((15, left), (108, right)):
        for at, (label, value) in enumerate(rows):
            put(sheet, x, 47 + at * 15, label, size=7)
            put(sheet, x, 53 + at * 15, value, size=10)


LAYOUTS: dict[str, list[Callable[[TownHallTruth], bytes]]] = {
    "town_hall": [draw_typed, draw_framed]
}

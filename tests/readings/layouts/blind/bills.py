"""Bills: two pages of a large supplier, one sheet of the works of a small town."""

from collections.abc import Callable, Sequence

from fpdf import FPDF

from tests.readings.layouts.stranger import (
    close,
    in_digits,
    in_figures,
    in_groups,
    in_words,
    open_sheet,
    put,
    stack,
    write,
)
from tests.readings.papers import BillTruth


def draw_large(truth: BillTruth) -> bytes:
    """A large supplier: a window for the address, then the contract on the second page."""
    sheet = open_sheet("sans")
    _draw_large_head(sheet, truth)
    _draw_large_sums(sheet)
    _draw_large_foot(sheet)
    sheet.add_page()
    _draw_large_contract(sheet, truth)
    _draw_large_foot(sheet)
    return close(sheet)


def _draw_large_head(sheet: FPDF, truth: BillTruth) -> None:
    put(sheet, 12, 20, "LUMÉLIA", size=22, bold=True)
    put(sheet, 12, 32, "Nous contacter", bold=True)
    stack(
        sheet,
        12,
        37,
        [
            "Par téléphone : 09 70 81 44 20 (prix d'un appel local)",
            "Par courrier : Lumélia Service Clients",
            "TSA 70219 - 62978 ARRAS CEDEX 9",
            "Votre conseillère : Mme Sophie MARCHAND",
        ],
        size=8,
        step=4,
    )
    put(sheet, 12, 62, "Vos références", bold=True)
    stack(
        sheet,
        12,
        67,
        [
            "N° client : 6 004 318 275",
            "Compte de facturation : 2 118 904 416",
            f"Titulaire du contrat : {truth.holder_name}",
            "Lieu de consommation :",
            truth.site.address,
            f"{truth.site.postcode} {truth.site.city}",
        ],
        size=8,
        step=4,
    )
    window = (truth.holder_name, truth.site.address, f"{truth.site.postcode} {truth.site.city}")
    stack(sheet, 115, 50, [line.upper() for line in window], size=10, step=5)
    title = f"Votre facture d'électricité du {in_words(truth.issued_on)}"
    put(sheet, 12, 100, title, size=14, bold=True)
    put(sheet, 12, 106, "N° de facture : 41 207 889 163", size=8)


def _draw_large_sums(sheet: FPDF) -> None:
    rows = [
        ("Abonnement (du 01/02/2026 au 31/03/2026)", "31,44 €"),
        ("Consommation estimée (412 kWh)", "87,19 €"),
        ("Accise sur l'électricité", "12,36 €"),
        ("TVA à 20 %", "23,07 €"),
        ("Montant total TTC", "154,06 €"),
    ]
    for at, (label, amount) in enumerate(rows):
        put(sheet, 12, 122 + at * 6, label)
        put(sheet, 170, 122 + at * 6, amount)
    put(sheet, 12, 160, "Prélèvement automatique le 19 février 2026", bold=True)
    put(sheet, 12, 166, "Référence unique du mandat : MA00418827550019")
    put(sheet, 12, 176, "Prochaine facture vers le 3 avril 2026 - relevé réel le 28 mars 2026")
    put(sheet, 12, 186, "Urgence dépannage électricité : 09 72 67 50 69 (appel non surtaxé)")


def _draw_large_foot(sheet: FPDF) -> None:
    put(
        sheet,
        12,
        284,
        "Lumélia SA au capital de 84 383 411 € - 8 place des Moulins 92800 Puteaux"
        " - RCS Nanterre 812 447 390 - SIRET 81244739000214",
        size=6,
    )


def _draw_large_contract(sheet: FPDF, truth: BillTruth) -> None:
    put(sheet, 12, 20, "Le détail de votre contrat", size=13, bold=True)
    left = [
        "Offre Sérénité Électricité - Particuliers",
        "Option tarifaire : Heures Creuses (22h30 - 6h30)",
        f"Puissance souscrite : {in_figures(truth.subscribed_kva)} kVA",
        "Contrat sans engagement, souscrit le 14/09/2021",
    ]
    right = [
        "Point de livraison (PDL)",
        in_groups(truth.pdl, 2, 3, 3, 3, 3),
        "Compteur Linky n° 021976084417",
        "Acheminement : gestionnaire de réseau local",
    ]
    stack(sheet, 12, 32, left, step=6)
    stack(sheet, 118, 32, right, step=6)
    put(sheet, 12, 66, "Votre consommation relevée", bold=True)
    head = ("Poste", "Ancien index", "Nouvel index", "Conso", "Prix HT", "Montant HT")
    rows = [
        head,
        ("Heures pleines", "18 442", "18 703", "261 kWh", "0,2146", "56,01 €"),
        ("Heures creuses", "11 087", "11 238", "151 kWh", "0,1696", "25,61 €"),
    ]
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            put(sheet, 12 + column * 31, 74 + at * 6, cell, bold=at == 0)
    put(sheet, 12, 100, "Puissance maximale atteinte : 7,4 kVA le 18 janvier 2026")
    write(
        sheet,
        12,
        108,
        180,
        "Vous pouvez saisir le médiateur national de l'énergie, libre réponse n° 59252,"
        " 75443 Paris Cedex 9, si votre réclamation écrite reste sans réponse après deux mois.",
        size=8,
    )


def draw_local(truth: BillTruth) -> bytes:
    """The works of a small town: the bill goes to who pays it, elsewhere; rows of headed cells."""
    sheet = open_sheet("serif")
    stack(
        sheet,
        15,
        18,
        [
            "RÉGIE MUNICIPALE D'ÉLECTRICITÉ DE VALBRUNE",
            "Place de la Fontaine - 73140 VALBRUNE",
            "Tél. 04 79 55 01 18 - accueil du lundi au vendredi de 8h30 à 12h",
            "N° TVA FR 38 217 300 414 - SIRET 217 300 414 00029",
        ],
    )
    stack(
        sheet,
        120,
        44,
        ["CABINET ORSEL GESTION", "Service des charges", "4 place du Marché", "38200 VIENNE"],
        size=10,
        step=5,
    )
    put(sheet, 15, 44, "FACTURE D'ÉLECTRICITÉ", size=15, bold=True)
    put(sheet, 15, 52, f"Émise le : {in_digits(truth.issued_on, '.')}")
    put(sheet, 15, 57, "Facture n° : 2026-E-004418")
    put(sheet, 15, 62, "À régler avant le : 28.02.2026")
    _draw_rows(sheet, 78, _list_local_rows(truth))
    put(sheet, 15, 150, "Période facturée : du 01.12.2025 au 31.01.2026 - relevé le 30.01.2026")
    put(sheet, 15, 156, "Total de la facture : 187,40 EUR dont TVA 31,23 EUR", bold=True)
    write(
        sheet,
        15,
        166,
        180,
        "Paiement par chèque à l'ordre du Trésor public, ou par virement :"
        " IBAN FR76 1009 6180 0200 0441 8827 563. Le régisseur, M. Yves CHARDON.",
        size=9,
    )
    return close(sheet)


def _list_local_rows(truth: BillTruth) -> list[tuple[Sequence[str], Sequence[str]]]:
    place = f"{truth.site.address}, {truth.site.postcode} {truth.site.city}"
    return [
        (
            ("Abonné", "Référence abonné", "Catégorie"),
            (truth.holder_name, "V-30418", "Particulier"),
        ),
        (("Adresse desservie",), (place,)),
        (
            ("P.R.M.", "Puissance souscrite", "Réglage disjoncteur"),
            (truth.pdl, f"{in_figures(truth.subscribed_kva)} kVA", "45 A"),
        ),
        (("Compteur", "Index", "Consommation"), ("00871402235519", "44 018", "806 kWh")),
    ]


def _draw_rows(
    sheet: FPDF, top: float, rows: Sequence[tuple[Sequence[str], Sequence[str]]]
) -> None:
    for at, (labels, values) in enumerate(rows):
        width = 180 / len(labels)
        for column, label in enumerate(labels):
            x, y = 15 + column * width, top + at * 16
            sheet.rect(x, y, width, 14)
            put(sheet, x + 1.5, y + 4.5, label, size=7)
            put(sheet, x + 1.5, y + 11, values[column], size=10, bold=True)


LAYOUTS: dict[str, list[Callable[[BillTruth], bytes]]] = {"bill": [draw_large, draw_local]}

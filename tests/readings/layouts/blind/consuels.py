"""Attestations of conformity: a form with boxes filled in afterwards, and a letter."""

from collections.abc import Callable

from fpdf import FPDF

from tests.readings.layouts.stranger import (
    close,
    in_digits,
    in_figures,
    in_words,
    open_sheet,
    part_name,
    put,
    stack,
    tick,
    write,
)
from tests.readings.papers import ConsuelTruth

FORM = (
    (12, 48, "Cadre réservé au CONSUEL", True),
    (14, 55, "Attestation n°", False),
    (14, 61, "Dossier n°", False),
    (112, 55, "Visée le", False),
    (112, 61, "Par l'inspecteur", False),
    (12, 73, "1 - INSTALLATEUR", True),
    (14, 80, "Raison sociale", False),
    (14, 86, "Adresse", False),
    (112, 80, "SIRET", False),
    (112, 86, "Téléphone", False),
    (12, 98, "2 - MAÎTRE DE L'OUVRAGE", True),
    (14, 105, "Nom", False),
    (112, 105, "Prénom", False),
    (12, 122, "3 - LIEU DE L'INSTALLATION", True),
    (14, 129, "N° et voie", False),
    (14, 135, "Code postal", False),
    (70, 135, "Commune", False),
    (14, 141, "N° de PDL / PRM", False),
    (12, 152, "4 - INSTALLATION DE PRODUCTION", True),
    (14, 166, "Puissance crête des modules", False),
    (112, 166, "kWc", False),
    (14, 172, "Puissance installée (onduleurs)", False),
    (112, 172, "kVA", False),
    (14, 178, "Onduleur (marque, type)", False),
    (14, 184, "Nombre de modules", False),
    (14, 190, "Date d'achèvement des travaux", False),
)


def draw_form(truth: ConsuelTruth) -> bytes:
    """A printed form, and what was typed into it: all labels are in the file before any value."""
    sheet = open_sheet("sans")
    put(sheet, 12, 18, "CONSUEL", size=20, bold=True)
    put(sheet, 70, 16, "ATTESTATION DE CONFORMITÉ", size=14, bold=True)
    put(sheet, 70, 22, "Installation de production d'électricité raccordée à un réseau public")
    put(sheet, 70, 27, "Comité national pour la sécurité des usagers de l'électricité", size=7)
    put(sheet, 70, 31, "Décret n° 2018-1160 du 17 décembre 2018", size=7)
    for x, y, label, bold in FORM:
        put(sheet, x, y, label, size=9, bold=bold)
    _tick_boxes(sheet, truth)
    _type_values(sheet, truth)
    put(
        sheet,
        12,
        205,
        "Je soussigné, installateur, atteste la conformité aux prescriptions en vigueur",
    )
    put(
        sheet,
        12,
        210,
        "NF C 15-100, UTE C 15-712-1 (juillet 2013). Signature : M. Karim BENALI, gérant",
    )
    put(
        sheet,
        12,
        282,
        "CONSUEL - 5 quai des Forges 92400 Courbevoie - SIRET 784 361 164 00517",
        size=6,
    )
    return close(sheet)


def _tick_boxes(sheet: FPDF, truth: ConsuelTruth) -> None:
    tick(sheet, 14, 112, "Particulier", ticked=True)
    tick(sheet, 60, 112, "Professionnel", ticked=False)
    tick(sheet, 112, 112, "Collectivité", ticked=False)
    tick(sheet, 14, 159, "Sans stockage (attestation bleue)", ticked=not truth.has_storage)
    tick(sheet, 112, 159, "Avec stockage (attestation violette)", ticked=truth.has_storage)


def _type_values(sheet: FPDF, truth: ConsuelTruth) -> None:
    civility, given, family = part_name(truth.holder_name)
    for x, y, value in (
        (50, 55, truth.number),
        (50, 61, truth.request_number),
        (145, 55, in_digits(truth.issued_on)),
        (145, 61, "M. Olivier RAMEAU"),
        (50, 80, truth.installer_name),
        (50, 86, "41 rue du Moulin 38090 Vaulx-Milieu"),
        (135, 80, "523 118 904 00027"),
        (135, 86, "04 74 82 10 36"),
        (50, 105, f"{civility} {family}"),
        (135, 105, given),
        (50, 129, truth.site.address),
        (50, 135, truth.site.postcode),
        (92, 135, truth.site.city),
        (50, 141, truth.pdl),
        (90, 166, in_figures(truth.peak_kwc)),
        (90, 172, in_figures(truth.installed_kva)),
        (70, 178, truth.inverter),
        (70, 184, "20"),
        (70, 190, "09/02/2026"),
    ):
        put(sheet, x, y, value, size=10)


def draw_letter(truth: ConsuelTruth) -> bytes:
    """A letter of the regional office to the installer, with the facts in its sentences."""
    sheet = open_sheet("serif", 11)
    stack(
        sheet,
        20,
        20,
        ["CONSUEL", "Direction régionale Centre-Est", "12 cours Fauriel", "42100 Saint-Étienne"],
    )
    stack(
        sheet,
        120,
        45,
        [
            truth.installer_name,
            "À l'attention de M. Karim BENALI",
            "41 rue du Moulin",
            "38090 Vaulx-Milieu",
        ],
        size=10,
        step=5,
    )
    put(sheet, 120, 74, f"Saint-Étienne, le {in_words(truth.issued_on)}", size=10)
    put(sheet, 20, 84, f"Attestation de conformité n° : {truth.number}", size=10, bold=True)
    put(sheet, 20, 90, f"Votre demande n° : {truth.request_number}", size=10)
    put(sheet, 20, 96, "Réf. client installateur : 69-118-4471", size=10)
    y = 106.0
    for paragraph in _list_paragraphs(truth):
        y = write(sheet, 20, y, 170, paragraph, size=10.5)
    put(sheet, 120, y + 8, "La directrice régionale,", size=10)
    put(sheet, 120, y + 14, "Isabelle CHAUVET", size=10)
    return close(sheet)


def _list_paragraphs(truth: ConsuelTruth) -> list[str]:
    storage, colour = ("avec", "violette") if truth.has_storage else ("sans", "bleue")
    return [
        "Madame, Monsieur,",
        (
            "Nous avons le plaisir de vous adresser l'attestation de conformité visée"
            f" ({colour} : production {storage} stockage) de l'installation photovoltaïque réalisée par"
            f" l'entreprise {truth.installer_name} pour le compte de {truth.holder_name}, particulier."
        ),
        (
            f"Adresse du chantier : {truth.site.address}, {truth.site.postcode} {truth.site.city}."
            f" Point de livraison n° {truth.pdl}."
        ),
        (
            f"Puissance crête : {in_figures(truth.peak_kwc)} kWc ; puissance de l'installation :"
            f" {in_figures(truth.installed_kva)} kVA ; onduleur : {truth.inverter}."
        ),
        (
            "La visite de contrôle a eu lieu le 16 février 2026, à la suite de votre envoi du"
            " 30 janvier 2026. La redevance de 181,78 € TTC a été réglée (reçu n° 20260441)."
        ),
        (
            "Cette attestation est à remettre au gestionnaire du réseau avant la mise en service. Elle"
            " est valable deux ans si l'installation n'est pas modifiée."
        ),
    ]


LAYOUTS: dict[str, list[Callable[[ConsuelTruth], bytes]]] = {"consuel": [draw_form, draw_letter]}

"""Attestations of limited power: an installer's page, and a sheet of who makes inverters."""

from collections.abc import Callable

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
from tests.readings.papers import LimitingTruth


def draw_installer(truth: LimitingTruth) -> bytes:
    """The installer's headed paper: sentences, then a list of the plant's features."""
    sheet = open_sheet("sans", 10)
    put(sheet, 15, 18, truth.installer_name, size=14, bold=True)
    stack(
        sheet,
        15,
        24,
        [
            "41 rue du Moulin - 38090 Vaulx-Milieu - 04 74 82 10 36",
            "SIRET 523 118 904 00027 - QualiPV n° 61884 - assurance décennale n° 118 402 77",
        ],
        size=8,
        step=4,
    )
    put(sheet, 40, 48, "ATTESTATION DE BRIDAGE DE PUISSANCE", size=15, bold=True)
    site = truth.site
    y = write(
        sheet,
        15,
        58,
        180,
        "Je soussigné M. Karim BENALI, gérant, atteste que l'installation photovoltaïque décrite"
        " ci-dessous est bridée de façon permanente et que le réglage est protégé par un mot de"
        " passe connu de notre seule entreprise.",
    )
    rows = (
        ("Client", truth.holder_name),
        ("Adresse de l'installation", f"{site.address} - {site.postcode} {site.city}"),
        ("PRM", in_groups(truth.pdl, 4, 4, 4, 2)),
        ("Onduleur", truth.inverter),
        ("N° de série", "3006418827"),
        ("Puissance installée", f"{in_figures(truth.installed_kva)} kVA"),
        ("Puissance de raccordement", f"{in_figures(truth.connection_kva)} kVA"),
        ("Temps de réponse de la limitation", "moins de 2 s"),
    )
    for at, (label, value) in enumerate(rows):
        put(sheet, 20, y + 6 + at * 7, f"- {label} : {value}", size=10)
    put(sheet, 15, y + 72, "Mise en service de la limitation réalisée le 6 février 2026.", size=10)
    put(sheet, 15, y + 82, f"Attestation établie le {in_words(truth.issued_on)}", size=10)
    put(sheet, 15, y + 88, "Cachet et signature", size=8)
    return close(sheet)


def draw_maker(truth: LimitingTruth) -> bytes:
    """A maker's sheet in two languages: labels at the left, values in a right-hand column."""
    sheet = open_sheet("sans")
    put(sheet, 12, 18, "HELVION Wechselrichter GmbH", size=14, bold=True)
    put(sheet, 12, 23, "Sonnenweg 14 - 34266 Niestetal - Allemagne", size=8)
    put(sheet, 12, 38, "Attestation de limitation de puissance", size=14, bold=True)
    put(sheet, 12, 44, "Power limitation statement - document HW-PL-FR rev. 07 (11/2023)", size=8)
    _draw_table(sheet, truth)
    write(
        sheet,
        12,
        176,
        186,
        "Le constructeur atteste que la puissance active injectée ne dépasse pas la puissance de"
        " raccordement indiquée. Fonction certifiée VDE-AR-N 4105 et EN 50549-1, certificat"
        " n° U23-0417 du 17/03/2023.",
        size=9,
    )
    put(sheet, 12, 204, "Lieu et date / Place and date", size=7)
    put(sheet, 12, 209, f"Niestetal, le {in_digits(truth.issued_on, '.')}", size=10)
    put(sheet, 120, 204, "Responsable conformité / Compliance", size=7)
    put(sheet, 120, 209, "Dr. Anke LINDNER", size=10)
    return close(sheet)


def _draw_table(sheet: FPDF, truth: LimitingTruth) -> None:
    site = truth.site
    rows = (
        ("Type d'onduleur", "Inverter type", truth.inverter),
        ("Numéro de série", "Serial number", "3006418827"),
        ("Version du logiciel", "Firmware", "4.12.08.R"),
        ("Puissance installée", "Rated power", f"{in_figures(truth.installed_kva)} kVA"),
        ("Puissance de raccordement", "Feed-in limit", f"{in_figures(truth.connection_kva)} kVA"),
        ("Facteur de puissance", "Power factor", "0,95"),
        ("Exploitant de l'installation", "Plant owner", truth.holder_name),
        ("Lieu d'installation", "Site", f"{site.address}\n{site.postcode} {site.city}"),
        ("Point de livraison (PRM)", "Metering point", truth.pdl),
        ("Installateur", "Installer", truth.installer_name),
        ("Date de réglage", "Setting date", "04.02.2026"),
    )
    for at, (french, english, value) in enumerate(rows):
        y = 56 + at * 10.5
        put(sheet, 14, y, french, size=9, bold=True)
        put(sheet, 14, y + 3.8, english, size=7)
        stack(sheet, 100, y, value.split("\n"), size=9, step=4)
        sheet.line(12, y + 5.5, 198, y + 5.5)


LAYOUTS: dict[str, list[Callable[[LimitingTruth], bytes]]] = {
    "limiting": [draw_installer, draw_maker]
}

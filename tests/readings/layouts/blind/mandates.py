"""Mandates: a form of the network's operator with a box per digit, and a page of prose."""

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
    tick,
    write,
)
from tests.readings.papers import MandateTruth


def draw_form(truth: MandateTruth) -> bytes:
    """Two columns, who gives and who receives; the delivery point in a comb of boxes."""
    sheet = open_sheet("sans")
    put(sheet, 12, 18, "MANDAT DE REPRÉSENTATION", size=16, bold=True)
    put(sheet, 12, 24, "pour une demande de raccordement d'une installation de production", size=10)
    put(sheet, 150, 14, "Form. RAC-07 - version 4.1 du 02/10/2024", size=6)
    _draw_giver(sheet, truth)
    _draw_receiver(sheet, truth)
    _draw_site(sheet, truth)
    put(sheet, 12, 186, "Étendue du mandat", bold=True)
    tick(sheet, 14, 193, "signer la proposition de raccordement", ticked=True)
    tick(sheet, 14, 199, "recevoir les factures et régler le raccordement", ticked=False)
    put(sheet, 14, 207, "Le mandat prend fin à la mise en service et au plus tard le 31/12/2027.")
    put(sheet, 12, 222, f"Fait à {truth.site.city}")
    put(sheet, 80, 222, f"le {in_digits(truth.issued_on)}")
    put(sheet, 12, 232, "Le mandant (lu et approuvé)", size=8)
    put(sheet, 110, 232, "Le mandataire (bon pour acceptation)", size=8)
    return close(sheet)


def _draw_giver(sheet: FPDF, truth: MandateTruth) -> None:
    civility, given, family = part_name(truth.holder_name)
    put(sheet, 12, 36, "LE MANDANT", size=10, bold=True)
    tick(sheet, 14, 43, "Particulier", ticked=True)
    tick(sheet, 50, 43, "Société", ticked=False)
    tick(sheet, 14, 50, "Mme", ticked=civility == "Mme")
    tick(sheet, 50, 50, "M.", ticked=civility == "M.")
    rows = (
        ("Nom :", family),
        ("Prénom :", given),
        ("Adresse :", truth.site.address),
        ("Code postal :", truth.site.postcode),
        ("Ville :", truth.site.city),
        ("Courriel :", "contact.client@exemple.fr"),
    )
    for at, (label, value) in enumerate(rows):
        put(sheet, 14, 58 + at * 6, label)
        put(sheet, 38, 58 + at * 6, value)


def _draw_receiver(sheet: FPDF, truth: MandateTruth) -> None:
    put(sheet, 110, 36, "LE MANDATAIRE", size=10, bold=True)
    rows = (
        ("Raison sociale :", truth.installer_name),
        ("SIRET :", "523 118 904 00027"),
        ("Représenté par :", "Mme Leïla FONTAINE"),
        ("En qualité de :", "directrice d'exploitation"),
        ("Siège :", "41 rue du Moulin"),
        ("CP et ville :", "38090 Vaulx-Milieu"),
        ("Téléphone :", "04 74 82 10 36"),
    )
    for at, (label, value) in enumerate(rows):
        put(sheet, 110, 43 + at * 6, label)
        put(sheet, 138, 43 + at * 6, value)


def _draw_site(sheet: FPDF, truth: MandateTruth) -> None:
    put(sheet, 12, 106, "LE SITE À RACCORDER", size=10, bold=True)
    site = truth.site
    put(sheet, 14, 114, f"Adresse du site : {site.address}, {site.postcode} {site.city}")
    put(sheet, 14, 124, "Numéro de point de livraison (PDL)")
    for at, digit in enumerate(truth.pdl):
        sheet.rect(80 + at * 6, 119.5, 6, 6.5)
        put(sheet, 82 + at * 6, 124, digit, size=10)
    put(sheet, 14, 134, "Puissance de raccordement demandée en injection :")
    put(sheet, 100, 134, f"{in_figures(truth.connection_kva)} kVA", bold=True)
    put(sheet, 14, 141, "Référence du devis :")
    put(sheet, 100, 141, "DV-2025-1187 (14 280,00 EUR TTC)")


def draw_prose(truth: MandateTruth) -> bytes:
    """One page of sentences, as a person writes it."""
    sheet = open_sheet("serif", 11)
    site = truth.site
    put(sheet, 55, 24, "Mandat spécial de représentation", size=15, bold=True)
    y = 38.0
    for paragraph in (
        (
            f"Je soussigné(e) {truth.holder_name}, particulier, demeurant {site.address},"
            f" {site.postcode} {site.city},"
        ),
        (
            f"donne par la présente mandat à la société {truth.installer_name}, au capital de"
            " 15 000 euros, immatriculée au RCS de Vienne sous le numéro 523 118 904, dont le siège est"
            " 41 rue du Moulin, 38090 Vaulx-Milieu, représentée par Mme Leïla FONTAINE,"
        ),
        (
            "pour accomplir en mon nom et pour mon compte auprès du gestionnaire du réseau public de"
            " distribution les démarches de raccordement de mon installation photovoltaïque, pour une"
            f" puissance de raccordement de {in_figures(truth.connection_kva)} kVA, sur le point de"
            f" livraison {truth.pdl}."
        ),
        (
            "Le mandataire pourra signer en mon nom la convention de raccordement et, s'il y a lieu,"
            " régler la contribution, dans la limite de 1 200 euros. Il rend compte de sa mission au"
            " plus tard le 30 juin 2027."
        ),
        (
            "Ce mandat n'emporte aucun transfert de propriété et je peux le révoquer à tout moment par"
            " lettre recommandée, suivant l'article 2004 du code civil."
        ),
        "Fait en deux exemplaires originaux,",
        f"à {site.city}, le {in_words(truth.issued_on)}",
    ):
        y = write(sheet, 25, y, 160, paragraph, size=11)
    put(sheet, 25, y + 10, "Signature du mandant", size=9)
    put(sheet, 110, y + 10, "Signature du mandataire", size=9)
    return close(sheet)


LAYOUTS: dict[str, list[Callable[[MandateTruth], bytes]]] = {"mandate": [draw_form, draw_prose]}

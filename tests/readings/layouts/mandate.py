"""Mandates of a client to an installer, in eight layouts."""

from functools import partial

from tests.readings.layouts import wording
from tests.readings.layouts.styles import STYLES, Content
from tests.readings.papers import Draw, MandateTruth

HOLDER_LABELS = (
    "Mandant",
    "Le mandant",
    "Nom du mandant",
    "Client",
    "Identité du mandant",
    "Mandant",
    "Nom du client",
    "Mandant",
)
INSTALLER_LABELS = (
    "Mandataire",
    "Le mandataire",
    "Nom du mandataire",
    "Installateur",
    "Identité du mandataire",
    "Mandataire",
    "Nom de l'installateur",
    "Mandataire",
)
POWER_LABELS = (
    "Puissance de raccordement",
    "Puissance de raccordement demandée",
    "Puissance raccordement",
    "Puissance de raccordement en injection",
    "Puissance de raccordement",
    "Puissance de raccordement",
    "PUISSANCE DE RACCORDEMENT",
    "Puissance de raccordement",
)
DATE_LABELS = (
    "Date de signature",
    "Signé le",
    "Date du mandat",
    "Date de la signature",
    "Fait à Lyon, le",
    "Fait à Lyon, le",
    "Date de signature",
    "Signé le",
)


def _content(truth: MandateTruth, way: int) -> Content:
    site = truth.site
    holder = wording.name(truth.holder_name, way)
    firm = wording.name(truth.installer_name, way)
    pdl, day = wording.pdl(truth.pdl, way), wording.day(truth.issued_on, way)
    power = wording.power(truth.connection_kva, way)
    where = wording.place(site.address, site.postcode, site.city, way)
    facts = [
        (HOLDER_LABELS[way], holder),
        (INSTALLER_LABELS[way], firm),
        ("Adresse du site de production", where),
        ("Point de livraison", pdl),
        (POWER_LABELS[way], power),
        (DATE_LABELS[way], day),
    ]
    asides = [
        ("SIRET du mandataire", "812 345 678 00027"),
        ("Objet", "Demande de raccordement d'une installation de production"),
        ("Valable jusqu'au", "31/12/2027"),
        ("Téléphone", "06 12 34 56 78"),
    ]
    prose = [
        (
            f"Je soussignée {holder}, demeurant 3 place Carnot 21000 Dijon, titulaire du point de "
            f"livraison n° {pdl},"
        ),
        (
            f"donne mandat à la société {firm}, immatriculée sous le SIRET 812 345 678 00027, pour "
            "demander en mon nom le raccordement d'une installation photovoltaïque, pour une puissance "
            f"de raccordement de {power}."
        ),
        f"Adresse du site de production : {where.replace(chr(10), ', ')}",
        f"Fait à Lyon, le {day}",
    ]
    return Content(
        title="Mandat de représentation" if way % 2 else "MANDAT SPÉCIAL",
        facts=facts,
        asides=asides,
        foot="Le mandant peut révoquer le présent mandat à tout moment par écrit.",
        prose=prose,
    )


def _draw(style: str, way: int, truth: MandateTruth) -> bytes:
    return STYLES[style](_content(truth, way))


LAYOUTS: list[Draw[MandateTruth]] = [partial(_draw, style, way) for way, style in enumerate(STYLES)]

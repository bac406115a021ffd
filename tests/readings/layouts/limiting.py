"""Attestations of power limiting in eight layouts."""

from functools import partial

from tests.readings.layouts import wording
from tests.readings.layouts.styles import STYLES, Content
from tests.readings.papers import Draw, LimitingTruth

INSTALLED_LABELS = (
    "Puissance installée",
    "Puissance de production installée",
    "Puissance totale installée",
    "Puissance installée",
    "Puissance maximale installée",
    "Puissance installée",
    "Puissance installée en production",
    "Puissance installée",
)
LIMIT_LABELS = (
    "Puissance de raccordement",
    "Puissance limitée à",
    "Puissance maximale injectée",
    "Puissance d'injection limitée",
    "Puissance de raccordement",
    "Puissance de raccordement",
    "Valeur de bridage",
    "Puissance après bridage",
)
HOLDER_LABELS = (
    "Client",
    "Producteur",
    "Nom du client",
    "Maître d'ouvrage",
    "Nom du producteur",
    "Client",
    "Titulaire du contrat",
    "Producteur",
)


def _content(truth: LimitingTruth, way: int) -> Content:
    site = truth.site
    holder = wording.name(truth.holder_name, way)
    firm = wording.name(truth.installer_name, way)
    pdl, day = wording.pdl(truth.pdl, way), wording.day(truth.issued_on, way)
    installed = wording.power(truth.installed_kva, way)
    limit = wording.power(truth.connection_kva, way)
    where = wording.place(site.address, site.postcode, site.city, way)
    facts = [
        (HOLDER_LABELS[way], holder),
        ("Installateur", firm),
        ("Adresse de l'installation", where),
        ("PDL", pdl),
        (INSTALLED_LABELS[way], installed),
        (LIMIT_LABELS[way], limit),
        ("Onduleur", truth.inverter),
        ("Date de l'attestation", day),
    ]
    asides = [
        ("Puissance unitaire", "4,2 kVA"),
        ("SIRET", "812 345 678 00027"),
        ("Norme", "DIN VDE 0126-1-1"),
    ]
    prose = [
        (
            f"L'installation a été réalisée par {firm}, SIRET 812 345 678 00027, et raccordée au point "
            f"de livraison n° {pdl}. Elle a une puissance installée de {installed}. Le logiciel de "
            f"l'onduleur la tient à une puissance de raccordement de {limit}, quelle que soit la "
            "production."
        ),
        f"Client : {holder}",
        f"Onduleur : {truth.inverter}",
        f"Adresse de l'installation : {where.replace(chr(10), ', ')}",
        f"Fait à Lyon, le {day}",
    ]
    return Content(
        title="Attestation de bridage" if way % 2 else "ATTESTATION DE LIMITATION DE PUISSANCE",
        facts=facts,
        asides=asides,
        foot="Toute modification du réglage sera signalée au gestionnaire du réseau.",
        prose=prose,
    )


def _draw(style: str, way: int, truth: LimitingTruth) -> bytes:
    return STYLES[style](_content(truth, way))


LAYOUTS: list[Draw[LimitingTruth]] = [
    partial(_draw, style, way) for way, style in enumerate(STYLES)
]

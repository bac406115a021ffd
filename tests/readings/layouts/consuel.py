"""Consuel attestations in eight layouts: the sheet as such, no real model of it was at hand."""

from functools import partial

from tests.readings.layouts import wording
from tests.readings.layouts.styles import STYLES, Content
from tests.readings.papers import ConsuelTruth, Draw

NUMBER_LABELS = (
    "N° d'attestation",
    "Numéro d'attestation",
    "Attestation n°",
    "N° Consuel",
    "Numéro de Consuel",
    "Attestation n°",
    "Référence de l'attestation",
    "N° de l'attestation",
)
REQUEST_LABELS = (
    "N° de dossier",
    "N° de demande",
    "Dossier n°",
    "Numéro de la demande",
    "Référence du dossier",
    "Demande n°",
    "N° de dossier Consuel",
    "Numéro de dossier",
)
OWNER_LABELS = (
    "Maître d'ouvrage",
    "Propriétaire",
    "Nom du maître d'ouvrage",
    "Producteur",
    "Nom du propriétaire",
    "Client",
    "Bénéficiaire",
    "Nom du client",
)
INSTALLER_LABELS = (
    "Installateur",
    "Nom de l'installateur",
    "Entreprise installatrice",
    "Auteur des travaux",
    "Raison sociale de l'installateur",
    "Installateur",
    "Nom de l'entreprise",
    "Installateur électricien",
)
INSTALLED_LABELS = (
    "Puissance installée",
    "Puissance de production installée",
    "Puissance totale installée",
    "Puissance installée en production",
    "Puissance maximale de production",
    "Puissance installée",
    "Puissance de l'installation de production",
    "PUISSANCE INSTALLÉE",
)
PEAK_LABELS = (
    "Puissance crête",
    "Puissance photovoltaïque crête",
    "Puissance crête installée",
    "Puissance crête totale",
    "Puissance crête du générateur",
    "Puissance crête",
    "Puissance totale crête",
    "Puissance crête",
)
PLACE_LABELS = (
    "Adresse du chantier",
    "Adresse de l'installation",
    "Lieu d'installation",
    "Adresse des travaux",
    "Adresse du site de production",
    "Adresse de l'installation",
    "Chantier",
    "Adresse du chantier",
)
INVERTER_LABELS = (
    "Onduleur",
    "Onduleurs",
    "Modèle d'onduleur",
    "Marque et modèle des onduleurs",
    "Onduleur (marque, modèle)",
    "Onduleur",
    "Type d'onduleur",
    "Onduleur",
)
STORAGE = {
    False: ("Sans stockage", "Non", "Attestation bleue", "Sans batterie"),
    True: ("Avec stockage", "Oui", "Attestation violette", "Avec batterie"),
}
STORAGE_LABELS = ("Stockage", "Dispositif de stockage", "Type", "Stockage d'énergie")


def _content(truth: ConsuelTruth, way: int) -> Content:
    site = truth.site
    installed = wording.power(truth.installed_kva, way)
    peak = wording.power(truth.peak_kwc, way, "kWc")
    pdl, day = wording.pdl(truth.pdl, way), wording.day(truth.issued_on, way)
    owner = wording.name(truth.holder_name, way)
    firm = wording.name(truth.installer_name, way)
    where = wording.place(site.address, site.postcode, site.city, way)
    storage = STORAGE[truth.has_storage]
    is_single_column = way in {0, 6}
    facts = [
        (NUMBER_LABELS[way], truth.number),
        (REQUEST_LABELS[way], truth.request_number),
        (OWNER_LABELS[way], owner),
        (PLACE_LABELS[way], where),
        (INSTALLER_LABELS[way], firm),
        (INSTALLED_LABELS[way], installed),
        (PEAK_LABELS[way], peak),
        (INVERTER_LABELS[way], truth.inverter),
        ("PDL", pdl),
        (
            STORAGE_LABELS[1 if is_single_column else way % 4],
            storage[1] if is_single_column else storage[0 if way % 4 == 1 else way % 4],
        ),
        ("Date du visa", day),
    ]
    asides = [
        ("Norme", "NF C 15-100, UTE C 15-712-1"),
        ("SIRET", "812 345 678 00027"),
        ("Puissance unitaire des modules", "425 Wc"),
        ("Date de naissance", "04/07/1971"),
    ]
    prose = [
        f"Attestation n° {truth.number}, dossier n° {truth.request_number}, visée le {day}.",
        (
            f"L'installation de production a été réalisée par {firm}, SIRET 812 345 678 00027, "
            f"{'avec' if truth.has_storage else 'sans'} stockage. Le générateur a une puissance crête "
            f"de {peak} et une puissance installée de {installed}, raccordée au PDL {pdl}."
        ),
        f"Client : {owner}",
        f"Onduleur : {truth.inverter}",
        f"Adresse de l'installation : {where.replace(chr(10), ', ')}",
        "Un système de batterie virtuelle n'est pas un stockage au sens de la présente.",
    ]
    return Content(
        title="Attestation de conformité",
        facts=facts,
        asides=asides,
        head=("Consuel", "Comité national pour la sécurité des usagers de l'électricité"),
        foot="Cerfa n° 15523*01. " * (not truth.has_storage)
        + "Document établi en quatre exemplaires sous la responsabilité de son auteur.",
        prose=prose,
    )


def _draw(style: str, way: int, truth: ConsuelTruth) -> bytes:
    return STYLES[style](_content(truth, way))


LAYOUTS: list[Draw[ConsuelTruth]] = [partial(_draw, style, way) for way, style in enumerate(STYLES)]

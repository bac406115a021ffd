"""Electricity bills in eight layouts, with the decoys of real life."""

from functools import partial

from tests.readings.layouts import wording
from tests.readings.layouts.styles import STYLES, Content
from tests.readings.papers import BillTruth, Draw

PDL_LABELS = (
    "Point de livraison (PDL)",
    "PDL / PRM",
    "N° PRM",
    "Point de livraison",
    "Référence acheminement électricité",
    "PDL n°",
    "Votre PDL",
    "Numéro de point de livraison",
)
HOLDER_LABELS = (
    "Titulaire du contrat",
    "Titulaire",
    "Titulaire(s) du contrat",
    "Nom du titulaire",
    "Nom du client",
    "Titulaire du contrat",
    "Nom et prénom du titulaire",
    "Titulaire du contrat",
)
POWER_LABELS = (
    "Puissance souscrite",
    "PUISSANCE SOUSCRITE",
    "Puissance souscrite actuelle",
    "Puiss. souscrite",
    "Puissance électrique souscrite",
    "Puissance souscrite",
    "Puissance souscrite au contrat",
    "Puissance souscrite",
)
PLACE_LABELS = (
    "Lieu de consommation",
    "Adresse du site",
    "Adresse de consommation",
    "Adresse du point de livraison",
    "Adresse du logement",
    "Lieu de consommation",
    "Site de consommation",
    "Adresse de consommation",
)
DATE_LABELS = (
    "Date de la facture",
    "Date d'émission",
    "Facture émise le",
    "Date de facturation",
    "Date de facture",
    "Date de la facture",
    "Émise le",
    "Date d'édition",
)
TYPES = {"particulier": "Particulier", "professionnel": "Professionnel"}


def _content(truth: BillTruth, way: int) -> Content:
    site = truth.site
    pdl, power = wording.pdl(truth.pdl, way), wording.power(truth.subscribed_kva, way)
    holder, day = wording.name(truth.holder_name, way), wording.day(truth.issued_on, way)
    where = wording.place(site.address, site.postcode, site.city, way)
    facts = [
        (HOLDER_LABELS[way], holder),
        (PDL_LABELS[way], pdl),
        (POWER_LABELS[way], power),
        (PLACE_LABELS[way], where),
        (DATE_LABELS[way], day),
        ("Type de client", TYPES[truth.client_type]),
    ]
    asides = [
        ("N° client", "40 118 227 554 981"),
        ("PCE (gaz naturel)", "21 456 789 012 345"),
        ("Montant TTC", "271,43 EUR"),
        ("Date limite de paiement", "28/02/2026"),
        ("Puissance atteinte", "5,4 kVA"),
        ("Index de fin de période", "18 442 kWh"),
        ("N° de compteur", "03176284911842"),
    ]
    prose = [
        (
            f"Vous trouverez ci-joint votre facture du {day}. Le titulaire du contrat est {holder}, "
            f"contrat {truth.client_type}. Elle porte sur le point de livraison n° {pdl}, pour une "
            f"puissance souscrite de {power}, facturée 14,20 EUR par mois."
        ),
        f"Le lieu de consommation est : {where.replace(chr(10), ', ')}.",
        (
            "Votre consommation de la période est de 1 284 kWh. Votre numéro de client est le "
            "40118227554981, votre point de comptage de gaz (PCE) le 21456789012345. Le montant de "
            "271,43 EUR est à régler avant le 28/02/2026."
        ),
    ]
    return Content(
        title="Votre facture d'électricité" if way % 2 else "FACTURE D'ÉLECTRICITÉ",
        facts=facts,
        asides=asides,
        head=("Lumière de France", "4 place de la Bourse", "33000 BORDEAUX"),
        foot="Lumière de France SA au capital de 1 000 000 EUR - SIRET 552 081 317 66522 - RCS "
        "Bordeaux. Service clients : 09 69 00 00 00. Médiateur : 1 rue du Médiateur 75009 PARIS.",
        prose=prose,
    )


def _draw(style: str, way: int, truth: BillTruth) -> bytes:
    return STYLES[style](_content(truth, way))


LAYOUTS: list[Draw[BillTruth]] = [partial(_draw, style, way) for way, style in enumerate(STYLES)]

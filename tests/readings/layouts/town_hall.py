"""Papers of the town hall in eight layouts: receipts, decisions, declarations."""

from functools import partial

from chalicelib.readings.model import Paper
from tests.readings.layouts import wording
from tests.readings.layouts.styles import STYLES, Content
from tests.readings.papers import Draw, TownHallTruth

TITLES = {
    Paper.TOWN_HALL_RECEIPT: (
        "Récépissé de dépôt d'une déclaration préalable",
        "RÉCÉPISSÉ DE DÉPÔT",
    ),
    Paper.TOWN_HALL_DECISION: (
        "Décision de non-opposition à une déclaration préalable",
        "ARRÊTÉ DE NON-OPPOSITION",
    ),
    Paper.TOWN_HALL_DECLARATION: (
        "Déclaration préalable de travaux",
        "DÉCLARATION PRÉALABLE",
    ),
}
HOLDER_LABELS = (
    "Déclarant",
    "Demandeur",
    "Nom du déclarant",
    "Pétitionnaire",
    "Identité du déclarant",
    "Déclarante",
    "Demandeur",
    "Bénéficiaire",
)
RECEIVED_LABELS = (
    "Reçu le",
    "Date de dépôt",
    "Déposée le",
    "Date de réception en mairie",
    "Date de dépôt de la demande",
    "Déposée en mairie le",
    "Date de réception",
    "Enregistrée le",
)
ISSUED_LABELS = (
    "Date de la décision",
    "Date du récépissé",
    "Délivré le",
    "Date de l'arrêté",
    "Date de délivrance",
    "Délivré le",
    "Date de la décision",
    "Date du certificat",
)
PLACE_LABELS = (
    "Adresse du terrain",
    "Terrain",
    "Adresse des travaux",
    "Lieu des travaux",
    "Adresse du terrain",
    "Adresse du projet",
    "Adresse du terrain",
    "Terrain",
)


def _content(truth: TownHallTruth, way: int) -> Content:
    site = truth.site
    holder = wording.name(truth.holder_name, way)
    received, issued = wording.day(truth.received_on, way), wording.day(truth.issued_on, way)
    where = wording.place(site.address, site.postcode, site.city, way)
    facts = [
        (HOLDER_LABELS[way], holder),
        (RECEIVED_LABELS[way], received),
        (PLACE_LABELS[way], where),
        (ISSUED_LABELS[way], issued),
    ]
    asides = [
        ("N° de dossier", "DP 069 383 26 00117"),
        ("Objet", "Pose de panneaux photovoltaïques en toiture"),
        ("Date d'affichage", "03/04/2026"),
        ("Parcelle", "AB 32"),
    ]
    prose = [
        (
            f"Vu la déclaration préalable n° DP 069 383 26 00117 déposée le {received}, pour la pose de "
            "panneaux photovoltaïques en toiture,"
        ),
        f"demandée par {holder}, demeurant sur place,",
        f"Adresse du terrain : {where.replace(chr(10), ', ')}",
        f"Délivré le {issued}, pour valoir ce que de droit. Le maire, Paul BERTHIER",
    ]
    return Content(
        title=TITLES[truth.paper][way % 2],
        facts=facts,
        asides=asides,
        head=("Mairie de Lyon", "1 place de la Comédie", "69205 LYON CEDEX 01"),
        foot="En l'absence de réponse de l'administration dans le délai d'instruction, le "
        "déclarant pourra commencer les travaux. Affichage en mairie le 03/04/2026.",
        prose=prose,
    )


def _draw(style: str, way: int, truth: TownHallTruth) -> bytes:
    return STYLES[style](_content(truth, way))


LAYOUTS: list[Draw[TownHallTruth]] = [
    partial(_draw, style, way) for way, style in enumerate(STYLES)
]

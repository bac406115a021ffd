"""The demonstration's library: real PDFs of ours, published the way an agent's program does.

Texts and prices are invented; a document that is there already is left as it is.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fpdf import FPDF

from local.api_client import Answer, ApiClient

LONGEST_S = 90
PAUSE_S = 0.5

type Section = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Publication:
    """A document of the library: its sheet, its file's name, and what is written in it."""

    kind: str
    title: str
    words: str
    file_name: str
    sections: tuple[Section, ...]
    for_clients: bool = False


PUBLICATIONS = (
    Publication(
        "charter",
        "Charte de bonnes pratiques",
        "Nos engagements communs, du premier rendez-vous à la mise en service.",
        "charte-de-bonnes-pratiques.pdf",
        (
            (
                "Avant la vente",
                (
                    "Le client reçoit une étude écrite : production attendue, part consommée, surplus.",
                    "Aucune promesse de gain n'est faite sans le calcul qui la soutient.",
                ),
            ),
            (
                "Le dossier",
                (
                    "Les puissances du formulaire sont celles du Consuel et du matériel posé.",
                    "Une pièce redemandée est déposée sous cinq jours ouvrés.",
                ),
            ),
            (
                "Le chantier",
                (
                    "Les photos montrent l'installation finie et le compteur, lisibles.",
                    "Le client est prévenu de chaque date par l'installateur lui-même.",
                ),
            ),
        ),
    ),
    Publication(
        "brochure",
        "Brochure client",
        "Le stockage virtuel expliqué en une page, à remettre à vos clients.",
        "brochure-client.pdf",
        (
            (
                "Le principe",
                (
                    "L'été, vos panneaux produisent plus que vous ne consommez.",
                    "Le surplus est compté ; vous le reprenez l'hiver, kilowattheure pour kilowattheure.",
                ),
            ),
            (
                "Ce que vous signez",
                ("Une souscription en ligne, lue et signée depuis le lien reçu par e-mail.",),
            ),
        ),
        for_clients=True,
    ),
    Publication(
        "prices",
        "Tarifs partenaires",
        "Abonnement et préchargement, hors taxes.",
        "tarifs-partenaires.pdf",
        (
            (
                "Préchargement du stockage virtuel",
                ("1 000 kWh : 190 EUR", "2 500 kWh : 455 EUR", "5 000 kWh : 870 EUR"),
            ),
            ("Abonnement", ("Jusqu'à 9 kVA : 11,90 EUR par mois", "Au-delà : sur devis")),
        ),
    ),
    Publication(
        "guide",
        "Guide de l’espace client",
        "Suivre son dossier et lire son stock, pas à pas.",
        "guide-espace-client.pdf",
        (
            ("Se connecter", ("Ouvrez le lien reçu par e-mail et choisissez un mot de passe.",)),
            (
                "Suivre son dossier",
                ("La page du dossier dit ce qui est fait, ce qui vient et de qui c'est le tour.",),
            ),
        ),
        for_clients=True,
    ),
)


class ShelfStuck(Exception):
    """A document of the library was not accepted in time."""


def stock_shelf(client: ApiClient, today: date, say: Callable[[str], None]) -> None:
    """Publish the documents that are not yet in the library; `client` is an agent's.

    Raises ShelfStuck when one is refused, or has no verdict after a minute and a half.
    """
    known: dict[str, Answer] = {
        item["title"]: item for item in client.get("/library")["items"] if not item["is_withdrawn"]
    }
    lacking = [one for one in PUBLICATIONS if not _is_published(known.get(one.title))]
    for one in lacking:
        item = known.get(one.title) or client.post("/library", _sheet_of(one), creates=True)
        _publish(client, item["id"], one, today)
    if lacking:
        say(f"Bibliothèque : {len(lacking)} documents en ligne, en haut du portail.")


def _is_published(item: Answer | None) -> bool:
    return item is not None and item["current"] is not None


def _sheet_of(one: Publication) -> Answer:
    return {
        "kind": one.kind,
        "title": one.title,
        "words": one.words,
        "for_clients": one.for_clients,
    }


def _publish(client: ApiClient, item_id: str, one: Publication, today: date) -> None:
    content = draw_publication(one, today)
    told = {"file_name": one.file_name, "size_bytes": len(content)}
    path = f"/library/{item_id}/versions"
    client.send_file(path, told, one.file_name, "application/pdf", content)
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        item = client.get(f"/library/{item_id}")
        if _is_published(item):
            return
        if item["versions"][0]["state"] in {"rejected", "held"}:
            raise ShelfStuck(f"{one.title}: {item['versions'][0]['reasons']}")
        time.sleep(PAUSE_S)
    raise ShelfStuck(one.title)


def draw_publication(one: Publication, on: date) -> bytes:
    """Draw a document of the library as a PDF, one page of A4 to print."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_title(one.title)
    pdf.set_lang("fr-FR")
    pdf.set_font("Helvetica", "B", 20)
    pdf.cell(0, 14, one.title.replace("’", "'"), new_x="LMARGIN", new_y="NEXT")
    pdf.set_draw_color(180, 110, 20)
    pdf.line(10, 26, 200, 26)
    for heading, lines in one.sections:
        pdf.ln(6)
        pdf.set_font("Helvetica", "B", 13)
        pdf.cell(0, 9, heading, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Helvetica", "", 11)
        for line in lines:
            pdf.multi_cell(0, 7, f"- {line}", new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(-28)
    pdf.set_font("Helvetica", "I", 8)
    pdf.cell(0, 8, f"Document de démonstration du {on:%d/%m/%Y} : textes et prix sont inventés.")
    return bytes(pdf.output())

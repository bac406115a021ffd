"""The papers of the demonstration: real PDFs and JPEGs, of invented people and places.

They are laid out as such papers are, with the figures of the demonstration's dossier; no
company's model is copied, and each says at its foot that it is a specimen.
"""

import io
from dataclasses import dataclass
from datetime import date

from fpdf import FPDF
from PIL import Image, ImageDraw

PHOTO_SIZE = (1600, 1200)


@dataclass(frozen=True, slots=True)
class Household:
    """What the papers say of the client and of the installation; powers in kVA."""

    name: str
    address: str
    city: str
    postcode: str
    pdl: str
    subscribed_kva: str
    installed_kva: str
    installer: str


def _sheet(title: str, lines: list[tuple[str, str]]) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 18)
    pdf.cell(0, 14, title, new_x="LMARGIN", new_y="NEXT")
    pdf.set_draw_color(180, 110, 20)
    pdf.line(10, 26, 200, 26)
    pdf.ln(6)
    for label, value in lines:
        pdf.set_font("Helvetica", "", 10)
        pdf.cell(70, 8, label)
        pdf.set_font("Helvetica", "B", 11)
        pdf.cell(0, 8, value, new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(-28)
    pdf.set_font("Helvetica", "I", 8)
    pdf.cell(0, 8, "Spécimen : personnes, lieux et numéros sont inventés.")
    return bytes(pdf.output())


def draw_bill(house: Household, on: date) -> bytes:
    """Draw an electricity bill as a PDF."""
    return _sheet(
        "Facture d'électricité",
        [
            ("Titulaire du contrat", house.name),
            ("Lieu de consommation", f"{house.address}, {house.postcode} {house.city}"),
            ("Point de livraison (PDL)", house.pdl),
            ("Puissance souscrite", f"{house.subscribed_kva} kVA"),
            ("Date de la facture", f"{on:%d/%m/%Y}"),
            ("Consommation de la période", "1 284 kWh"),
            ("Montant TTC", "271,43 EUR"),
        ],
    )


def draw_town_hall_decision(house: Household, on: date) -> bytes:
    """Draw a town hall's non-opposition to a prior declaration as a PDF."""
    return _sheet(
        "Décision de non-opposition à une déclaration préalable",
        [
            ("Commune", house.city),
            ("Déclarant", house.name),
            ("Terrain", f"{house.address}, {house.postcode} {house.city}"),
            ("Objet", "Pose de panneaux photovoltaïques en toiture"),
            ("Date de la décision", f"{on:%d/%m/%Y}"),
        ],
    )


def draw_consuel(house: Household, number: str, on: date) -> bytes:
    """Draw a safety attestation of a production plant without storage as a PDF."""
    return _sheet(
        "Attestation de conformité - production sans stockage",
        [
            ("Numéro d'attestation", number),
            ("Maître d'ouvrage", house.name),
            ("Adresse de l'installation", f"{house.address}, {house.postcode} {house.city}"),
            ("Installateur", house.installer),
            ("Puissance de production installée", f"{house.installed_kva} kVA"),
            ("Visa", f"le {on:%d/%m/%Y}"),
        ],
    )


def draw_photo(subject: str) -> bytes:
    """Draw a photograph's worth of pixels as a JPEG: a roof with panels, or a meter."""
    image = Image.linear_gradient("L").resize(PHOTO_SIZE).convert("RGB")
    pen = ImageDraw.Draw(image)
    if subject == "installation":
        for row in range(3):
            for column in range(4):
                x, y = 260 + column * 280, 380 + row * 210
                pen.rectangle((x, y, x + 250, y + 185), fill=(24, 38, 74), outline=(200, 205, 210))
                pen.line((x, y + 92, x + 250, y + 92), fill=(90, 100, 130), width=3)
    else:
        pen.rounded_rectangle((520, 220, 1080, 980), 40, fill=(226, 232, 214), outline=(90, 90, 80))
        pen.rectangle((600, 330, 1000, 480), fill=(150, 168, 120))
        pen.text((650, 380), "0 1 2 8 4 kWh", fill=(20, 30, 20), font_size=48)
        pen.ellipse((740, 700, 860, 820), fill=(40, 120, 60))
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=88)
    return packed.getvalue()

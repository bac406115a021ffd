"""The persons of a world: each dossier has a client of its own, whose every trace can be looked for."""

import io
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from PIL import Image

from local import papers
from local.demonstration import FORM, HOUSE

LAST_NAME, FIRST_NAME, STREET = "Quenouillard", "Philibertine", "rue des Hélianthes"
CLIENTS_DOMAIN = "menage-invente.example"
FIRM, PERSON, PASSWORD = "Toits & Soleil", "Inès Garnier", "soleil-sur-les-toits"
EMAIL = "ines@toits-et-soleil.example"
HOME = replace(HOUSE, name=f"{FIRST_NAME} {LAST_NAME}", address=f"12 {STREET}")

PERSONAL = (
    LAST_NAME,
    FIRST_NAME,
    "Hélianthes",
    CLIENTS_DOMAIN,
    HOUSE.pdl,
    "toits-et-soleil",
    "Garnier",
    PASSWORD,
)
"""Words of the made persons; none may stand in any line of a log. Mobiles are `mobile_of`."""


@dataclass(frozen=True, slots=True)
class Client:
    """The client of one dossier."""

    number: int

    @property
    def email(self) -> str:
        """Give the address by which the dossier is known to us from outside."""
        return f"client-{self.number}@{CLIENTS_DOMAIN}"

    @property
    def mobile(self) -> str:
        """Give the telephone number."""
        return f"0612{self.number:06d}"

    def form(self) -> dict[str, Any]:
        """Fill the form."""
        form: dict[str, Any] = deepcopy(dict(FORM))
        form["client"] |= {
            "last_name": LAST_NAME,
            "first_name": FIRST_NAME,
            "email": self.email,
            "email_confirmation": self.email,
            "mobile": self.mobile,
            "address": HOME.address,
        }
        form["electricity"] |= {"holder_name": HOME.name}
        return form


@cache
def papers_of(today: date) -> tuple[tuple[str, str, bytes], ...]:
    """Draw the papers that are due when a dossier is sent: slot, file name, content."""
    bill = papers.draw_bill(HOME, today - timedelta(days=20))
    decision = papers.draw_town_hall_decision(HOME, today - timedelta(days=40))
    return (
        ("facture", f"facture {LAST_NAME}.pdf", bill),
        ("mairie", "non-opposition.pdf", decision),
        ("photo_installation", "toiture.jpg", _draw_photo((180, 200, 240))),
        ("photo_compteur", "compteur.jpg", _draw_photo((120, 160, 90))),
    )


def _draw_photo(colour: tuple[int, int, int]) -> bytes:
    picture, out = Image.new("RGB", (320, 240), colour), io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()

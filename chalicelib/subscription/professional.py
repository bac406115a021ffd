"""A professional's signature: the company, its number, and in what capacity one signs for it.

The page is prefilled from the form. What is written otherwise is asked for once more, then kept
and shown to the installer: it never changes the dossier by itself.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.dossiers.model import Dossier
from chalicelib.form.identifiers import WrongIdentifierError, compact, read_siren, read_siret
from chalicelib.refusals import FieldProblem, Refusal
from chalicelib.words.translation import _

SIREN_DIGITS = 9
LONGEST_COMPANY = 120
LONGEST_CAPACITY = 80

LABELS: Mapping[str, str] = {
    "company": _("Raison sociale"),
    "registration": _("SIREN ou SIRET"),
    "capacity": _("Votre qualité"),
}
"""The fields of a professional's signature, as the page names them."""

MISSING: Mapping[str, str] = {
    "company": _("{label} : écrivez le nom de l’entreprise ou de l’organisme que vous engagez."),
    "registration": _("{label} : indiquez les 9 chiffres du SIREN ou les 14 du SIRET."),
    "capacity": _("{label} : dites à quel titre vous signez, par exemple gérant ou maire."),
}
MOST: Mapping[str, int] = {"company": LONGEST_COMPANY, "capacity": LONGEST_CAPACITY}


class DiffersFromDossier(Refusal):
    """The company is written otherwise than in the dossier: it is asked once whether it is right."""

    code = "differs-from-dossier"
    status = 409
    message = _("L’entreprise n’est pas écrite comme dans le dossier : vérifiez, puis confirmez.")

    def __init__(self, fields: tuple[str, ...]) -> None:
        """Keep the names of the fields that differ."""
        super().__init__(fields=" ".join(fields))
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Company:
    """Who a professional signs for, and in what capacity. `registration` is a SIREN or a SIRET."""

    company: str
    registration: str
    capacity: str

    def as_mapping(self) -> dict[str, str]:
        """Give the fields by name, in the order of the page."""
        return {name: getattr(self, name) for name in LABELS}


def company_in(dossier: Dossier) -> Company:
    """Give what the form says of the company; nobody's capacity is known before they sign."""
    client = dossier.values_of("client")
    return Company(str(client.get("company_name") or ""), str(client.get("siret") or ""), "")


def read_company(typed: Mapping[str, str]) -> tuple[Company, tuple[FieldProblem, ...]]:
    """Read the three fields, and list what is wrong with them."""
    given = {
        name: " ".join(unicodedata.normalize("NFC", typed.get(name, "")).split()) for name in LABELS
    }
    problems = [
        FieldProblem(name, "missing", MISSING[name], {"label": LABELS[name]})
        for name, text in given.items()
        if not text
    ]
    problems += [
        FieldProblem(
            name,
            "too-long",
            _("{label} : {most} caractères au plus."),
            {"label": LABELS[name], "most": most},
        )
        for name, most in MOST.items()
        if len(given[name]) > most
    ]
    try:
        given["registration"] = _read_registration(given["registration"])
    except WrongIdentifierError as wrong:
        values = {"label": LABELS["registration"]}
        problems.append(FieldProblem("registration", wrong.code, wrong.message, values))
    return Company(**given), tuple(problems)


def _read_registration(text: str) -> str:
    if not text:
        return ""
    return read_siren(text) if len(compact(text)) <= SIREN_DIGITS else read_siret(text)


def list_differences(company: Company, dossier: Dossier) -> tuple[str, ...]:
    """Name the fields that are written otherwise than in the form, where the form says something.

    A SIREN agrees with the SIRET of one of its establishments.
    """
    known = company_in(dossier)
    found: list[str] = []
    if known.company and _plain(known.company) != _plain(company.company):
        found.append("company")
    shorter = min(len(known.registration), len(company.registration))
    if shorter and known.registration[:shorter] != company.registration[:shorter]:
        found.append("registration")
    return tuple(found)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if letter.isalnum())

"""Identifiers as people type them, read into the one form we keep.

Checks that are somebody's trade are that library's: python-stdnum (SIREN and SIRET, with La
Poste's exception), phonenumbers, email-validator (without DNS). The PDL has no public check
digit (Enedis dictionary 5.0: `[0-9]{14}`), so only its shape is checked and leading zeros stay.
The libraries are imported when first needed: a cold start that reads no form does not pay them.
"""

import re
from collections.abc import Mapping
from typing import LiteralString

from chalicelib.words.translation import _

SEPARATORS = re.compile(r"[\s.\-\u00a0\u202f]+")
PDL = re.compile(r"[0-9]{14}", re.ASCII)
POSTCODE = re.compile(r"[0-9]{5}", re.ASCII)
SECTION = re.compile(r"[0-9A-Z]{1,2}", re.ASCII)
PARCEL = re.compile(r"[0-9]{1,4}", re.ASCII)


MESSAGES: Mapping[str, str] = {
    "pdl": _("{label} : indiquez les 14 chiffres qui figurent sur la facture d’électricité."),
    "postcode": _("{label} : indiquez les 5 chiffres du code postal."),
    "section": _("{label} : indiquez une ou deux lettres, par exemple AB."),
    "parcel": _("{label} : indiquez le numéro de la parcelle, un à quatre chiffres."),
    "siret": _("{label} : indiquez les 14 chiffres du SIRET ; l’un d’eux ne correspond pas."),
    "siren": _("{label} : indiquez les 9 chiffres du SIREN ; l’un d’eux ne correspond pas."),
    "mobile": _("{label} : indiquez un numéro de mobile, par exemple 06 12 34 56 78."),
    "email": _("{label} : indiquez une adresse complète, par exemple prenom.nom@exemple.fr."),
}
"""What is said of each identifier that is none, by the code of the problem."""


class WrongIdentifierError(ValueError):
    """What was typed is not such an identifier; its code names the message that says what to do."""

    def __init__(self, code: LiteralString) -> None:
        """Keep the problem's code."""
        super().__init__(code)
        self.code: LiteralString = code

    @property
    def message(self) -> str:
        """Give the words of the problem: a msgid with a `{label}` place."""
        return MESSAGES[self.code]


def compact(text: str) -> str:
    """The text without the spaces, dots and dashes people group digits with."""
    return SEPARATORS.sub("", text)


def read_pdl(text: str) -> str:
    """A PDL: 14 digits, grouped as one likes; leading zeros are part of it."""
    pdl = compact(text)
    if not PDL.fullmatch(pdl):
        raise WrongIdentifierError("pdl")
    return pdl


def read_postcode(text: str) -> str:
    """A French postcode: five digits."""
    postcode = compact(text)
    if not POSTCODE.fullmatch(postcode):
        raise WrongIdentifierError("postcode")
    return postcode


def read_section(text: str) -> str:
    """A cadastral section: one or two letters (or digits), in capitals."""
    section = compact(text).upper()
    if not SECTION.fullmatch(section):
        raise WrongIdentifierError("section")
    return section


def read_parcel(text: str) -> str:
    """A cadastral parcel number: one to four digits, kept as written."""
    parcel = compact(text)
    if not PARCEL.fullmatch(parcel):
        raise WrongIdentifierError("parcel")
    return parcel


def read_siret(text: str) -> str:
    """A SIRET with its check digits (La Poste's establishments have a rule of their own)."""
    from stdnum.exceptions import ValidationError
    from stdnum.fr import siret

    try:
        return str(siret.validate(compact(text)))
    except ValidationError:
        raise WrongIdentifierError("siret") from None


def read_siren(text: str) -> str:
    """A SIREN with its check digit."""
    from stdnum.exceptions import ValidationError
    from stdnum.fr import siren

    try:
        return str(siren.validate(compact(text)))
    except ValidationError:
        raise WrongIdentifierError("siren") from None


def read_mobile(text: str) -> str:
    """A mobile phone number, French unless it starts with another country's code, as E.164."""
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, PhoneNumberType

    mobile_kinds = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or phonenumbers.number_type(number) not in mobile_kinds:
        raise WrongIdentifierError("mobile")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def read_email(text: str) -> str:
    """An e-mail address in its normal form; whether it exists is for the mail to tell."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise WrongIdentifierError("email") from None

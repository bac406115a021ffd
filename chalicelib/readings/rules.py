"""What the radar compares with what, how severe a difference is, and why: as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chalicelib.readings.model import Paper, Subject
from chalicelib.words.translation import _


class Severity(StrEnum):
    """Whether a difference stops the sending."""

    BLOCKING = "blocking"
    WARNING = "warning"


class Way(StrEnum):
    """How two values are compared."""

    PDL = "pdl"
    NAME = "name"
    CHOICE = "choice"
    NUMBER = "number"
    STREET = "street"
    CITY = "city"
    CODE = "code"
    STORAGE = "storage"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Rule:
    """One subject read in the papers of these slots, and the fields of the form that claim it.

    The first field is the one to correct, unless another one holds the value that differs. Names
    have two severities: `severity` when no word agrees, a warning when some do.
    """

    subject: Subject
    slots: tuple[str, ...]
    fields: tuple[str, ...]
    way: Way
    severity: Severity
    why: str


_B, _W = Severity.BLOCKING, Severity.WARNING
_NAME_FIELDS: Final = ("last_name", "first_name", "company_name", "holder_name")
_WITH_PLACE: Final = ("facture", "consuel", "mairie", "mandat", "attestation_bridage")

RULES: Final = (
    Rule(
        Subject.PDL,
        ("facture", "consuel", "mandat", "attestation_bridage"),
        ("pdl",),
        Way.PDL,
        _B,
        "guide MyLight: a wrong PDL blocks the commissioning",
    ),
    Rule(
        Subject.CLIENT_TYPE,
        ("facture", "consuel", "mandat"),
        ("client_type",),
        Way.CHOICE,
        _B,
        "guide MyLight: contract, request and Consuel have the same status",
    ),
    Rule(
        Subject.HOLDER_NAME,
        _WITH_PLACE,
        _NAME_FIELDS,
        Way.NAME,
        _B,
        "guide MyLight: contract, request and Consuel have the same name; "
        "a warning when one word agrees, for people write their names in many ways",
    ),
    Rule(
        Subject.INSTALLED_POWER,
        ("consuel",),
        ("installed_power_kva",),
        Way.NUMBER,
        _B,
        "guide MyLight: the power declared to Consuel is that of the connection request",
    ),
    Rule(
        Subject.INSTALLED_POWER,
        ("attestation_bridage",),
        ("installed_power_kva",),
        Way.NUMBER,
        _W,
        "practice: the attestation is the installer's own paper and can be made anew",
    ),
    Rule(
        Subject.CONNECTION_POWER,
        ("mandat", "attestation_bridage"),
        ("connection_power_kva",),
        Way.NUMBER,
        _W,
        "guide MyLight: the attestation says to what the plant is limited; papers word it freely",
    ),
    Rule(
        Subject.PEAK_POWER,
        ("consuel",),
        ("peak_power_kwc",),
        Way.NUMBER,
        _W,
        "practice: the Consuel is about the installed power; the peak is often rounded",
    ),
    Rule(
        Subject.SUBSCRIBED_POWER,
        ("facture",),
        ("subscribed_power_kva",),
        Way.NUMBER,
        _W,
        "practice: it belongs to the supply contract and may have changed since the bill",
    ),
    Rule(
        Subject.CONSUEL_TYPE,
        ("consuel",),
        ("has_battery",),
        Way.STORAGE,
        _B,
        "violet goes with physical storage, blue without; a virtual battery stays blue",
    ),
    Rule(
        Subject.INSTALLER_NAME,
        ("consuel", "mandat", "attestation_bridage"),
        ("installer_name",),
        Way.NAME,
        _W,
        "guide Urban Solar: exactly as on the Consuel; a firm's trade name may differ",
    ),
    Rule(
        Subject.CONSUEL_NUMBER,
        ("consuel",),
        ("consuel_number",),
        Way.CODE,
        _W,
        "practice: the paper itself is in the dossier, the typed number is a slip",
    ),
    Rule(
        Subject.CONSUEL_REQUEST_NUMBER,
        ("consuel",),
        ("consuel_request_number",),
        Way.CODE,
        _W,
        "practice: the attestation replaces the number of its request",
    ),
    Rule(
        Subject.INVERTER_MODEL,
        ("consuel", "mandat", "attestation_bridage"),
        ("inverters",),
        Way.EQUIPMENT,
        _W,
        "F340: equipment models; papers abbreviate them",
    ),
    Rule(
        Subject.PANEL_MODEL,
        ("consuel", "mandat"),
        ("panels",),
        Way.EQUIPMENT,
        _W,
        "F340: equipment models; papers abbreviate them",
    ),
    Rule(
        Subject.ADDRESS,
        _WITH_PLACE,
        ("address",),
        Way.STREET,
        _W,
        "practice: a paper may name the holder's home and not the site",
    ),
    Rule(
        Subject.POSTCODE,
        _WITH_PLACE,
        ("postcode",),
        Way.CODE,
        _W,
        "practice: a paper may name the holder's home and not the site",
    ),
    Rule(
        Subject.CITY,
        _WITH_PLACE,
        ("city",),
        Way.CITY,
        _W,
        "practice: a paper may name the holder's home and not the site",
    ),
)

RECEIPT_MONTHS: Final = 2
"""A town hall's receipt counts once it is older than this (guide Urban Solar, F129)."""

BILL_MONTHS: Final = 12
"""A bill is of less than a year."""

PAPERS: Final[Mapping[Paper, str]] = {
    Paper.BILL: _("une facture d’électricité"),
    Paper.CONSUEL: _("une attestation Consuel"),
    Paper.TOWN_HALL_RECEIPT: _("un récépissé de la mairie"),
    Paper.TOWN_HALL_DECISION: _("une décision de la mairie"),
    Paper.TOWN_HALL_DECLARATION: _("une déclaration préalable"),
    Paper.MANDATE: _("un mandat"),
    Paper.LIMITING: _("une attestation de bridage"),
}
"""Each kind of paper as people call it."""

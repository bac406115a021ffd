"""What is read in a paper: about which subject, its value, and where it stood.

A reading is right or it is not made: a paper that says two things about a subject, or nothing
that can be told for sure, has no reading of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What a paper may say that the dossier claims too."""

    PAPER = "paper"
    PDL = "pdl"
    CLIENT_TYPE = "client_type"
    HOLDER_NAME = "holder_name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    CITY = "city"
    SUBSCRIBED_POWER = "subscribed_power"
    CONNECTION_POWER = "connection_power"
    INSTALLED_POWER = "installed_power"
    PEAK_POWER = "peak_power"
    CONSUEL_NUMBER = "consuel_number"
    CONSUEL_REQUEST_NUMBER = "consuel_request_number"
    CONSUEL_TYPE = "consuel_type"
    INSTALLER_NAME = "installer_name"
    INVERTER_MODEL = "inverter_model"
    PANEL_MODEL = "panel_model"
    ISSUED_ON = "issued_on"
    RECEIVED_ON = "received_on"


class Paper(StrEnum):
    """The kinds of paper that are told apart: the values of `Subject.PAPER`."""

    BILL = "bill"
    CONSUEL = "consuel"
    TOWN_HALL_RECEIPT = "town_hall_receipt"
    TOWN_HALL_DECISION = "town_hall_decision"
    TOWN_HALL_DECLARATION = "town_hall_declaration"
    MANDATE = "mandate"
    LIMITING = "limiting"


class ConsuelType(StrEnum):
    """The attestation's kind: blue without storage, violet with physical storage."""

    BLUE = "bleu"
    VIOLET = "violet"


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing read.

    `value` is the text in its one form (a PDL's 14 digits, a power in kVA or kWc with a point, an
    ISO date, a name as written); `written` is what stands on the paper; `near` is the line where
    it was found; `page` counts from 1.
    """

    subject: Subject
    value: str
    written: str
    page: int
    near: str


@dataclass(frozen=True, slots=True)
class PaperReadings:
    """All that was read in one document; without text nothing could be."""

    document_id: str
    slot: str
    has_text: bool
    pages_read: int
    readings: tuple[Reading, ...] = ()

    def find(self, subject: Subject) -> Reading | None:
        """The reading about that subject."""
        return next((one for one in self.readings if one.subject is subject), None)

    def subjects(self) -> Iterator[Subject]:
        """What was read."""
        return (one.subject for one in self.readings)

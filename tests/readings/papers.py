"""What a paper says, apart from how it is laid out: a layout draws a truth, a reader reads it.

The contract of a layout is one function, `draw(truth) -> bytes`: a PDF that says what the truth
says, whatever else it says. `expected` gives what a reader may read from such a paper: each
subject as it stands, and nothing about a subject that is not there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib.readings.model import ConsuelType, Paper, Subject

type Expected = Mapping[Subject, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the plant stands."""

    address: str = "12 rue des Lilas"
    postcode: str = "69003"
    city: str = "Lyon"

    def expected(self) -> Expected:
        return {
            Subject.ADDRESS: self.address,
            Subject.POSTCODE: self.postcode,
            Subject.CITY: self.city,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BillTruth:
    """An electricity bill."""

    site: Site = Site()
    pdl: str = "01234567890123"
    holder_name: str = "Mme Claire DURAND"
    client_type: str = "particulier"
    subscribed_kva: Decimal = Decimal(9)
    issued_on: date = date(2026, 2, 3)

    slot = "facture"

    def expected(self) -> Expected:
        return {
            **self.site.expected(),
            Subject.PAPER: Paper.BILL,
            Subject.PDL: self.pdl,
            Subject.HOLDER_NAME: self.holder_name,
            Subject.CLIENT_TYPE: self.client_type,
            Subject.SUBSCRIBED_POWER: f"{self.subscribed_kva}",
            Subject.ISSUED_ON: f"{self.issued_on}",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsuelTruth:
    """An attestation of conformity of a production plant."""

    site: Site = Site()
    number: str = "AC69-2026-004417"
    request_number: str = "D2026-118842"
    holder_name: str = "Mme Claire DURAND"
    installer_name: str = "SARL Soleil du Midi"
    pdl: str = "01234567890123"
    installed_kva: Decimal = Decimal(8)
    peak_kwc: Decimal = Decimal("8.5")
    has_storage: bool = False
    inverter: str = "SMA STP 8.0"
    issued_on: date = date(2026, 2, 20)

    slot = "consuel"

    def expected(self) -> Expected:
        return {
            **self.site.expected(),
            Subject.PAPER: Paper.CONSUEL,
            Subject.CONSUEL_NUMBER: self.number,
            Subject.CONSUEL_REQUEST_NUMBER: self.request_number,
            Subject.HOLDER_NAME: self.holder_name,
            Subject.CLIENT_TYPE: "particulier",
            Subject.INSTALLER_NAME: self.installer_name,
            Subject.PDL: self.pdl,
            Subject.INSTALLED_POWER: f"{self.installed_kva}",
            Subject.PEAK_POWER: f"{self.peak_kwc}",
            Subject.CONSUEL_TYPE: ConsuelType.VIOLET if self.has_storage else ConsuelType.BLUE,
            Subject.INVERTER_MODEL: self.inverter,
            Subject.ISSUED_ON: f"{self.issued_on}",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TownHallTruth:
    """A receipt, a decision or a declaration of the town hall."""

    site: Site = Site()
    paper: Paper = Paper.TOWN_HALL_RECEIPT
    holder_name: str = "Mme Claire DURAND"
    received_on: date = date(2026, 1, 12)
    issued_on: date = date(2026, 2, 20)

    slot = "mairie"

    def expected(self) -> Expected:
        return {
            **self.site.expected(),
            Subject.PAPER: self.paper,
            Subject.HOLDER_NAME: self.holder_name,
            Subject.RECEIVED_ON: f"{self.received_on}",
            Subject.ISSUED_ON: f"{self.issued_on}",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateTruth:
    """A mandate of the client to the installer."""

    site: Site = Site()
    holder_name: str = "Mme Claire DURAND"
    installer_name: str = "SARL Soleil du Midi"
    pdl: str = "01234567890123"
    connection_kva: Decimal = Decimal(9)
    issued_on: date = date(2026, 1, 5)

    slot = "mandat"

    def expected(self) -> Expected:
        return {
            **self.site.expected(),
            Subject.PAPER: Paper.MANDATE,
            Subject.HOLDER_NAME: self.holder_name,
            Subject.CLIENT_TYPE: "particulier",
            Subject.INSTALLER_NAME: self.installer_name,
            Subject.PDL: self.pdl,
            Subject.CONNECTION_POWER: f"{self.connection_kva}",
            Subject.ISSUED_ON: f"{self.issued_on}",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitingTruth:
    """An attestation that the plant's injection is limited."""

    site: Site = Site()
    holder_name: str = "Mme Claire DURAND"
    installer_name: str = "SARL Soleil du Midi"
    pdl: str = "01234567890123"
    installed_kva: Decimal = Decimal(8)
    connection_kva: Decimal = Decimal(6)
    inverter: str = "SMA STP 8.0"
    issued_on: date = date(2026, 2, 10)

    slot = "attestation_bridage"

    def expected(self) -> Expected:
        return {
            **self.site.expected(),
            Subject.PAPER: Paper.LIMITING,
            Subject.HOLDER_NAME: self.holder_name,
            Subject.INSTALLER_NAME: self.installer_name,
            Subject.PDL: self.pdl,
            Subject.INSTALLED_POWER: f"{self.installed_kva}",
            Subject.CONNECTION_POWER: f"{self.connection_kva}",
            Subject.INVERTER_MODEL: self.inverter,
            Subject.ISSUED_ON: f"{self.issued_on}",
        }


type Truth = BillTruth | ConsuelTruth | TownHallTruth | MandateTruth | LimitingTruth
type Draw[T] = Callable[[T], bytes]

KINDS: Mapping[str, Truth] = {
    "bill": BillTruth(),
    "consuel": ConsuelTruth(),
    "town_hall": TownHallTruth(),
    "mandate": MandateTruth(),
    "limiting": LimitingTruth(),
}
"""Every kind of paper, by the name of its list of layouts, with an ordinary truth."""

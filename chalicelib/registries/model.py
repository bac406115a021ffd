"""What public registries propose, and the ports through which they are asked.

Whatever a registry answers is a proposal that a person looks at; what was typed always stands.
A registry that does not answer raises one of the two outside troubles.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

MOST_PROPOSALS = 6


class Precision(StrEnum):
    """How exactly an address is known: to the house, to the street, or to the hamlet."""

    HOUSE = "housenumber"
    STREET = "street"
    PLACE = "locality"


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the national base; the point is in degrees (WGS 84), the score from 0 to 1."""

    line: str
    postcode: str
    city: str
    insee: str
    longitude: float
    latitude: float
    score: float
    precision: Precision


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel of the cadastre: section and number as they are written on a deed.

    `prefix` is the former commune's, empty for most parcels; `area_m2` is 0 when it is not told.
    """

    section: str
    number: str
    insee: str
    city: str
    prefix: str = ""
    area_m2: int = 0


@dataclass(frozen=True, slots=True)
class Company:
    """An establishment of the companies' register; `name` is empty when it may not be shown.

    `closed_on` is set, or `is_closed` alone, when establishment or company ceased.
    """

    siret: str
    name: str
    address: str
    is_head_office: bool = False
    is_closed: bool = False
    closed_on: date | None = None


class AddressRegistry(Protocol):
    """The port to the national base of addresses."""

    def search_addresses(self, words: str) -> tuple[Address, ...]:
        """Search addresses by what was typed, best first; OutsideTrouble when it does not answer."""


class ParcelRegistry(Protocol):
    """The port to the cadastre."""

    def list_parcels_at(self, longitude: float, latitude: float) -> tuple[Parcel, ...]:
        """List the parcels at a point; OutsideTrouble when it does not answer."""


class CompanyRegistry(Protocol):
    """The port to the companies' register."""

    def search_companies(self, words: str) -> tuple[Company, ...]:
        """Search establishments by SIREN, SIRET or name; OutsideTrouble when it does not answer."""

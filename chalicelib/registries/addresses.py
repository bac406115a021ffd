"""Addresses, from a search of the national base: a GeoJSON collection of scored points.

The shape is that of the national geocoding service (Base Adresse Nationale): `/search?q=…` gives
features with `housenumber`, `name`, `postcode`, `city`, `citycode`, `type` and `score`.
"""

from typing import Annotated, Final

import msgspec

from chalicelib.registries.http import Source, read_each
from chalicelib.registries.model import MOST_PROPOSALS, Address, Precision

LONGEST_QUERY: Final = 200
SHORTEST_QUERY: Final = 3
"""The service refuses shorter and longer questions."""

type Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class WirePoint(msgspec.Struct):
    """A point: longitude, then latitude."""

    coordinates: tuple[
        Annotated[float, msgspec.Meta(ge=-180, le=180)],
        Annotated[float, msgspec.Meta(ge=-90, le=90)],
    ]


class WireProperties(msgspec.Struct):
    """What is said of an address; unknown members are passed over."""

    name: Line
    postcode: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{5}$")]
    city: Line
    citycode: Annotated[str, msgspec.Meta(pattern=r"^[0-9][0-9AB][0-9]{3}$")]
    score: Annotated[float, msgspec.Meta(ge=0, le=2)]
    type: Precision


class WireFeature(msgspec.Struct):
    """One address."""

    geometry: WirePoint
    properties: WireProperties


class WireCollection(msgspec.Struct):
    """The collection, its features still to be read one by one."""

    features: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=100)]


class HttpAddresses:
    """The national base over HTTPS. Keeps the port `AddressRegistry`."""

    def __init__(self, source: Source) -> None:
        """`source` is where it is asked."""
        self._source = source

    def search_addresses(self, words: str) -> tuple[Address, ...]:
        """Search addresses by what was typed, best first; none for less than three characters."""
        query = " ".join(words.split())[:LONGEST_QUERY]
        if len(query) < SHORTEST_QUERY:
            return ()
        told = {"q": query, "limit": str(MOST_PROPOSALS), "autocomplete": "1"}
        answer = self._source.ask("/search", told, WireCollection)
        found = [_address(one) for one in read_each(answer.features, WireFeature)]
        return tuple(dict.fromkeys(found))[:MOST_PROPOSALS]


def _address(feature: WireFeature) -> Address:
    told = feature.properties
    longitude, latitude = feature.geometry.coordinates
    return Address(
        line=" ".join(told.name.split()),
        postcode=told.postcode,
        city=" ".join(told.city.split()),
        insee=told.citycode,
        longitude=longitude,
        latitude=latitude,
        score=told.score,
        precision=told.type,
    )

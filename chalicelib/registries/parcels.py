"""Parcels at a point, from the cadastre: a GeoJSON collection of the plots that hold it.

The shape is that of the national cadastre service: `/parcelle?geom=…` gives features with
`section`, `numero`, `code_insee`, `nom_com`, `com_abs` and `contenance`.
"""

import json
from typing import Annotated, Final

import msgspec

from chalicelib.registries.http import Source, read_each
from chalicelib.registries.model import MOST_PROPOSALS, Parcel

NO_PREFIX: Final = "000"


class WireProperties(msgspec.Struct):
    """What is said of a parcel; its outline and unknown members are passed over."""

    section: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z]{1,2}$")]
    numero: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,4}$")]
    code_insee: Annotated[str, msgspec.Meta(pattern=r"^[0-9][0-9AB][0-9]{3}$")]
    nom_com: Annotated[str, msgspec.Meta(max_length=100)] = ""
    com_abs: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{3}$")] = NO_PREFIX
    contenance: Annotated[int, msgspec.Meta(ge=0)] | None = None


class WireFeature(msgspec.Struct):
    """One parcel."""

    properties: WireProperties


class WireCollection(msgspec.Struct):
    """The collection, its features still to be read one by one."""

    features: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=100)]


class HttpParcels:
    """The cadastre over HTTPS. Keeps the port `ParcelRegistry`."""

    def __init__(self, source: Source) -> None:
        """`source` is where it is asked."""
        self._source = source

    def list_parcels_at(self, longitude: float, latitude: float) -> tuple[Parcel, ...]:
        """List the parcels that hold a point: one, or several on a boundary."""
        point = {"type": "Point", "coordinates": [longitude, latitude]}
        answer = self._source.ask("/parcelle", {"geom": json.dumps(point)}, WireCollection)
        found = [_parcel(one.properties) for one in read_each(answer.features, WireFeature)]
        return tuple(dict.fromkeys(found))[:MOST_PROPOSALS]


def _parcel(told: WireProperties) -> Parcel:
    """Write section and number as on a deed: the service fills them up with zeros."""
    return Parcel(
        section=told.section.lstrip("0") or told.section,
        number=told.numero.lstrip("0") or "0",
        insee=told.code_insee,
        city=" ".join(told.nom_com.split()),
        prefix="" if told.com_abs == NO_PREFIX else told.com_abs,
        area_m2=told.contenance or 0,
    )

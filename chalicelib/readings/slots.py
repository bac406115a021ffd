"""What the paper of each slot says, for those slots whose papers are read.

`expects` is what the paper should say and a person confirms when it could not be read; `also`
is read when it is there. A slot that is not listed holds pictures, plans or anything at all:
its papers are not read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.readings.model import Paper, Subject


@dataclass(frozen=True, slots=True)
class SlotReading:
    """How far the papers of a slot are read, which papers belong there and what they say."""

    most_pages: int
    papers: frozenset[Paper]
    expects: tuple[Subject, ...]
    also: tuple[Subject, ...] = ()

    @property
    def subjects(self) -> frozenset[Subject]:
        """All that is looked for."""
        return frozenset((Subject.PAPER, *self.expects, *self.also))


_TOWN_HALL: Final = frozenset(
    {Paper.TOWN_HALL_RECEIPT, Paper.TOWN_HALL_DECISION, Paper.TOWN_HALL_DECLARATION}
)

_CONSUEL: Final = SlotReading(
    3,
    frozenset({Paper.CONSUEL}),
    (
        Subject.HOLDER_NAME,
        Subject.INSTALLED_POWER,
        Subject.CONSUEL_NUMBER,
        Subject.CONSUEL_TYPE,
        Subject.INSTALLER_NAME,
    ),
    (
        Subject.PDL,
        Subject.CLIENT_TYPE,
        Subject.ADDRESS,
        Subject.POSTCODE,
        Subject.CITY,
        Subject.PEAK_POWER,
        Subject.CONSUEL_REQUEST_NUMBER,
        Subject.INVERTER_MODEL,
        Subject.PANEL_MODEL,
        Subject.ISSUED_ON,
    ),
)

SLOTS: Final[Mapping[str, SlotReading]] = {
    "facture": SlotReading(
        3,
        frozenset({Paper.BILL}),
        (Subject.PDL, Subject.HOLDER_NAME, Subject.SUBSCRIBED_POWER),
        (Subject.CLIENT_TYPE, Subject.ADDRESS, Subject.POSTCODE, Subject.CITY, Subject.ISSUED_ON),
    ),
    "consuel": _CONSUEL,
    "consuel_total": _CONSUEL,
    "mairie": SlotReading(
        4,
        _TOWN_HALL,
        (Subject.HOLDER_NAME,),
        (
            Subject.ADDRESS,
            Subject.POSTCODE,
            Subject.CITY,
            Subject.RECEIVED_ON,
            Subject.ISSUED_ON,
        ),
    ),
    "mandat": SlotReading(
        4,
        frozenset({Paper.MANDATE}),
        (Subject.HOLDER_NAME, Subject.INSTALLER_NAME),
        (
            Subject.PDL,
            Subject.CLIENT_TYPE,
            Subject.ADDRESS,
            Subject.POSTCODE,
            Subject.CITY,
            Subject.CONNECTION_POWER,
            Subject.INVERTER_MODEL,
            Subject.PANEL_MODEL,
            Subject.ISSUED_ON,
        ),
    ),
    "attestation_bridage": SlotReading(
        3,
        frozenset({Paper.LIMITING}),
        (Subject.CONNECTION_POWER, Subject.INSTALLED_POWER),
        (
            Subject.PDL,
            Subject.HOLDER_NAME,
            Subject.ADDRESS,
            Subject.POSTCODE,
            Subject.CITY,
            Subject.INSTALLER_NAME,
            Subject.INVERTER_MODEL,
            Subject.ISSUED_ON,
        ),
    ),
}

"""A form that lacks nothing, as the API takes it, and what makes a dossier of it."""

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.model import Person
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.form.models import DossierForm
from chalicelib.form.read_step import to_form
from chalicelib.form.values import Form

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
JSON: dict[str, Any] = {
    "client": {
        "client_type": "particulier",
        "civility": "madame",
        "last_name": "Durand",
        "first_name": "Claire",
        "email": "claire@exemple.fr",
        "mobile": "06 12 34 56 78",
        "address": "12 rue des Lilas",
        "postcode": "69003",
        "city": "Lyon",
        "parcels": [{"section": "AB", "number": "32"}],
    },
    "electricity": {
        "has_contract": True,
        "pdl": "01234567890123",
        "subscribed_power_kva": 9,
        "operator": "enedis",
        "phases": "triphase",
        "breaker_location": "Dans le garage",
        "meter_location": "En limite de propriété",
        "cabinet_width_cm": 25,
    },
    "plant": {
        "installer_name": "Soleil du Midi",
        "connection_power_kva": 9,
        "installed_power_kva": 8,
        "peak_power_kwc": 8.5,
        "plant_connection": "surplus",
        "panels_area_m2": 40,
    },
    "equipment": {
        "panels": [
            {
                "type": "Monocristallin",
                "brand": "Voltec",
                "model": "Tarka 126",
                "count": 20,
                "unit_power_w": 425,
            }
        ],
        "inverters": [{"count": 1, "brand": "SMA", "model": "STP 8.0", "unit_power_kva": 8}],
        "panel_protection": "Découplage intégré",
    },
    "documents": {"consuel_request_number": "DEM-2026-17"},
}


def whole_json() -> dict[str, Any]:
    """A whole form as the API takes it, to be changed at will."""
    return copy.deepcopy(JSON)


def whole_form(**steps: dict[str, Any]) -> Form:
    """A whole form as it is kept, with some values changed, or removed by None."""
    body = whole_json()
    for step, values in steps.items():
        body[step] |= values
    return to_form(DossierForm.model_validate_json(json.dumps(body)))


def give_pieces(
    table: Table, dossier_id: str, person: Person, state: PieceState = PieceState.ACCEPTED
) -> Dossier:
    """Put a file into every slot that is due before sending."""
    slots = ("facture", "photo_installation", "photo_compteur")
    pieces = tuple(
        Piece(f"doc_{slot}", slot, state, AT, person.user_id, file_name=f"{slot}.pdf")
        for slot in slots
    )

    def decide(dossier: Dossier, now: datetime) -> Change:
        return Change(EventKind.PIECE_ACCEPTED, replace(dossier.head), pieces=pieces)

    return change_dossier(dossier_id, decide, by=as_actor(person, "page"), table=table)

"""The JSON API of a dossier's virtual storage."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.load import load_dossier
from chalicelib.policy.audiences import AGENTS, SIGNED_IN
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.battery.forms import NewReading

api = Blueprint(__name__)

FORMS = "chalicelib.battery.forms"
STORAGE = "/dossiers/{dossier_id}/storage"


@endpoint(
    api,
    "GET",
    STORAGE,
    allow=SIGNED_IN,
    summary=_("Voir le stockage virtuel du dossier, mois par mois, en kWh"),
    gives=f"{FORMS}:StorageShape",
)
def show_storage(call: Call, dossier_id: str) -> object:
    """Show a dossier's storage."""
    from chalicelib.battery.read_storage import read_storage
    from chalicelib.battery.views import view_storage

    dossier = load_dossier(dossier_id, seen_by=as_actor(call.person, "api"))
    return view_storage(read_storage(dossier))


@endpoint(
    api,
    "PUT",
    STORAGE + "/{month}",
    allow=AGENTS,
    summary=_("Noter le relevé d’un mois ; le même relevé deux fois ne change rien"),
    takes=f"{FORMS}:NewReading",
    gives=f"{FORMS}:NotedShape",
)
def note_month(call: Call, dossier_id: str, month: str) -> object:
    """Note a month's reading, in place of a former one."""
    from chalicelib.battery.model import Reading, read_month, require_month
    from chalicelib.battery.note_reading import note_reading

    wanted: NewReading = call.body
    asked = require_month(read_month(month), "0000-01", "9999-12")
    reading = Reading(asked, wanted.injected_kwh, wanted.drawn_kwh)
    return {"fate": note_reading(dossier_id, reading, by=as_actor(call.person, "api"))}

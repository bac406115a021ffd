"""The catalogue on the API."""

from chalice.app import Blueprint

from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)

FORMS = "chalicelib.equipment.forms"


@endpoint(
    api,
    "GET",
    "/equipment",
    allow=PROFESSIONALS,
    summary=_("Chercher des panneaux ou des onduleurs au catalogue"),
    queries=("kind", "q"),
    gives=f"{FORMS}:ModelsAnswer",
)
def search_equipment(call: Call) -> dict[str, object]:
    """Find models of a kind by the words of their maker and the parts of their name."""
    from chalicelib.equipment.catalogue import find_models
    from chalicelib.equipment.model import EquipmentKind

    kind = call.query.get("kind", "")
    if kind not in set(EquipmentKind):
        problem = FieldProblem("kind", "choice", _("kind : indiquez panel ou inverter."))
        raise InvalidFields((problem,))
    found = find_models(EquipmentKind(kind), call.query.get("q", ""))
    return {
        "models": [
            {
                "kind": one.kind,
                "maker": one.maker,
                "model": one.name,
                "power_w": one.power_w,
                "phases": one.phases or None,
                "area_m2": one.area_m2,
                "origin": one.origin,
            }
            for one in found
        ]
    }

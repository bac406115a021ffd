"""Read what an agent wrote about a model: the model, or what is wrong with each field."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from chalicelib.equipment.labels import KINDS, PHASES
from chalicelib.equipment.model import (
    LONGEST_MAKER,
    LONGEST_MODEL,
    VA_PER_KVA,
    EquipmentKind,
    EquipmentModel,
    Origin,
    Phases,
)
from chalicelib.equipment.words import compact, fold
from chalicelib.form.numbers import find_number
from chalicelib.form.typed import plain_number
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _, translate
from chalicelib.words.values import Number, Value

LEAST_PANEL_W, MOST_PANEL_W = Decimal(1), Decimal(2000)
LEAST_INVERTER_KVA, MOST_INVERTER_KVA = Decimal("0.05"), Decimal(5000)
MOST_AREA_M2: Final = Decimal(20)


def read_model(fields: Mapping[str, str]) -> EquipmentModel:
    """Read a model from the texts of a form. Raises InvalidFields, each problem at its field."""
    maker, name = _line(fields, "maker"), _line(fields, "model")
    kind = fields.get("kind", "")
    power, area = find_number(fields.get("power", "")), _line(fields, "area_m2")
    problems = (
        None if kind in set(EquipmentKind) else _problem("kind", _("Nature : choisissez-en une.")),
        _problem_of_text("maker", maker, LONGEST_MAKER),
        _problem_of_text("model", name, LONGEST_MODEL),
        _problem_of_power(kind, power),
        _problem_of_phases(fields.get("phases", "")),
        _problem_of_area(area),
    )
    found = tuple(one for one in problems if one)
    if found or power is None:
        raise InvalidFields(found)
    is_panel = kind == EquipmentKind.PANEL
    return EquipmentModel(
        EquipmentKind(kind),
        maker,
        name,
        power if is_panel else power * VA_PER_KVA,
        Phases.UNTOLD if is_panel else Phases(fields.get("phases", "")),
        find_number(area) if area and is_panel else None,
        Origin.AGENTS,
    )


def _line(fields: Mapping[str, str], name: str) -> str:
    return " ".join(fields.get(name, "").split())


def _problem(field: str, message: str, **values: Value) -> FieldProblem:
    return FieldProblem(field, "wrong", message, values)


def _problem_of_text(field: str, text: str, longest: int) -> FieldProblem | None:
    """Refuse what has no letter or digit to find it by, or is longer than the form's field."""
    read = fold(text) if field == "maker" else compact(text)
    if read and len(text) <= longest and text.isprintable():
        return None
    sentence = {
        "maker": _("Marque : écrivez de 1 à {longest} caractères, avec au moins une lettre."),
        "model": _("Modèle : écrivez de 1 à {longest} caractères, avec une lettre ou un chiffre."),
    }[field]
    return _problem(field, sentence, longest=longest)


def _problem_of_power(kind: str, power: Decimal | None) -> FieldProblem | None:
    least, most = LEAST_PANEL_W, MOST_PANEL_W
    sentence = _("Puissance unitaire : indiquez de {least} à {most} Wc.")
    if kind == EquipmentKind.INVERTER:
        least, most = LEAST_INVERTER_KVA, MOST_INVERTER_KVA
        sentence = _("Puissance unitaire : indiquez de {least} à {most} kVA.")
    if power is not None and least <= power <= most and power == round(power, 3):
        return None
    return _problem("power", sentence, least=Number(least), most=Number(most))


def _problem_of_phases(phases: str) -> FieldProblem | None:
    if phases in set(Phases):
        return None
    return _problem("phases", _("Phases : choisissez une des réponses proposées."))


def _problem_of_area(area: str) -> FieldProblem | None:
    number = find_number(area)
    if not area or (number is not None and 0 < number <= MOST_AREA_M2):
        return None
    return _problem(
        "area_m2",
        _("Surface d’un panneau : indiquez au plus {most} m², ou rien."),
        most=Number(MOST_AREA_M2),
    )


def texts_of(model: EquipmentModel | None) -> dict[str, str]:
    """Write a model as a form's texts; those of an empty form for None."""
    if model is None:
        return dict.fromkeys(("kind", "maker", "model", "power", "phases", "area_m2"), "")
    is_panel = model.kind is EquipmentKind.PANEL
    return {
        "kind": model.kind,
        "maker": model.maker,
        "model": model.name,
        "power": plain_number(model.power_w if is_panel else model.power_w / VA_PER_KVA),
        "phases": model.phases,
        "area_m2": "" if model.area_m2 is None else plain_number(model.area_m2),
    }


def list_options() -> dict[str, list[tuple[str, str]]]:
    """List what the choices offer: pairs of a value and its words."""
    return {
        "kinds": [(str(kind), translate(label)) for kind, label in KINDS.items()],
        "phases": [(str(phases), translate(label)) for phases, label in PHASES.items()],
    }

"""What a form says of its equipment beside what the catalogue says of the same models."""

from collections.abc import Iterator
from decimal import Decimal

from chalicelib.aws.table import Table
from chalicelib.equipment.catalogue import find_model, is_near
from chalicelib.equipment.labels import power_of
from chalicelib.equipment.model import VA_PER_KVA, EquipmentKind, EquipmentModel, Phases
from chalicelib.form.figures import StepValues, find_number_in, rows_of
from chalicelib.form.steps import Step
from chalicelib.form.values import Form
from chalicelib.refusals import FieldProblem
from chalicelib.words.translation import _
from chalicelib.words.values import Number

POWER_FIELDS = {
    EquipmentKind.PANEL: ("panels", "unit_power_w", Decimal(1)),
    EquipmentKind.INVERTER: ("inverters", "unit_power_kva", VA_PER_KVA),
}
"""Each kind's rows, the column of its power, and how many W or VA its unit is."""


def list_equipment_warnings(form: Form, *, table: Table | None = None) -> tuple[FieldProblem, ...]:
    """List where the catalogue disagrees with what was typed; it blocks nothing."""
    equipment = form.get(Step.EQUIPMENT, {})
    phases = str(form.get(Step.ELECTRICITY, {}).get("phases") or "")
    found: list[FieldProblem] = []
    for kind, (name, _column, _unit) in POWER_FIELDS.items():
        for index, row in enumerate(rows_of(equipment, name)):
            maker, typed = str(row.get("brand") or ""), str(row.get("model") or "")
            model = find_model(kind, maker, typed, table=table) if maker and typed else None
            if model:
                found += _power_differs(model, row, index)
                found += _phases_differ(model, phases, index)
    return tuple(found)


def _power_differs(model: EquipmentModel, row: StepValues, index: int) -> Iterator[FieldProblem]:
    name, column, unit = POWER_FIELDS[model.kind]
    typed = find_number_in(row, column)
    if typed is None or is_near(model, typed * unit):
        return
    is_panel = model.kind is EquipmentKind.PANEL
    yield FieldProblem(
        f"{name}.{index}.{column}",
        "catalogue-power-differs",
        _("Puissance unitaire : {typed} W saisis, {known} au catalogue pour {model}. Vérifiez-la.")
        if is_panel
        else _(
            "Puissance d’un onduleur : {typed} kVA saisis, {known} au catalogue pour {model}. "
            "Vérifiez-la."
        ),
        {"typed": Number(typed), "known": power_of(model), "model": _called(model)},
    )


def _phases_differ(model: EquipmentModel, phases: str, index: int) -> Iterator[FieldProblem]:
    """A three-phase inverter does not go on a single-phase branch."""
    if model.phases is Phases.THREE and phases == Phases.SINGLE:
        yield FieldProblem(
            f"inverters.{index}.model",
            "three-phase-inverter",
            _(
                "Modèle des onduleurs : {model} est triphasé au catalogue, et le branchement est "
                "monophasé. Vérifiez l’un et l’autre."
            ),
            {"model": _called(model)},
        )


def _called(model: EquipmentModel) -> str:
    return f"{model.maker} {model.name}"

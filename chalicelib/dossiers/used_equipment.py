"""The panels and inverters of a firm's last dossiers, which its next one probably has too.

They are read from the forms where they stand: one query for the dossiers and one batch for their
forms, when somebody asks for proposals. Nothing is written for it, so an erased dossier leaves
nothing behind; a process keeps what it read for a minute.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.model import Space
from chalicelib.equipment.model import VA_PER_KVA, EquipmentKind, EquipmentModel, Origin
from chalicelib.form.figures import StepValues, find_number_in, rows_of
from chalicelib.form.steps import Step
from chalicelib.rows.dossiers import FORM
from chalicelib.rows.listings import CHANGED

DOSSIERS_READ: Final = 12
MOST_FIRMS_KEPT: Final = 50
KEPT_FOR: Final = timedelta(minutes=1)

type Used = tuple[EquipmentModel, ...]

_kept: OrderedDict[tuple[str, str, Space], tuple[datetime, Used]] = OrderedDict()


def list_used(
    firm_id: str, space: Space, *, table: Table | None = None, real: datetime | None = None
) -> Used:
    """List the models of a firm's last twelve dossiers of a space, the most frequent first."""
    table, real = table or open_table(), real or real_now()
    key = (table.name, firm_id, space)
    known = _kept.get(key)
    if known and timedelta(0) <= real - known[0] < KEPT_FOR:
        return known[1]
    found = _read(table, firm_id, space)
    _kept[key] = (real, found)
    _kept.move_to_end(key)
    while len(_kept) > MOST_FIRMS_KEPT:
        _kept.popitem(last=False)
    return found


def forget_used() -> None:
    """Forget what was read, for a process that changes its table."""
    _kept.clear()


def _read(table: Table, firm_id: str, space: Space) -> Used:
    page = table.query(
        CHANGED.pk(firm_id, space), index="by_firm", newest_first=True, limit=DOSSIERS_READ
    )
    keys = [FORM.key(item["dossier_id"]) for item in page.items]
    if not keys:
        return ()
    forms = [row["form"] for row in table.batch_get(keys)]
    models = [model for form in forms for model in models_of(form.get(Step.EQUIPMENT, {}))]
    times = Counter(model.key for model in models)
    unique = {model.key: model for model in reversed(models)}
    return tuple(sorted(unique.values(), key=lambda one: (-times[one.key], one.key)))


def models_of(equipment: Mapping[str, Any]) -> Iterator[EquipmentModel]:
    """Give the models that a form names in full: maker, model and power."""
    for row in rows_of(equipment, "panels"):
        yield from _model(EquipmentKind.PANEL, row, find_number_in(row, "unit_power_w"))
    for row in rows_of(equipment, "inverters"):
        power = find_number_in(row, "unit_power_kva")
        power_va = None if power is None else power * VA_PER_KVA
        yield from _model(EquipmentKind.INVERTER, row, power_va)


def _model(
    kind: EquipmentKind, row: StepValues, power_w: Decimal | None
) -> Iterator[EquipmentModel]:
    maker, name = str(row.get("brand") or ""), str(row.get("model") or "")
    if maker and name and power_w:
        yield EquipmentModel(kind, maker, name, power_w, origin=Origin.USED)

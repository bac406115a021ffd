"""Figures that follow from the equipment: they are shown beside what was typed.

Peak power is the panels' unit power times their number; the installed production power is the
smaller of what the inverters can give and what the panels can (guide-photovoltaique, 2025).
"""

from collections.abc import Mapping
from decimal import Decimal

from chalicelib.form.values import FormValue

type StepValues = Mapping[str, FormValue]

W_PER_KW = Decimal(1000)
SINGLE_PHASE_MOST_KVA = Decimal(6)


def rows_of(values: StepValues, name: str) -> tuple[StepValues, ...]:
    """The rows of that name, none when they were never filled."""
    rows = values.get(name)
    return tuple(row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()


def find_number_in(values: StepValues, name: str) -> Decimal | None:
    """The number kept under that name, or None."""
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def find_total(rows: tuple[StepValues, ...], unit_power: str) -> Decimal | None:
    """Count times unit power over all rows; None while a row lacks one of them."""
    total = Decimal(0)
    for row in rows:
        count, power = find_number_in(row, "count"), find_number_in(row, unit_power)
        if count is None or power is None:
            return None
        total += count * power
    return total if rows else None


def find_peak_power_kwc(equipment: StepValues) -> Decimal | None:
    """The panels' peak power in kWc, once every row is complete."""
    total = find_total(rows_of(equipment, "panels"), "unit_power_w")
    return None if total is None else total / W_PER_KW


def find_installed_power_kva(equipment: StepValues) -> Decimal | None:
    """The smaller of inverters and panels in kVA, once both are known."""
    inverters = find_total(rows_of(equipment, "inverters"), "unit_power_kva")
    panels = find_peak_power_kwc(equipment)
    return None if inverters is None or panels is None else min(inverters, panels)

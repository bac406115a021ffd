"""The figures of `docs/limits.md` on sheets and archives are those of the code."""

import re
from pathlib import Path

import pytest

from chalicelib.exports.archive import MOST_ARCHIVE_BYTES
from chalicelib.sheets.model import (
    LONGEST_CELL,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_SHEET_BYTES,
)
from chalicelib.sheets.read_xlsx import MOST_PARTS, MOST_UNPACKED_BYTES

DOCS = Path(__file__).parents[2] / "docs" / "limits.md"
FIGURES = {
    "MOST_LINES": MOST_LINES,
    "MOST_COLUMNS": MOST_COLUMNS,
    "MOST_SHEET_BYTES": MOST_SHEET_BYTES,
    "MOST_PARTS": MOST_PARTS,
    "MOST_UNPACKED_BYTES": MOST_UNPACKED_BYTES,
    "LONGEST_CELL": LONGEST_CELL,
    "MOST_CHARACTERS": MOST_CHARACTERS,
    "MOST_ARCHIVE_BYTES": MOST_ARCHIVE_BYTES,
}


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_limit_stands_in_the_docs_as_it_is(name: str) -> None:
    part = DOCS.read_text().partition("## Grouped deposits")[2].partition("\n## ")[0]
    (line,) = (one for one in part.splitlines() if f"`{name}`" in one)
    names = re.findall(r"`([A-Z_]+)`", line)
    figures = line.split("|")[2].split(",")
    assert int(figures[names.index(name)].replace(" ", "")) == FIGURES[name]

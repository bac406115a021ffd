"""The library's limits in the docs are those of the code (R1)."""

import re
from pathlib import Path

from chalicelib.partner_library import model, sheet_form
from chalicelib.partner_library.refusals import LibraryFull, TooManyVersions

DOCS = Path(__file__).parents[2] / "docs" / "limits.md"
ROW = re.compile(
    r"^\| [^|]*\(`(?P<name>\w+)`\) \| (?P<most>\d+) \| (?P<past>[^|]+) \|", re.MULTILINE
)


def test_the_docs_and_the_code_hold_the_same_limits() -> None:
    section = DOCS.read_text(encoding="utf-8").split("## Library\n")[1].split("\n## ")[0]
    written = {row["name"]: (int(row["most"]), row["past"]) for row in ROW.finditer(section)}
    assert written == {
        "MOST_ITEMS": (model.MOST_ITEMS, f"`{LibraryFull.code}`"),
        "MOST_VERSIONS": (model.MOST_VERSIONS, f"`{TooManyVersions.code}`"),
        "LONGEST_TITLE": (sheet_form.LONGEST_TITLE, "`length`, naming the field"),
        "LONGEST_WORDS": (sheet_form.LONGEST_WORDS, "`length`, naming the field"),
    }

"""The tables of `docs/readings.md` are those of the code."""

import re
from pathlib import Path

from chalicelib.readings.rules import RULES
from chalicelib.readings.slots import SLOTS
from chalicelib.verdicts import limits

DOCS = Path(__file__).parents[2] / "docs" / "readings.md"
CODE = re.compile(r"`(\w+)`")


def rows_after(title: str) -> list[list[str]]:
    """The cells of the first table under a title."""
    part = DOCS.read_text(encoding="utf-8").split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def test_the_docs_and_the_code_compare_the_same_fields_as_severely() -> None:
    written = [
        (CODE.findall(slots), CODE.findall(subject), CODE.findall(fields), severity, why)
        for slots, subject, fields, severity, why in rows_after("What is compared with what")
    ]
    assert written == [
        (list(one.slots), [one.subject], list(one.fields), one.severity, one.why) for one in RULES
    ]


def test_the_docs_and_the_code_look_for_the_same_in_the_same_papers() -> None:
    written = [
        (CODE.findall(code), int(pages), CODE.findall(asked), CODE.findall(also))
        for code, pages, asked, also in rows_after("Papers and what is looked for")
    ]
    assert written == [
        ([code], slot.most_pages, list(slot.expects), list(slot.also))
        for code, slot in SLOTS.items()
    ]


def test_no_slot_is_read_further_than_the_limit() -> None:
    assert max(slot.most_pages for slot in SLOTS.values()) == limits.READ_MAX_PAGES

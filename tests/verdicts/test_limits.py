"""The table of limits in the docs is the table of limits in the code (R1)."""

import re
from pathlib import Path

from chalicelib.reference.required_pieces import NEEDS
from chalicelib.verdicts import limits

DOCS = Path(__file__).parents[2] / "docs" / "limits.md"
ROW = re.compile(r"^\| `(?P<name>\w+)` \| (?P<value>[\d ]+) \| (?P<unit>\w+) \| (?P<stage>\w+) \|")
SLOT = re.compile(
    r"^\| `(?P<code>\w+)` \| (?P<who>[^|]+) \| (?P<due>\w+) \| (?P<formats>[\w ,]+) "
    r"\| (?P<mib>\d+) \| (?P<most>\d+) \| (?P<source>[^|]+) \|"
)


def test_the_docs_and_the_code_hold_the_same_limits() -> None:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    found = [row.groupdict() for line in lines if (row := ROW.match(line))]
    written = {
        (row["name"], int(row["value"].replace(" ", "")), row["unit"], row["stage"])
        for row in found
    }
    assert written == {(one.name, one.value, one.unit, one.stage) for one in limits.TABLE}


def test_the_docs_and_the_code_hold_the_same_slots() -> None:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    written = [tuple(row.groups()) for line in lines if (row := SLOT.match(line))]
    assert written == [
        (
            need.slot.code,
            need.words,
            str(need.slot.due),
            ", ".join(need.slot.formats),
            str(need.slot.most_bytes // limits.MIB),
            str(need.slot.most_files),
            str(need.slot.source),
        )
        for need in NEEDS
    ]


def test_every_constant_of_the_module_stands_in_its_table() -> None:
    constants = {name for name in vars(limits) if name.isupper() and name not in {"MIB", "TABLE"}}
    assert constants == {one.name for one in limits.TABLE}


def test_no_slot_takes_more_than_a_verdict_reads() -> None:
    assert all(need.slot.most_bytes <= limits.UPLOAD_MAX_BYTES for need in NEEDS)

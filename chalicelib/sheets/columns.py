"""The columns of a sheet: one for each field of the form, headed by its name in French.

They are made from the tables of fields, so that a field is named once. A group that repeats
(panels, inverters, parcels) has a column for each cell of its first row, and more with a number:
« Marque de panneaux (2) ».
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from chalicelib.form.field_kinds import Field, Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.steps import STEPS, Step

REFERENCE = "Votre référence"
"""The installer's own name for a line: with it a corrected line is known again."""
TO_CORRECT = "À corriger"
"""What we write beside refused lines; passed over when they come back."""
EXAMPLE = "exemple"
"""The own reference of the template's line, which makes no draft."""

LONGEST_REFERENCE = 40
SHOWN_ROWS = {"parcels": 1, "panels": 1, "inverters": 1}
NUMBERED = re.compile(r"(.*\S)\s*\((\d{1,2})\)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `path` is its field's in the form, such as `panels.0.brand`."""

    path: str
    heading: str
    step: Step
    field: Field
    rows: Rows | None = None


def heading_of(field: Field, rank: int = 0) -> str:
    """Give a field's heading: its label with its unit, and its row's number after the first."""
    bare = field.label.removesuffix(" ?")
    unit = f" ({field.unit})" if field.unit else ""
    return f"{bare}{unit}{f' ({rank + 1})' if rank else ''}"


@cache
def list_columns() -> tuple[Column, ...]:
    """List the columns of the template, in the order of the form's pages."""
    return tuple(_list_columns())


def _list_columns() -> Iterator[Column]:
    for step in STEPS:
        for entry in load_step_form(step).entries():
            if isinstance(entry, Rows):
                for rank in range(SHOWN_ROWS[entry.name]):
                    for field in entry.fields:
                        yield _column_of(step, entry, field, rank)
            elif entry.name != "email_confirmation":
                yield Column(entry.name, heading_of(entry), step, entry)


def _column_of(step: Step, rows: Rows, field: Field, rank: int) -> Column:
    path = f"{rows.name}.{rank}.{field.name}"
    return Column(path, heading_of(field, rank), step, field, rows)


@cache
def _by_heading() -> dict[str, Column]:
    return {fold(column.heading): column for column in list_columns()}


def find_column(heading: str) -> Column | None:
    """Find the column of a heading, whatever its accents, its case and its spaces."""
    folded = fold(heading)
    found = _by_heading().get(folded)
    if found:
        return found
    numbered = NUMBERED.fullmatch(folded)
    first = _by_heading().get(numbered[1]) if numbered else None
    if first is None or first.rows is None or numbered is None:
        return None
    rank = int(numbered[2]) - 1
    if not 0 <= rank < first.rows.most:
        return None
    return _column_of(first.step, first.rows, first.field, rank)


def fold(text: str) -> str:
    """Give a heading as headings are compared: letters without accents, case or stars."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(bare.replace("*", " ").replace("?", " ").split())

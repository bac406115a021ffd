"""What is listened to in a workbook's parts: its first sheet, where it stands, its texts, its cells."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from chalicelib.sheets.model import (
    LONGEST_CELL,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_LINES,
    Row,
    SheetUnreadable,
    TooManyColumns,
    TooManyLines,
    UnpacksTooBig,
)

PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
LETTERS = 26
HIDDEN = frozenset({"hidden", "veryHidden"})
MOST_EXPONENT = 20
"""A number of more digits is none of ours: it is left as it is written."""

type Attributes = Mapping[str, str]


class Book:
    """The workbook's list of sheets: the first one that is shown."""

    def __init__(self) -> None:
        """Know no sheet yet."""
        self.first_sheet = ""
        self.is_of_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Note the first sheet that is not hidden, by the name of its relation; and the calendar."""
        if name == "workbookPr":
            self.is_of_1904 = attributes.get("date1904", "0") in {"1", "true"}
        if name == "sheet" and not self.first_sheet and attributes.get("state") not in HIDDEN:
            ids = (value for key, value in attributes.items() if key.endswith(":id"))
            self.first_sheet = next(ids, "")

    def end(self, name: str) -> None:
        """Nothing ends that matters."""

    def text(self, text: str) -> None:
        """Nothing is said between elements."""


class Links:
    """The workbook's relations: where its sheets and its shared texts stand."""

    def __init__(self) -> None:
        """Know no relation yet."""
        self.targets: dict[str, str] = {}
        self.strings = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a relation that stays inside the workbook."""
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        if attributes.get("Type", "").endswith("/sharedStrings"):
            self.strings = attributes.get("Target", "")

    def end(self, name: str) -> None:
        """Nothing ends that matters."""

    def text(self, text: str) -> None:
        """Nothing is said between elements."""


class Strings:
    """The texts that cells share, by their places; the reading of Japanese letters is left out."""

    def __init__(self) -> None:
        """Know no text yet."""
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._in_text = self._in_reading = False

    def start(self, name: str, _attributes: Attributes) -> None:
        """Begin a text, or a part of it."""
        if name == "si":
            self._parts = []
        self._in_reading |= name == "rPh"
        self._in_text |= name == "t"

    def end(self, name: str) -> None:
        """End a text, or a part of it."""
        if name == "si":
            self.texts.append("".join(self._parts)[: LONGEST_CELL + 1].strip())
        self._in_reading &= name != "rPh"
        self._in_text &= name != "t"

    def text(self, text: str) -> None:
        """Keep what stands in a text."""
        if self._in_text and not self._in_reading:
            self._parts.append(text)


class Cells:
    """A sheet's rows that hold something; `shared` are the texts that cells name by number."""

    def __init__(self, shared: list[str]) -> None:
        """Begin before the first row."""
        self.rows: list[Row] = []
        self._shared = shared
        self._number = self._characters = 0
        self._cells: dict[int, str] = {}
        self._column, self._kind = 0, ""
        self._said: dict[str, list[str]] = {}
        self._within = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a row, a cell, or what a cell says."""
        match name:
            case "row":
                self._number = _whole(attributes.get("r"), self._number + 1)
                self._cells, self._column = {}, 0
            case "c":
                self._column = _column(attributes.get("r"), self._column + 1)
                # A cell within what another says is no workbook's; it begins like any.
                self._kind, self._said, self._within = attributes.get("t", "n"), {}, ""
            case "v" | "t" | "f":
                self._within = name
                self._said.setdefault(name, [])
            case _:
                pass

    def text(self, text: str) -> None:
        """Keep what a cell says."""
        if self._within:
            self._said[self._within].append(text)

    def end(self, name: str) -> None:
        """End what a cell says, a cell, or a row."""
        match name:
            case "v" | "t" | "f":
                self._within = ""
            case "c":
                if said := self._read_cell():
                    self._cells[self._column] = said
            case "row" if self._cells:
                self._keep_row()
            case _:
                pass

    def _keep_row(self) -> None:
        if len(self.rows) > MOST_LINES:
            raise TooManyLines(most=MOST_LINES)
        self._characters += sum(map(len, self._cells.values()))
        if self._characters > MOST_CHARACTERS:
            raise UnpacksTooBig
        most = max(self._cells)
        self.rows.append(
            (self._number, tuple(self._cells.get(at, "") for at in range(1, most + 1)))
        )

    def _read_cell(self) -> str:
        said = {name: "".join(parts) for name, parts in self._said.items()}
        if "f" in said:
            return f"={said['f']}"[:LONGEST_CELL]
        value = said.get("v", "")
        match self._kind:
            case "s":
                return self._share(value)
            case "inlineStr":
                return said.get("t", "")[: LONGEST_CELL + 1].strip()
            case "b":
                return "oui" if value == "1" else "non"
            case "n":
                return show_number(value)
            case _:
                return value[: LONGEST_CELL + 1].strip()

    def _share(self, place: str) -> str:
        if not place.isascii() or not place.isdecimal() or len(place) > 7:
            raise SheetUnreadable
        if int(place) >= len(self._shared):
            raise SheetUnreadable
        return self._shared[int(place)]


def show_number(text: str) -> str:
    """Give a number of a workbook as people typed it: `9.1999999999999993` was 9.2."""
    try:
        number = Decimal(repr(float(text)))
    except (ValueError, InvalidOperation):
        return text.strip()
    if not number.is_finite() or abs(number.adjusted()) > MOST_EXPONENT:
        return text.strip()
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _whole(text: str | None, otherwise: int) -> int:
    return (
        int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else otherwise
    )


def _column(place: str | None, otherwise: int) -> int:
    """Give a cell's column, counted from 1, by its place such as `B3`."""
    found = PLACE.fullmatch(place or "")
    column = otherwise
    if found:
        column = 0
        for letter in found[1]:
            column = column * LETTERS + ord(letter) - ord("A") + 1
    if column > MOST_COLUMNS:
        raise TooManyColumns(most=MOST_COLUMNS)
    return column

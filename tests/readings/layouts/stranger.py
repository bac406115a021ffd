"""What the layouts written without sight of the readers share: sheets, days, figures, names.

Distances are millimetres from the top left corner of an A4 sheet, sizes are points.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from fpdf import FPDF

FONTS = "/usr/share/fonts/truetype"
FACES = {
    "sans": "liberation/LiberationSans",
    "serif": "liberation/LiberationSerif",
    "mono": "liberation/LiberationMono",
}
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def open_sheet(face: str = "sans", size: float = 9) -> FPDF:
    """A first A4 page, with a regular and a bold font; pages turn only where asked."""
    sheet = FPDF()
    sheet.set_auto_page_break(auto=False)
    sheet.add_font(face, "", f"{FONTS}/{FACES[face]}-Regular.ttf")
    sheet.add_font(face, "B", f"{FONTS}/{FACES[face]}-Bold.ttf")
    sheet.add_page()
    sheet.set_font(face, size=size)
    return sheet


def put(sheet: FPDF, x: float, y: float, text: str, *, size: float = 9, bold: bool = False) -> None:
    """Write one line with its foot at that place."""
    sheet.set_font(style="B" if bold else "", size=size)
    sheet.text(x, y, text)


def stack(
    sheet: FPDF, x: float, y: float, lines: Iterable[str], *, size: float = 9, step: float = 4.5
) -> None:
    """Write lines one under the other."""
    for at, line in enumerate(lines):
        put(sheet, x, y + at * step, line, size=size)


def tick(sheet: FPDF, x: float, y: float, label: str, *, ticked: bool) -> None:
    """A box that is drawn, with a typed cross in it when ticked, and its label at its right."""
    sheet.rect(x, y - 2.8, 3, 3)
    if ticked:
        put(sheet, x + 0.6, y - 0.3, "X", size=8, bold=True)
    put(sheet, x + 5, y, label)


def write(sheet: FPDF, x: float, y: float, width: float, text: str, *, size: float = 10) -> float:
    """Write a paragraph that wraps; where the next may begin."""
    sheet.set_font(style="", size=size)
    sheet.set_xy(x, y)
    sheet.multi_cell(width, size * 0.5, text)
    return sheet.get_y() + 2.5


def close(sheet: FPDF) -> bytes:
    """The PDF."""
    return bytes(sheet.output())


def in_words(day: date) -> str:
    """A day as in `1er février 2026`."""
    first = "1er" if day.day == 1 else str(day.day)
    return f"{first} {MONTHS[day.month - 1]} {day.year}"


def in_digits(day: date, between: str = "/") -> str:
    """A day as in `03/02/2026`."""
    return day.strftime(f"%d{between}%m{between}%Y")


def in_figures(amount: Decimal) -> str:
    """A number with a French comma."""
    return f"{amount}".replace(".", ",")


def in_groups(digits: str, *sizes: int) -> str:
    """Digits parted by spaces into groups of those sizes."""
    groups, at = [], 0
    for size in sizes:
        groups.append(digits[at : at + size])
        at += size
    return " ".join(groups)


def part_name(name: str) -> tuple[str, str, str]:
    """Civility, given names and family name, which is written in capitals."""
    civility, *words = name.split()
    family = [word for word in words if word.isupper()]
    return civility, " ".join(word for word in words if word not in family), " ".join(family)

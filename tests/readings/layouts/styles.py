"""Eight ways to lay facts out on paper, each drawn as another generator would.

A style gets a `Content`: what is said, in order, with decoys among it. It knows nothing of
readers; where it puts a value beside its label is all that it decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fpdf import FPDF

FONTS = "/usr/share/fonts/truetype"
NARROW = "\u202f"

type Fact = tuple[str, str]
"""A label and its value; a value of several lines has line breaks."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a sheet of paper says: `asides` are facts that nobody asked for."""

    title: str
    facts: Sequence[Fact]
    asides: Sequence[Fact] = ()
    head: Sequence[str] = ()
    foot: str = ""
    prose: Sequence[str] = field(default_factory=tuple)


type Style = Callable[[Content], bytes]


def open_sheet(font: str = "Helvetica", size: float = 10) -> FPDF:
    """A page to draw on. Standard fonts have no narrow space: texts are told in Latin-1."""
    pdf = FPDF()
    pdf.set_auto_page_break(True, 15)
    pdf.add_page()
    pdf.set_font(font, size=size)
    return pdf


def latin(text: str) -> str:
    """What the standard fonts can print."""
    kept = text.replace("’", "'").replace(NARROW, "\u00a0").replace("–", "-").replace("œ", "oe")
    return kept.encode("latin-1", "replace").decode("latin-1")


def draw_title(pdf: FPDF, text: str, size: float = 17) -> None:
    """A title in bold, alone on its line."""
    family, before = pdf.font_family, pdf.font_size_pt
    pdf.set_font(family, "B", size)
    pdf.cell(0, 11, latin(text), new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(family, "", before)
    pdf.ln(3)


def draw_head_and_foot(pdf: FPDF, content: Content) -> None:
    """The sender's own address at the top, small print at the bottom."""
    for line in content.head:
        pdf.cell(0, 5, latin(line), new_x="LMARGIN", new_y="NEXT")
    if content.head:
        pdf.ln(4)


def draw_foot(pdf: FPDF, content: Content) -> None:
    """The small print."""
    pdf.ln(6)
    family = pdf.font_family
    pdf.set_font(family, "", 7)
    pdf.multi_cell(0, 3.5, latin(content.foot), new_x="LMARGIN", new_y="NEXT")


def mixed(content: Content) -> list[Fact]:
    """Facts with the asides strewn among them."""
    facts, asides = list(content.facts), list(content.asides)
    rows: list[Fact] = []
    while facts or asides:
        rows += facts[:2]
        rows += asides[:1]
        facts, asides = facts[2:], asides[1:]
    return rows


def finish(pdf: FPDF) -> bytes:
    return bytes(pdf.output())


def rows(content: Content) -> bytes:
    """Label on the left with a colon, value in a column on the right."""
    pdf = open_sheet()
    draw_head_and_foot(pdf, content)
    draw_title(pdf, content.title)
    for label, value in mixed(content):
        pdf.set_font("Helvetica", "", 10)
        pdf.cell(82, 7, latin(f"{label} :"))
        pdf.set_font("Helvetica", "B", 10)
        left = pdf.get_x()
        for line in value.split("\n"):
            pdf.set_x(left)
            pdf.cell(0, 5.5, latin(line), new_x="LMARGIN", new_y="NEXT")
        pdf.ln(1.5)
    draw_foot(pdf, content)
    return finish(pdf)


def header_tables(content: Content) -> bytes:
    """Tables of three columns: labels in the head row, values under them, ruled."""
    pdf = open_sheet("Times", 10)
    draw_title(pdf, content.title, 15)
    draw_head_and_foot(pdf, content)
    facts = mixed(content)
    for at in range(0, len(facts), 3):
        part = facts[at : at + 3]
        pdf.set_font("Times", "B", 9)
        for label, _value in part:
            pdf.cell(63, 7, latin(label), border=1, align="C")
        pdf.ln()
        pdf.set_font("Times", "", 10)
        most = max(value.count("\n") for _label, value in part) + 1
        for line in range(most):
            for _label, value in part:
                lines = [*value.split("\n"), "", "", ""]
                pdf.cell(63, 6, latin(lines[line]), border="LR", align="C")
            pdf.ln()
        pdf.ln(5)
    draw_foot(pdf, content)
    return finish(pdf)


def cards(content: Content) -> bytes:
    """Two columns of cards, a small label above a bold value."""
    return _draw_cards(content, is_label_first=True)


def captions(content: Content) -> bytes:
    """Two columns of cards, the value large and its caption under it."""
    return _draw_cards(content, is_label_first=False)


def _draw_cards(content: Content, *, is_label_first: bool) -> bytes:
    pdf = open_sheet()
    draw_title(pdf, content.title, 20)
    facts = mixed(content)
    top = pdf.get_y()
    for at, (label, value) in enumerate(facts):
        column, row = at % 2, at // 2
        left, y = 12 + column * 98, top + row * 26
        lines = value.split("\n")
        parts = [("", 8.0, [label]), ("B", 11.0, lines)]
        y = y if is_label_first else y + 2
        for style, size, texts in parts if is_label_first else parts[::-1]:
            pdf.set_font("Helvetica", style, size)
            for text in texts:
                pdf.set_xy(left, y)
                pdf.cell(90, 5, latin(text))
                y += 5
    pdf.set_y(top + (len(facts) + 1) // 2 * 26 + 4)
    draw_foot(pdf, content)
    return finish(pdf)


def boxes(content: Content) -> bytes:
    """A form: figures and codes one character a box, on the line under the label."""
    pdf = open_sheet("Helvetica", 9)
    draw_title(pdf, content.title, 14)
    for label, value in mixed(content):
        pdf.set_font("Helvetica", "", 9)
        pdf.cell(0, 6, latin(label), new_x="LMARGIN", new_y="NEXT")
        for line in value.split("\n"):
            _draw_boxes(pdf, line) if _is_boxed(line) else pdf.cell(
                0, 6, latin(line), border="B", new_x="LMARGIN", new_y="NEXT"
            )
        pdf.ln(3)
    draw_foot(pdf, content)
    return finish(pdf)


def _is_boxed(line: str) -> bool:
    digits = sum(one.isdigit() for one in line)
    return digits >= 8 and digits >= 0.6 * len(line.replace(" ", "")) and "/" not in line


def _draw_boxes(pdf: FPDF, line: str) -> None:
    pdf.set_font("Courier", "", 11)
    for letter in line:
        pdf.cell(6.2, 7, latin(letter), border=0 if letter == " " else 1, align="C")
    pdf.ln()


def letter(content: Content) -> bytes:
    """A letter in justified prose; labels and values lie in sentences."""
    pdf = open_sheet("Times", 11)
    draw_head_and_foot(pdf, content)
    pdf.ln(8)
    draw_title(pdf, content.title, 13)
    for paragraph in content.prose:
        pdf.multi_cell(0, 6, latin(paragraph), align="J", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    draw_foot(pdf, content)
    return finish(pdf)


def second_page(content: Content) -> bytes:
    """Amounts and small print on page 1; the facts on page 2, in two columns of short lines."""
    pdf = open_sheet()
    draw_head_and_foot(pdf, content)
    draw_title(pdf, content.title, 22)
    for label, value in content.asides:
        pdf.cell(0, 6, latin(f"{label} : {value}"), new_x="LMARGIN", new_y="NEXT")
    draw_foot(pdf, content)
    pdf.add_page()
    pdf.set_font("Helvetica", "", 9)
    half = (len(content.facts) + 1) // 2
    for column, facts in enumerate((content.facts[:half], content.facts[half:])):
        y = 25.0
        for label, value in facts:
            first, *others = value.split("\n")
            for text in (f"{label} : {first}", *others):
                pdf.set_xy(12 + column * 100, y)
                pdf.cell(95, 5, latin(text))
                y += 5
            y += 3
    return finish(pdf)


def stamped(content: Content) -> bytes:
    """Spaced letters in the title, values before their labels, a stamp across the page."""
    pdf = open_sheet()
    pdf.add_font("dejavu", "", f"{FONTS}/dejavu/DejaVuSans.ttf")
    pdf.set_font("dejavu", "", 15)
    pdf.cell(0, 12, " ".join(content.title.upper()), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)
    for label, value in mixed(content):
        first, *others = value.split("\n")
        pdf.set_font("dejavu", "", 10)
        pdf.cell(75, 6, first, align="R")
        pdf.set_font("dejavu", "", 8)
        pdf.cell(8, 6, "")
        pdf.cell(0, 6, label, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("dejavu", "", 10)
        for line in others:
            pdf.cell(75, 6, line, align="R", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(2)
    with pdf.rotation(28, 100, 150):
        pdf.set_font("Helvetica", "B", 26)
        pdf.text(60, 150, "REÇU LE 01/04/2019 - 99 kVA")
    draw_foot(pdf, content)
    return finish(pdf)


STYLES: dict[str, Style] = {
    "rows": rows,
    "header_tables": header_tables,
    "cards": cards,
    "captions": captions,
    "boxes": boxes,
    "letter": letter,
    "second_page": second_page,
    "stamped": stamped,
}

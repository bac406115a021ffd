"""The paper that a receipt is drawn on: A4, one family of letters, a foot on every page.

It is written as PDF/A-2u, with every letter embedded, and its bytes depend on what is drawn
alone: no date of today, no random mark. What the letters lack is told by its code instead of
being left out, and nothing that a person typed is read as a layout.
"""

import unicodedata
from datetime import datetime
from pathlib import Path
from typing import cast
from xml.sax.saxutils import escape

import font_source_sans_pro
from fpdf import FPDF
from fpdf.fonts import TTFFont

FAMILY = "Source"
FONTS = {"": "SourceSansPro-Regular.ttf", "B": "SourceSansPro-Bold.ttf"}
MARGIN_MM, LABEL_MM, FOOT_MM = 18, 58, 16
SMALL_PT, TEXT_PT, TITLE_PT, HEAD_PT = 8, 10, 12.5, 20
LINE = 0.48
"""Millimetres of line height for each point of the letters."""

MOST_TOGETHER = 6
"""Lines of a value that are kept on one page with its name; a longer value is broken."""

type Colour = tuple[int, int, int]
INK: Colour = (24, 22, 18)
QUIET: Colour = (96, 90, 80)
ACCENT: Colour = (166, 92, 8)
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Kinds of characters that show nothing or turn what is around them."""

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmp:CreateDate="{at}" xmp:ModifyDate="{at}" xmp:MetadataDate="{at}"
 xmp:CreatorTool="Raccordo" pdf:Producer="Raccordo">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


class _Paper(FPDF):
    """A document whose every page ends with the same line."""

    foot = ""

    def footer(self) -> None:
        """Write the foot: the receipt's number and the page's."""
        self.set_y(-FOOT_MM)
        self.set_font(FAMILY, "", SMALL_PT)
        self.set_text_color(*QUIET)
        self.cell(0, 5, f"{self.foot} {self.page_no()}")


class Sheet:
    """What a receipt is drawn with: a title, heads, names and values, lines of text."""

    def __init__(self, *, title: str, foot: str, at: datetime) -> None:
        """Begin a document dated `at`; `foot` is followed by the page's number."""
        paper = _Paper(format="A4", enforce_compliance="PDF/A-2U")
        paper.alias_nb_pages(None)  # type: ignore[arg-type] # fpdf2's own way to switch it off
        paper.set_creation_date(at)
        paper.set_lang("fr-FR")
        paper.set_title(title)
        paper.set_creator("Raccordo")
        paper.set_producer("Raccordo")
        stamp = at.isoformat(timespec="seconds")
        paper.set_xmp_metadata(XMP.format(at=stamp, title=escape(title)))
        folder = Path(font_source_sans_pro.font_directory)
        for style, name in FONTS.items():
            paper.add_font(FAMILY, style, str(folder / name))
        paper.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
        paper.set_auto_page_break(auto=True, margin=FOOT_MM + 4)
        paper.foot = foot
        paper.add_page()
        self._paper = paper
        self._known = _known_letters(paper)

    def head(self, text: str) -> None:
        """Write the document's title."""
        self._write(text, style="B", points=HEAD_PT, colour=INK)
        paper = self._paper
        paper.set_draw_color(*ACCENT)
        paper.set_line_width(0.6)
        paper.line(MARGIN_MM, paper.get_y() + 1, paper.w - MARGIN_MM, paper.get_y() + 1)
        paper.ln(4)

    def title(self, text: str) -> None:
        """Write a part's title, never alone at the foot of a page."""
        paper = self._paper
        paper.ln(4)
        if paper.will_page_break(4 * TITLE_PT * LINE):
            paper.add_page()
        self._write(text, style="B", points=TITLE_PT, colour=ACCENT)
        paper.ln(0.5)

    def text(self, text: str, *, strong: bool = False, small: bool = False) -> None:
        """Write a paragraph."""
        points, colour = (SMALL_PT, QUIET) if small else (TEXT_PT, INK)
        self._write(text, style="B" if strong else "", points=points, colour=colour)

    def pair(self, label: str, value: str, *, strong: bool = False) -> None:
        """Write a name and its value side by side; a long value goes on below itself."""
        paper, height = self._paper, TEXT_PT * LINE
        label, value = self.legible(label), self.legible(value)
        lines = max(
            self._count_lines(label, LABEL_MM), self._count_lines(value, paper.epw - LABEL_MM)
        )
        if paper.will_page_break(min(lines, MOST_TOGETHER) * height):
            paper.add_page()
        top, page = paper.get_y(), paper.page
        self._column(label, LABEL_MM, "", QUIET)
        below = paper.get_y()
        paper.set_xy(MARGIN_MM + LABEL_MM, top)
        self._column(value, paper.epw - LABEL_MM, "B" if strong else "", INK)
        if paper.page == page and paper.get_y() < below:
            paper.set_y(below)
        paper.ln(0.6)

    def _column(self, text: str, width_mm: float, style: str, colour: Colour) -> None:
        paper = self._paper
        paper.set_font(FAMILY, style, TEXT_PT)
        paper.set_text_color(*colour)
        paper.multi_cell(width_mm, TEXT_PT * LINE, text, align="L", new_x="LMARGIN", new_y="NEXT")

    def _count_lines(self, text: str, width_mm: float) -> int:
        """Count the lines that a text would take; bold is wider, so it is counted in bold."""
        paper = self._paper
        paper.set_font(FAMILY, "B", TEXT_PT)
        lines = paper.multi_cell(width_mm, TEXT_PT * LINE, text, dry_run=True, output="LINES")
        return len(cast(list[str], lines))

    def turn(self) -> None:
        """Begin a new page, for what its reader may take away from the rest."""
        self._paper.add_page()

    def gap(self) -> None:
        """Leave a little room."""
        self._paper.ln(1.6)

    def finish(self) -> bytes:
        """End the document and give its bytes."""
        return bytes(self._paper.output())

    def legible(self, text: str) -> str:
        """Give a text as it can be printed: what has no letter, or shows nothing, by its code."""
        return "".join(map(self._letter, unicodedata.normalize("NFC", text)))

    def _letter(self, character: str) -> str:
        if character in {"\n", " "}:
            return character
        if character == "\t":
            return "    "
        is_hidden = unicodedata.category(character) in HIDDEN
        if is_hidden or ord(character) not in self._known:
            return f"[U+{ord(character):04X}]"
        return character

    def _write(self, text: str, *, style: str, points: float, colour: Colour) -> None:
        paper = self._paper
        paper.set_font(FAMILY, style, points)
        paper.set_text_color(*colour)
        paper.multi_cell(
            0, points * LINE, self.legible(text), align="L", new_x="LMARGIN", new_y="NEXT"
        )


def _known_letters(paper: FPDF) -> frozenset[int]:
    """List the characters that both weights have a letter for."""
    fonts = [font for font in paper.fonts.values() if isinstance(font, TTFFont)]
    return frozenset.intersection(*(frozenset(font.cmap) for font in fonts))

"""Read one accepted PDF: its text, then what it says. For the parser's child process only."""

from pathlib import Path

from chalicelib.readings.extract import read_pages
from chalicelib.readings.model import Reading
from chalicelib.readings.readers import read_subjects
from chalicelib.readings.slots import SLOTS


def read_paper(
    path: Path, slot: str, *, most_pages: int, most_characters: int
) -> tuple[bool, tuple[Reading, ...]]:
    """Tell whether the paper has text at all, and what was read in it.

    A slot whose papers say nothing that the form claims is not opened. Raises whatever parsers
    of odd files raise: the caller takes that as no text.
    """
    if slot not in SLOTS:
        return False, ()
    pages = read_pages(path, min(most_pages, SLOTS[slot].most_pages), most_characters)
    has_text = any(
        letter.isalnum() for page in pages for line in page.lines for letter in line.text
    )
    return has_text, read_subjects(slot, pages)

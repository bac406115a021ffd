"""The text of a PDF's first pages with its places, by pypdf, from what the fast engine kept.

It runs only in the parser's child process: parsers of odd files raise anything and take what
they get, so the caller bounds time and memory and takes any failure as "no text".
"""

import io
import unicodedata
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

# Where pypdf computes what a text line's ends are. Its public layout mode gives the same as one
# string, in which narrow columns run into each other; the version is pinned and a test watches.
from pypdf import PageObject, PdfReader
from pypdf._text_extraction._layout_mode._fixed_width_page import recurse_to_target_op
from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
from pypdf._text_extraction._layout_mode._text_state_params import TextStateParams
from pypdf.generic import ArrayObject, ContentStream, StreamObject

from chalicelib.readings.lines import Page, Run, lay_out
from chalicelib.readings.trim import keep_text

_SLANT: Final = 0.05
"""A text is upright while its slant is below this share of its size: stamps are not read."""


def read_pages(path: Path, most_pages: int, most_characters: int) -> list[Page]:
    """Read the first pages' text, `most_characters` in all; raises whatever a parser raises."""
    reader = PdfReader(io.BytesIO(keep_text(path, most_pages)), strict=False)
    left = most_characters
    pages: list[Page] = []
    for number, page in enumerate(reader.pages, start=1):
        runs: list[Run] = []
        for run in _list_runs(page):
            left -= len(run.text)
            if left < 0:
                break
            runs.append(run)
        pages.append(lay_out(runs, number))
    return pages


def _list_runs(page: PageObject) -> Iterator[Run]:
    """The upright texts of a page, in the order in which they are drawn."""
    for shown in _list_shown(page):
        text = _clean(shown.text)
        if text.strip() and shown.font.interpretable and _is_upright(shown):
            yield Run(text, shown.tx, shown.displaced_tx, shown.ty, abs(shown.font_height))


def _list_shown(page: PageObject) -> Iterator[TextStateParams]:
    contents = page.get_contents()
    if not isinstance(contents, ArrayObject | StreamObject):
        return
    fonts = page._layout_mode_fonts()  # noqa: SLF001 - see the imports
    operations = ContentStream(contents, page.pdf, "bytes").operations
    # An end of our own closes what the page leaves open, and each turn takes one level.
    waiting = deque(chain(operations, [([], b"Q")]))
    state = TextStateManager()
    while waiting:
        turn = _take(waiting)
        _groups, shown = recurse_to_target_op(turn, state, b"Q", fonts, strip_rotated=False)
        yield from shown


def _take(waiting: deque[tuple[Any, bytes]]) -> Iterator[tuple[Any, bytes]]:
    while waiting:
        yield waiting.popleft()


def _is_upright(shown: TextStateParams) -> bool:
    across, up, slant, down = shown.transform[:4]
    return not shown.rotated and max(abs(up), abs(slant)) <= _SLANT * max(abs(across), abs(down))


def _clean(text: str) -> str:
    """Ligatures and odd spaces as people type them; nothing outside the basic plane."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(one if one.isprintable() and one <= "\uffff" else " " for one in plain)

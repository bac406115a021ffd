"""Catalogues of `locale/` turned into what the running code reads.

Packaging compiles them once; from a working tree, a catalogue is compiled when a language is
first read. Nothing compiled is kept with the sources: it follows from them.
"""

import gettext
import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from chalicelib.words.languages import DOMAIN, OFFERED, SOURCE

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
CATALOGUES = Path(__file__).parents[2] / "locale"


def catalogue_path(language: str) -> Path:
    """Give the place of a language's catalogue."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def compile_catalogue(language: str) -> bytes:
    """Compile a catalogue; the same texts give the same bytes."""
    with catalogue_path(language).open("rb") as source:
        catalog = read_po(source, locale=language)
    # A catalogue kept without dates is given today's, to the minute, when it is read.
    catalog.creation_date = catalog.revision_date = UNDATED
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def read_catalogue(language: str) -> gettext.GNUTranslations:
    """Read a catalogue straight from its source."""
    return gettext.GNUTranslations(io.BytesIO(compile_catalogue(language)))


def compile_words(target: Path) -> None:
    """Compile every offered language but the source into `target`, for a deployed zip."""
    target.mkdir(parents=True)
    for language in OFFERED:
        if language != SOURCE:
            (target / f"{language}.mo").write_bytes(compile_catalogue(language))

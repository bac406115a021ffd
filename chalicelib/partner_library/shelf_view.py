"""The shelf as its readers see it, at the top of their list."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.model import Person
from chalicelib.partner_library.labels import KINDS, LANGUAGES
from chalicelib.partner_library.model import Language, LibraryItem
from chalicelib.partner_library.shelf import list_shelf
from chalicelib.words.translation import language_now, translate

FORMATS = {"application/pdf": "PDF", "image/png": "PNG", "image/jpeg": "JPEG"}


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """One document as its readers see it; `language` is empty when it is the reader's own."""

    title: str
    kind: str
    words: str
    language: str
    lang: str
    format: str
    size_bytes: int
    pages: int
    on: datetime
    url: str


def shelf_for(reader: Person) -> list[ShelfLine]:
    """List the shelf for the reader of a page; at most a minute old."""
    return [show_on_shelf(item) for item in list_shelf(by=as_actor(reader, "page"))]


def show_on_shelf(item: LibraryItem) -> ShelfLine:
    """Show a document that has a current version."""
    current, sheet = item.current, item.sheet
    if current is None:
        raise ValueError("a document without an accepted version is on no shelf")
    is_ones_own = language_now() == sheet.language
    return ShelfLine(
        title=sheet.title,
        kind=translate(KINDS[sheet.kind]),
        words=sheet.words,
        language="" if is_ones_own else translate(LANGUAGES[sheet.language]),
        lang=lang_of(sheet.language),
        format=FORMATS.get(current.content_type, ""),
        size_bytes=current.size_bytes,
        pages=current.pages,
        on=current.decided_at or current.created_at,
        url=f"/bibliotheque/{item.item_id}/fichier",
    )


def lang_of(language: Language) -> str:
    """Write a language as HTML does."""
    return language.replace("_", "-")

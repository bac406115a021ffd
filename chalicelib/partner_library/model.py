"""A document of the library: what it is, and who may see what. Pure.

The guide's portal puts them above the list: charter of good practice, brochure for clients,
partners' prices, communication kit, guide to the client's space (guide Urban Solar).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from chalicelib.audit.model import Actor
from chalicelib.cases.files.model import CaseFile
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.policy.roles import Role

MOST_ITEMS: Final = 50
"""The library is one small partition, read whole in one query."""

MOST_VERSIONS: Final = 100
"""Versions of one document, whatever became of them: its page reads them in one query."""

READERS: Final = frozenset(Role)


class ItemKind(StrEnum):
    """What a document of the library is."""

    CHARTER = "charter"
    BROCHURE = "brochure"
    PRICES = "prices"
    KIT = "kit"
    GUIDE = "guide"
    OTHER = "other"


class Language(StrEnum):
    """The language that a document is written in."""

    FRENCH = "fr"
    ENGLISH = "en"
    PORTUGUESE = "pt_BR"


class Act(StrEnum):
    """What was done to a document of the library: its journal's words."""

    ADDED = "added"
    EDITED = "edited"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    VERSION_ANNOUNCED = "version_announced"
    VERSION_ACCEPTED = "version_accepted"
    VERSION_REJECTED = "version_rejected"
    VERSION_HELD = "version_held"
    VERSION_FORGOTTEN = "version_forgotten"
    VERSION_CHECKED_AGAIN = "version_checked_again"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an agent writes about a document: everything but its file."""

    kind: ItemKind
    title: str
    language: Language = Language.FRENCH
    words: str = ""
    for_clients: bool = False


@dataclass(frozen=True, slots=True)
class LibraryItem:
    """A document of the library; `current` is its newest accepted version.

    `place` orders the shelf, smallest first. `versions` counts the uploads; `made_from` is the
    digest of the sheet that it began with.
    """

    item_id: str
    sheet: Sheet
    place: Decimal
    versions: int = 0
    is_withdrawn: bool = False
    current: CaseFile | None = None
    made_from: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether it stands on the shelf: published, and not withdrawn."""
        return self.current is not None and not self.is_withdrawn


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a document's journal: who did what, when. `at` is business time."""

    number: int
    act: Act
    at: datetime
    actor_id: str
    actor_role: str
    version: int = 0


def may_read(by: Actor, item: LibraryItem) -> bool:
    """Say whether somebody may read a document of the library: denied unless said here.

    Agents read all of them, installers what is on the shelf, clients what is flagged for them.
    """
    if can(by, Connection.READ_KEPT_LIBRARY):
        return True
    if can(by, Connection.READ_SHELF):
        return item.is_shown
    return can(by, Connection.READ_CLIENTS_SHELF) and item.is_shown and item.sheet.for_clients


def in_order(items: Iterable[LibraryItem]) -> tuple[LibraryItem, ...]:
    """Put documents in the shelf's order; those of one place in the order of their ids."""
    return tuple(sorted(items, key=lambda item: (item.place, item.item_id)))

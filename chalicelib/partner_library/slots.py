"""The one slot of a document of the library: its versions, numbered, the newest accepted one shown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from chalicelib.cases.files.model import CaseFile
from chalicelib.cases.files.plain_slots import PlainSlot, PlainSlots, Step
from chalicelib.cases.plain import PlainChange
from chalicelib.partner_library.kind import LibraryCase
from chalicelib.partner_library.model import MOST_VERSIONS, Act, LibraryItem
from chalicelib.partner_library.refusals import TooManyVersions
from chalicelib.policy.connection import Connection

VERSION: Final = "version"
DEPOSITED_BY_US: Final = "deposited_by_us"
"""What accepts a version: only agents deposit there, and what they publish is ours."""

ACTS: Final[Mapping[Step, Act]] = {
    step: Act(f"version_{step}") for step in Step if step not in {Step.READABLE, Step.REFUSED}
}


class LibrarySlots(PlainSlots[LibraryItem]):
    """A version takes the next number; verdicts may come in any order."""

    def require_room(
        self, case: LibraryCase, code: str, size_bytes: int, by: str, now: datetime
    ) -> None:
        """Refuse one version too many (TooManyVersions): the document's page reads them all."""
        del size_bytes, by
        self.load_slot(case, code, now)
        if case.data.versions >= MOST_VERSIONS:
            raise TooManyVersions(most=MOST_VERSIONS)

    def follow(self, case: LibraryCase, step: Step, file: CaseFile, now: datetime) -> PlainChange:
        """Number a new version, and show an accepted one unless a newer one is shown."""
        item = case.data
        if not file.number:
            file = replace(file, number=item.versions + 1)
            item = replace(item, versions=file.number)
        is_newest = item.current is None or item.current.number < file.number
        if file.is_readable and is_newest:
            item = replace(item, current=file)
        change = super().follow(case, step, file, now)
        details = {**change.details, "version": file.number}
        return replace(change, kind=ACTS[step], head=replace(case.head, data=item), details=details)


SLOTS: Final = LibrarySlots(
    (PlainSlot(VERSION, most_files=MOST_VERSIONS, rule=DEPOSITED_BY_US),), Connection.KEEP_LIBRARY
)

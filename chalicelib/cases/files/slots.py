"""What a kind of case says of its files: its slots, its limits, and what follows from each step.

The way of a file is written once beside this: its form, its arrival, its verdict, the sweeps. A kind
whose cases are plain has all of this from `PlainSlots`.
"""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from chalicelib.cases.model import CaseChange, CaseLike

if TYPE_CHECKING:
    from pathlib import Path

    from chalicelib.cases.files.keys import Place
    from chalicelib.cases.files.model import CaseFile
    from chalicelib.policy.actors import Actor
    from chalicelib.refusals import Refusal
    from chalicelib.verdicts.check_version import Judge
    from chalicelib.verdicts.checked import Checked


class Slot(Protocol):
    """A place for files of a case: its word, and which files it takes."""

    @property
    def code(self) -> str:
        """Give the slot's word, such as `consuel`."""

    @property
    def formats(self) -> Collection[str]:
        """Give the kinds of file that it takes: `pdf`, `png`, `jpeg`."""

    @property
    def most_bytes(self) -> int:
        """Give the size of the largest file that it takes."""


class Slots[C: CaseLike, X: CaseChange](Protocol):
    """A kind's rules of files, pure but for `read`: a change of None changes nothing."""

    def files_of(self, case: C) -> "tuple[CaseFile, ...]":
        """List every file of a case, whatever became of it, oldest first."""

    def load_slot(self, case: C, code: str, now: datetime) -> Slot:
        """Give a slot that the case has now; SlotUnknown when it has none of that code."""

    def may_upload(self, by: "Actor", code: str) -> bool:
        """Say whether somebody of this role may deposit in a slot at all."""

    def require_room(self, case: C, code: str, size_bytes: int, by: str, now: datetime) -> None:
        """Refuse a file of somebody's that may not come now, or that there is no room for."""

    def day_full(self) -> "Refusal":
        """Make the refusal of a person who has sent as many files today as one may."""

    def sent_at(self, case: C) -> datetime | None:
        """Give the business instant at which the case was sent; None before, or if none ever is."""

    def ended_at(self, case: C, code: str) -> datetime | None:
        """Give the business instant since which nothing more comes into a slot; None while it may."""

    def announce(self, case: C, file: "CaseFile", now: datetime) -> X | None:
        """Decide to keep a file that is announced or has arrived; None when it is known already."""

    def judge(
        self, case: C, document_id: str, checked: "Checked", now: datetime, seen: Any
    ) -> X | None:
        """Decide what a verdict changes, with what `read` gave; None unless the file is pending."""

    def forget(self, case: C, document_id: str, now: datetime) -> X | None:
        """Decide to forget a file that was announced and never arrived; None unless it is pending."""

    def take_back(self, case: C, document_id: str, real: datetime, now: datetime) -> X | None:
        """Decide to take back a forgotten file that has arrived after all; None for any other."""

    def bring_back(self, case: C, document_id: str, real: datetime, now: datetime) -> X | None:
        """Decide to judge again what was held for the scanner, as often as that may come by itself."""

    def read(self, served: "Path", checked: "Checked", place: "Place", judge: "Judge") -> Any:
        """Read of an accepted file's served copy what is to be kept with its verdict."""

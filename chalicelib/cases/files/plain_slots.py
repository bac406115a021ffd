"""The files of a plain case: a kind names its slots and who may deposit, and has the rest from here.

A kind that lets more follow from a file's step says so in `follow`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from chalicelib.cases.files.by_person import (
    FileReason,
    accepted_by_person,
    refused_by_person,
)
from chalicelib.cases.files.keys import Place
from chalicelib.cases.files.model import BY_RULE, KEPT_AS_UPLOADED, WITH_COPY, CaseFile, FileState
from chalicelib.cases.files.refusals import DayFull, SlotFull, SlotUnknown
from chalicelib.cases.files.transitions import (
    brought_back,
    find_file,
    forgotten,
    pending_again,
    with_verdict,
)
from chalicelib.cases.plain import PlainCase, PlainChange
from chalicelib.policy.actors import Actor
from chalicelib.policy.model import Action
from chalicelib.policy.require import can
from chalicelib.refusals import NotFound, Refusal
from chalicelib.verdicts import limits
from chalicelib.verdicts.check_version import Judge
from chalicelib.verdicts.checked import Checked
from chalicelib.verdicts.verdict import FileKind

ANY_FORMAT: Final = tuple(str(one) for one in FileKind)


class Step(StrEnum):
    """What happened to a file."""

    ANNOUNCED = "announced"
    READABLE = "readable"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    HELD = "held"
    REFUSED = "refused"
    FORGOTTEN = "forgotten"
    CHECKED_AGAIN = "checked_again"


@dataclass(frozen=True, slots=True)
class PlainSlot:
    """A slot of a plain case: of several files where `most_files` says so, else the newest counts.

    `rule` names what accepts a readable file there without a person; without one nobody has yet.
    """

    code: str
    formats: tuple[str, ...] = ANY_FORMAT
    most_bytes: int = limits.UPLOAD_MAX_BYTES
    most_files: int = 1
    rule: str = ""


class PlainSlots[D]:
    """The rules of files of a kind whose cases are plain."""

    def __init__(
        self, slots: Iterable[PlainSlot], upload: Action, judge: Action | None = None
    ) -> None:
        """`upload` is what somebody does who deposits a file, `judge` who accepts or refuses one."""
        self._slots = {one.code: one for one in slots}
        self._upload = upload
        self.judge_action = judge

    def follow(self, case: PlainCase[D], step: Step, file: CaseFile, now: datetime) -> PlainChange:
        """Give the change that a file's step makes of its case: here, the file and its event."""
        del now
        replaced = self._replaced(case, file) if file.is_readable else ()
        details = {"slot": file.slot, "document_id": file.document_id}
        if step is Step.ACCEPTED:
            details["accepted_by"] = file.accepted_by
        if file.reasons:
            details["reasons"] = ",".join(file.reasons)
        return PlainChange(f"file_{step}", case.head, files=(file, *replaced), details=details)

    def _replaced(self, case: PlainCase[D], file: CaseFile) -> tuple[CaseFile, ...]:
        """In a slot of one file the readable one takes the place of those before it."""
        if self._slots[file.slot].most_files > 1:
            return ()
        older = (one for one in case.files if one.slot == file.slot)
        return tuple(
            replace(one, state=FileState.SUPERSEDED)
            for one in older
            if one.state in WITH_COPY and one.document_id != file.document_id
        )

    def _is_replaced(self, case: PlainCase[D], file: CaseFile) -> bool:
        """Say whether a newer file is readable by now in a slot of one."""
        return self._slots[file.slot].most_files == 1 and any(
            one.slot == file.slot and one.state in WITH_COPY and one.created_at > file.created_at
            for one in case.files
        )

    def files_of(self, case: PlainCase[D]) -> tuple[CaseFile, ...]:
        """List every file of a case."""
        return case.files

    def load_slot(self, case: PlainCase[D], code: str, now: datetime) -> PlainSlot:
        """Give a slot by its code; SlotUnknown when there is none."""
        del case, now
        if code not in self._slots:
            raise SlotUnknown
        return self._slots[code]

    def may_upload(self, by: Actor, code: str) -> bool:
        """Say whether somebody of this role may deposit."""
        del code
        return can(by, self._upload)

    def require_room(
        self, case: PlainCase[D], code: str, size_bytes: int, by: str, now: datetime
    ) -> None:
        """Refuse one file too many of a slot (SlotFull)."""
        del size_bytes, by
        slot = self.load_slot(case, code, now)
        of_slot = [one for one in case.files if one.slot == code]
        in_check = sum(one.state in KEPT_AS_UPLOADED for one in of_slot)
        standing = in_check + sum(one.state in WITH_COPY for one in of_slot)
        most = limits.SLOT_MAX_PENDING if slot.most_files == 1 else slot.most_files
        if (in_check if slot.most_files == 1 else standing) >= most:
            raise SlotFull(most=most)

    def day_full(self) -> Refusal:
        """Make the refusal of a person who has sent as many files today as one may."""
        return DayFull(most=limits.USER_DAILY_MAX_FILES)

    def sent_at(self, case: PlainCase[D]) -> datetime | None:
        """A plain case is never sent: whatever is announced may come."""
        del case
        return None

    def ended_at(self, case: PlainCase[D], code: str) -> datetime | None:
        """A plain case has no end of its files: whatever is announced may come."""
        del case, code
        return None

    def announce(self, case: PlainCase[D], file: CaseFile, now: datetime) -> PlainChange | None:
        """Decide to keep a file that is announced or has arrived; None when it is known already."""
        if find_file(case.files, file.document_id):
            return None
        self.require_room(case, file.slot, file.size_bytes, file.created_by, now)
        return self.follow(case, Step.ANNOUNCED, file, now)

    def judge(
        self,
        case: PlainCase[D],
        document_id: str,
        checked: Checked,
        now: datetime,
        seen: object,
    ) -> PlainChange | None:
        """Decide what a verdict changes; None when the file is not pending (R25)."""
        del seen
        file = _find(case, document_id, FileState.PENDING)
        if file is None:
            return None
        decided = with_verdict(file, checked, now)
        rule = self._slots[file.slot].rule
        if decided.state is FileState.READABLE and rule:
            by_rule = f"{BY_RULE}{rule}"
            decided = replace(
                decided, state=FileState.ACCEPTED, accepted_at=now, accepted_by=by_rule
            )
        return self.follow(case, Step(decided.state), decided, now)

    def forget(self, case: PlainCase[D], document_id: str, now: datetime) -> PlainChange | None:
        """Decide to forget a file that was announced and never arrived."""
        file = _find(case, document_id, FileState.PENDING)
        if file is None:
            return None
        return self.follow(case, Step.FORGOTTEN, forgotten(file), now)

    def take_back(
        self, case: PlainCase[D], document_id: str, real: datetime, now: datetime
    ) -> PlainChange | None:
        """Decide to take back a forgotten file that has arrived after all."""
        file = find_file(case.files, document_id)
        if file is None or not file.is_forgotten or self._is_replaced(case, file):
            return None
        return self.follow(case, Step.ANNOUNCED, pending_again(file, real), now)

    def bring_back(
        self, case: PlainCase[D], document_id: str, real: datetime, now: datetime
    ) -> PlainChange | None:
        """Decide to judge again a file that was held for the scanner."""
        file = find_file(case.files, document_id)
        if file is None or not file.is_held_for_scanner:
            return None
        return self.follow(case, Step.CHECKED_AGAIN, brought_back(file, real), now)

    def check_again(
        self, case: PlainCase[D], document_id: str, real: datetime, now: datetime
    ) -> PlainChange | None:
        """Decide, for a person, to judge a held file once more; None for any other."""
        file = _find(case, document_id, FileState.HELD)
        if file is None:
            return None
        return self.follow(case, Step.CHECKED_AGAIN, pending_again(file, real), now)

    def accept(
        self, case: PlainCase[D], document_id: str, by: str, now: datetime
    ) -> PlainChange | None:
        """Decide that a person accepts a file; None when one has. Raises as `accepted_by_person`."""
        file = accepted_by_person(_load(case, document_id), by, now)
        return None if file is None else self.follow(case, Step.ACCEPTED, file, now)

    def refuse(
        self,
        case: PlainCase[D],
        document_id: str,
        reason: FileReason,
        words: str,
        by: str,
        now: datetime,
    ) -> PlainChange | None:
        """Decide that a person refuses a file; None for the same again. Raises CannotDecide."""
        file = refused_by_person(_load(case, document_id), reason, words, by, now)
        if file is None:
            return None
        change = self.follow(case, Step.REFUSED, file, now)
        return replace(change, values={"words": words} if words else {})

    def read(self, served: Path, checked: Checked, place: Place, judge: Judge) -> Any:
        """Read nothing of what is accepted."""
        del served, checked, place, judge
        return None


def _load[D](case: PlainCase[D], document_id: str) -> CaseFile:
    file = find_file(case.files, document_id)
    if file is None:
        raise NotFound
    return file


def _find[D](case: PlainCase[D], document_id: str, state: FileState) -> CaseFile | None:
    file = find_file(case.files, document_id)
    return file if file is not None and file.state is state else None

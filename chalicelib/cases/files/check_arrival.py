"""Check one uploaded file: find the version that counts, have it checked, record the verdict.

Every step may be repeated: the verdict moves only a pending file, copies have the file's own
keys, and of several versions of a key the first written counts, whatever order the news come in.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.accounts.epoch import held_at
from chalicelib.accounts.refusals import AccessEnded
from chalicelib.audit.model import Actor, platform
from chalicelib.aws import bucket
from chalicelib.aws.clock import business_now, real_instant, real_now
from chalicelib.aws.ids import made_at
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.change import change_case
from chalicelib.cases.files.keep_file import arrived_file, keep_file
from chalicelib.cases.files.keys import Place, copy_keys, find_place
from chalicelib.cases.files.model import KEPT_AS_UPLOADED, CaseFile, FileState
from chalicelib.cases.files.rows import count_surplus_of_case, note_scanner_awaited
from chalicelib.cases.files.slots import Slot, Slots
from chalicelib.cases.files.slots_of import slots_of
from chalicelib.cases.files.transitions import find_file
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.load import load_case
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import kind_of
from chalicelib.refusals import NotFound, Refusal
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk, check_version
from chalicelib.verdicts.checked import Checked
from chalicelib.verdicts.surplus import remove_stray, remove_surplus
from chalicelib.verdicts.upload_form import read_sender
from chalicelib.verdicts.verdict import FileKind, ReasonCode, rejected

log = logging.getLogger(__name__)

BY: Actor = platform("queue")
TOO_LATE = Checked(rejected(ReasonCode.ARRIVED_AFTER_SENDING))

type Decide = Callable[[Any, datetime], CaseChange | None]


def check_arrival(arrival: Arrival, desk: Desk) -> None:
    """Check one arrival to its end, or leave the file pending for the sweep.

    Whatever became of it, nothing stays in the uploads bucket but files that are pending or
    held. Raises TransientError or PermanentError when a service fails: the queue brings the news again.
    """
    place = find_place(arrival.key)
    versions = bucket.list_versions(arrival.bucket, arrival.key) if place else ()
    if place is None:
        log.warning("an object with a key of nobody's", extra={"bucket": arrival.bucket})
        remove_stray(arrival)
    elif versions:
        _check_place(arrival, place, versions, desk)


def _check_place(
    arrival: Arrival, place: Place, versions: tuple[bucket.Version, ...], desk: Desk
) -> None:
    try:
        kind = kind_of(place.case_id)
        _check_versions(_Upload(arrival, place, versions, kind, slots_of(kind)), desk)
    except NotFound:
        log.warning("a file of no case", extra={"document_id": place.document_id})
        remove_stray(arrival)


@dataclass(frozen=True, slots=True)
class _Upload:
    """What stands under one key: all its versions, the first written first; and whose rules hold."""

    arrival: Arrival
    place: Place
    versions: tuple[bucket.Version, ...]
    kind: AnyKind
    slots: Slots[Any, Any]

    def version(self, version_id: str) -> Arrival:
        """Give one of the versions as an arrival of its own."""
        return replace(self.arrival, version_id=version_id)

    def load(self, table: Table | None) -> Any:
        """Load the case that the key names."""
        return load_case(self.kind, self.place.case_id, seen_by=BY, table=table)

    def find(self, case: Any) -> CaseFile | None:
        """Find the file that the key names."""
        return find_file(self.slots.files_of(case), self.place.document_id)

    def change(self, decide: Decide, desk: Desk) -> Any:
        """Change the case, in the platform's name."""
        return change_case(self.kind, self.place.case_id, decide, by=BY, table=desk.table)

    def let_go(self) -> None:
        """Remove all that stands under the key, unread."""
        for version in self.versions:
            bucket.delete_version(self.arrival.bucket, self.arrival.key, version.version_id)


def _check_versions(upload: _Upload, desk: Desk) -> None:
    """Check the version that counts if it waits for a verdict; let go what need not stay."""
    try:
        case = _load_with_file(upload, desk)
    except NotFound:
        raise
    except Refusal as refusal:
        extra = {"document_id": upload.place.document_id, "code": refusal.code}
        log.warning("a file that may not come", extra=extra)
        upload.let_go()
        return
    file = upload.find(case)
    if file is None:
        return
    is_pending = file.state is FileState.PENDING
    if is_pending and _is_let_go(upload, case, file, desk):
        return
    counts = upload.version(file.upload_version or upload.versions[0].version_id)
    _remove_surplus(upload, counts, file, desk)
    if is_pending:
        file = _check_pending(upload, counts, case, file, desk)
    if file.state not in KEPT_AS_UPLOADED:
        bucket.delete_version(counts.bucket, counts.key, counts.version_id)


def _load_with_file(upload: _Upload, desk: Desk) -> Any:
    """Load the case, keeping first the row of a file whose form was signed unpicked.

    A file that was given up and arrives after all is taken back. Raises a Refusal for a file that
    may no longer come: the case was sent meanwhile, or its person has stored too much.
    """
    place, table = upload.place, desk.table
    case = upload.load(table)
    known = upload.find(case)
    if known:
        return _take_back(upload, desk) if known.is_forgotten else case
    first = upload.version(upload.versions[0].version_id)
    try:
        told = bucket.read_metadata(first.bucket, first.key, first.version_id)
    except bucket.ObjectGone:
        log.info("the object is gone", extra={"case_id": place.case_id})
        return case
    sender = read_sender(told)
    if not _held_access(upload, sender.person_id, sender.epoch, desk):
        raise AccessEnded
    file = arrived_file(place, sender.person_id, business_now(), epoch=sender.epoch)
    keep_file(place.case_id, file, by=BY, table=table)
    return upload.load(table)


def _take_back(upload: _Upload, desk: Desk) -> Any:
    def decide(case: Any, now: datetime) -> CaseChange | None:
        return upload.slots.take_back(case, upload.place.document_id, real_now(), now)

    return upload.change(decide, desk)


def _held_access(upload: _Upload, person_id: str, epoch: int, desk: Desk) -> bool:
    """Say whether the access of who was given the form held when the first bytes came in."""
    table = desk.table or open_table()
    return held_at(table, person_id, epoch, upload.versions[0].written_at)


def _is_let_go(upload: _Upload, case: Any, file: CaseFile, desk: Desk) -> bool:
    """Let go, unread, an announced file that came in after its access, the draft or the case had ended.

    What a person announced in a draft and what arrives once it is sent is no part of what was sent:
    the file is refused with that reason, and who sent it is told as of any refusal. Once the case is
    over it is forgotten, for nobody is to send another.
    """
    document_id = file.document_id

    def forget(case: Any, now: datetime) -> CaseChange | None:
        return upload.slots.forget(case, document_id, now)

    def refuse(case: Any, now: datetime) -> CaseChange | None:
        return upload.slots.judge(case, document_id, TOO_LATE, now, None)

    slots = upload.slots
    if not _held_access(upload, file.created_by, file.epoch, desk):
        log.warning("a file of an access that ended", extra={"document_id": document_id})
        upload.change(forget, desk)
    elif _missed(upload, file, slots.ended_at(case, upload.place.slot)):
        log.warning("a file that came after the end", extra={"document_id": document_id})
        upload.change(forget, desk)
    elif _missed(upload, file, slots.sent_at(case)):
        log.warning("a file that came after the sending", extra={"document_id": document_id})
        upload.change(refuse, desk)
    else:
        return False
    upload.let_go()
    return True


def _missed(upload: _Upload, file: CaseFile, at: datetime | None) -> bool:
    """Say whether a file's form was signed before a business instant and its first bytes came after.

    In the second of that instant it came in time, for the bucket tells whole seconds.
    """
    if at is None:
        return False
    real = real_instant(at)
    return _signed_at(file) <= real < upload.versions[0].written_at


def _signed_at(file: CaseFile) -> datetime:
    """Give the real instant at which a file's form was signed.

    One that was announced has its row since; one whose form was shown before any file was picked
    has its row since it came, but its id is as old as the form.
    """
    kept = real_instant(file.created_at)
    made = made_at(file.document_id)
    return min(kept, made) if made else kept


def _remove_surplus(upload: _Upload, counts: Arrival, file: CaseFile, desk: Desk) -> None:
    case_id = upload.place.case_id
    remove_surplus(
        upload.arrival,
        upload.versions,
        counts=counts.version_id,
        person_id=file.created_by,
        also=lambda version: (count_surplus_of_case(case_id, version.size_bytes),),
        table=desk.table,
    )


def _check_pending(
    upload: _Upload, arrival: Arrival, case: Any, file: CaseFile, desk: Desk
) -> CaseFile:
    """Have the version checked, record its verdict, and give the file as it is then.

    A silent scanner leaves the file pending, with a note of what it waits for. What an accepted
    file says is read on the way, and kept with its verdict.
    """
    place, slots = upload.place, upload.slots
    seen: list[Any] = []

    def look_at(served: Path, accepted: Checked) -> None:
        seen.append(slots.read(served, accepted, place, desk.judge))

    try:
        checked = check_version(
            arrival,
            file_name=file.file_name,
            kinds=kinds_of(slots.load_slot(case, place.slot, business_now())),
            desk=desk,
            keys=copy_keys(place),
            look_at=look_at,
        )
    except bucket.ObjectGone:
        log.info("the object is gone", extra={"case_id": place.case_id})
        return file
    if checked is None:
        log.info("no word from the scanner yet", extra={"case_id": place.case_id})
        note_scanner_awaited(place.case_id, file, table=desk.table)
        return file

    def decide(case: Any, now: datetime) -> CaseChange | None:
        return slots.judge(case, place.document_id, checked, now, next(iter(seen), None))

    after = upload.change(decide, desk)
    log.info(
        "a file was judged", extra={"case_id": place.case_id, "outcome": checked.verdict.outcome}
    )
    return upload.find(after) or file


def kinds_of(slot: Slot) -> frozenset[FileKind]:
    """Give the kinds of file that a slot takes."""
    return frozenset(FileKind(one) for one in slot.formats)

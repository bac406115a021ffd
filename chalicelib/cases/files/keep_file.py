"""Keep the row of a file that is announced or has arrived, within the quotas."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.cases.change import change_case
from chalicelib.cases.files.keys import UNTOLD, Place, is_document_id, upload_key
from chalicelib.cases.files.model import CaseFile, FileState
from chalicelib.cases.files.refusals import SlotUnknown
from chalicelib.cases.files.slots_of import slots_of
from chalicelib.cases.files.transitions import find_file
from chalicelib.cases.load import load_head
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import kind_of
from chalicelib.refusals import NotAllowed
from chalicelib.verdicts.quota import count_upload


def keep_file(
    case_id: str,
    file: CaseFile,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> CaseFile:
    """Keep a pending file in its case and give it as kept; a second time changes nothing.

    Its person's count of the day moves in the same transaction: the kind's refusal past it, so one
    person's thousand uploads stop there and harm nobody else (R8).
    """
    kind = kind_of(case_id)
    slots = slots_of(kind)

    def decide(case: object, now: datetime) -> CaseChange | None:
        change = slots.announce(case, file, now)
        if change is None or not file.created_by:
            return change
        counted = count_upload(file.created_by, real_now())
        return cast(CaseChange, replace(change, also=(*change.also, counted)))

    try:
        case = change_case(kind, case_id, decide, by=by, table=table, now=now)
    except ConditionFailed as failed:
        raise slots.day_full() from failed
    return find_file(slots.files_of(case), file.document_id) or file


def note_arrival(
    case_id: str,
    slot: str,
    document_id: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime,
) -> CaseFile:
    """Keep the row of a file that a browser without JavaScript says it has just sent.

    The browser's word decides nothing: without its object the row is forgotten by the sweep.
    """
    if not slots_of(kind_of(case_id)).may_upload(by, slot):
        load_head(case_id, seen_by=by, table=table)  # a case of others is not even there
        raise NotAllowed
    if not is_document_id(document_id):
        raise SlotUnknown
    file = arrived_file(Place(case_id, slot, document_id), by.person_id, now, epoch=by.epoch)
    return keep_file(case_id, file, by=by, table=table, now=now)


def arrived_file(place: Place, by: str, now: datetime, *, epoch: int) -> CaseFile:
    """Make the row of a file whose key was signed before it was picked."""
    return CaseFile(
        document_id=place.document_id,
        slot=place.slot,
        state=FileState.PENDING,
        created_at=now,
        created_by=by,
        upload_key=upload_key(place, UNTOLD),
        pending_since=real_now(),
        epoch=epoch,
    )

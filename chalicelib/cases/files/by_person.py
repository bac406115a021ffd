"""What a person decides about one file: pure, the same for every kind."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.cases.files.model import WITH_COPY, CaseFile, FileState
from chalicelib.cases.files.refusals import CannotDecide, NoSafeCopy

ACCEPTABLE = frozenset(
    {FileState.READABLE, FileState.ACCEPTED, FileState.REFUSED, FileState.REJECTED}
)
"""States that a person may say yes in, as long as there is a safe copy."""


class FileReason(StrEnum):
    """Why a person refuses a file."""

    INCORRECT = "incorrect"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"


def may_reinstate(file: CaseFile) -> bool:
    """Say whether a refusal may be taken back: a person's, of a file that has its safe copy."""
    return file.state is FileState.REFUSED and bool(file.served_key)


def accepted_by_person(file: CaseFile, by: str, now: datetime) -> CaseFile | None:
    """Give a file as a person accepts it, or takes a refusal back; None when a person has already.

    What a rule accepted is accepted by the person from then on. A file without a safe copy was never
    readable: nobody accepts by hand what no parser could read (NoSafeCopy). CannotDecide in any other
    state.
    """
    if file.is_accepted_by_person:
        return None
    if file.state not in ACCEPTABLE:
        raise CannotDecide
    if file.state not in WITH_COPY and not may_reinstate(file):
        raise NoSafeCopy
    accepted = replace(file, state=FileState.ACCEPTED, accepted_at=now, accepted_by=by)
    if file.state is FileState.REFUSED:
        accepted = replace(accepted, reasons=(), words="", decided_at=now, decided_by=by)
    return accepted


def refused_by_person(
    file: CaseFile, reason: FileReason, words: str, by: str, now: datetime
) -> CaseFile | None:
    """Give a file as a person refuses it; None when it is refused for the same, in words no newer.

    CannotDecide for a file that can neither be read nor is held.
    """
    if file.state is FileState.REFUSED and file.reasons == (reason,):
        return replace(file, words=words) if words and words != file.words else None
    if file.state not in WITH_COPY | {FileState.HELD}:
        raise CannotDecide
    return replace(
        file,
        state=FileState.REFUSED,
        reasons=(str(reason),),
        words=words,
        decided_at=now,
        decided_by=by,
        accepted_at=None,
        accepted_by="",
    )

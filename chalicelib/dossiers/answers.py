"""The shapes of the API's answers, for its description; `views` makes them as plain values.

A test validates every view against its shape, so that the two cannot part.
"""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, JsonValue

from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import PieceState, RequestState, Space
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.progress import State
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.waits import Asker
from chalicelib.readings.model import Subject
from chalicelib.readings.rules import Severity


class Answer(BaseModel):
    """An answer of the API: nothing in it that is not described."""

    model_config = ConfigDict(extra="forbid")


class FieldIssue(Answer):
    """What is wrong with one field, and what to do about it."""

    field: str
    code: str
    message: str


class MissingField(FieldIssue):
    """What keeps a draft from being sent, and the step where it is filled."""

    step: str


class HeadAnswer(Answer):
    """A dossier as a list shows it."""

    id: str
    reference: str | None
    status: Status
    status_label: str
    space: Space
    operator: str | None
    last_name: str
    first_name: str
    phone: str
    city: str
    postcode: str
    offer: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    signed_at: datetime | None
    reminded_at: datetime | None
    commissioned_on: date | None


class PieceAnswer(Answer):
    """A file of a dossier, and what is known of it."""

    id: str
    slot: str
    state: PieceState
    file_name: str
    content_type: str
    size_bytes: int
    reasons: list[str]
    words: str
    created_at: datetime
    decided_at: datetime | None
    accepted_at: datetime | None


class RemarkAnswer(Answer):
    """What somebody said of a finding; `words` are empty for a confirmation."""

    role: str
    at: datetime
    words: str


class DifferenceAnswer(Answer):
    """What the form says beside what a paper says, and where on it.

    While `is_blocking`, a draft cannot be sent: correct the field, replace the file, or explain.
    With `other_document_id`, `typed` is what that other paper says.
    """

    id: str
    code: str
    severity: Severity
    is_blocking: bool
    subject: Subject
    label: str
    field: str | None
    document_id: str
    other_document_id: str | None
    slot: str
    typed: str
    read: str
    written: str
    page: int
    near: str
    message: str
    explanation: RemarkAnswer | None


class ClaimAnswer(Answer):
    """What one field says about a subject that a paper should have confirmed."""

    subject: Subject
    field: str | None
    typed: str


class UnreadAnswer(Answer):
    """A paper that could not be read: compare it with the claims, then confirm."""

    id: str
    document_id: str
    slot: str
    claims: list[ClaimAnswer]
    confirmation: RemarkAnswer | None


class RequestAnswer(Answer):
    """A connection request with the grid operator."""

    number: int
    operator: str
    state: RequestState
    external_id: str | None
    filed_at: datetime | None
    validated_at: datetime | None
    valid_until: datetime | None
    planned_on: date | None


class StageAnswer(Answer):
    """One stage of a dossier's way, with whose turn it is while it is awaited."""

    milestone: Milestone
    label: str
    state: State
    party: Party
    party_label: str
    at: datetime | None
    task: str
    since: datetime | None
    until: datetime | None
    until_reason: str | None
    suspended_days: int


class SuspendedAnswer(Answer):
    """The clock stands still for a piece: at whose asking, how many days, and in all."""

    since: datetime
    asked_by: Asker
    days: int
    days_in_all: int


class TimelineAnswer(Answer):
    """A dossier's way: its stages, those awaited now, the next one.

    `suspended` while the dossier waits for a piece; `days_waited` is for all its waits.
    """

    stages: list[StageAnswer]
    now: list[Milestone]
    next: Milestone | None
    stopped_at: datetime | None
    suspended: SuspendedAnswer | None
    days_waited: int


class DossierAnswer(HeadAnswer):
    """A whole dossier; `missing` says what keeps a draft from being sent.

    `differences` and `unread` are what its papers say beside the form; `awaiting_reading` are
    the files that are still being checked.
    """

    form: dict[str, dict[str, JsonValue]]
    pieces: list[PieceAnswer]
    requests: list[RequestAnswer]
    missing: list[MissingField]
    warnings: list[FieldIssue]
    differences: list[DifferenceAnswer]
    unread: list[UnreadAnswer]
    awaiting_reading: list[str]
    proposed_operator: str
    timeline: TimelineAnswer


class CountersAnswer(Answer):
    """How many dossiers a firm has in a space; exact."""

    by_status: dict[Status, int]
    this_month: int
    this_year: int


class DossierListAnswer(Answer):
    """A page of dossiers, last changed first; `next` continues it."""

    dossiers: list[HeadAnswer]
    counters: CountersAnswer
    next: str | None


class LineAnswer(Answer):
    """A sent dossier in the agents' queue, and why it waits for us."""

    id: str
    reference: str
    status: Status
    status_label: str
    operator: str | None
    last_name: str
    first_name: str
    city: str
    reasons: list[str]
    since: datetime
    space: Space
    taken_by: str | None
    taken_name: str | None
    taken_at: datetime | None


class QueueAnswer(Answer):
    """A page of the agents' queue, longest wait first; `next` continues it."""

    dossiers: list[LineAnswer]
    next: str | None


class EventAnswer(Answer):
    """One event of a dossier's journal; personal values are not in it."""

    number: int
    kind: str
    label: str
    at: datetime
    by: str
    role: str
    origin: str
    status_before: str | None
    status_after: str | None
    fields: list[str]
    details: dict[str, str | int]
    hash: str


class JournalAnswer(Answer):
    """A page of a journal, newest first; `next` continues it."""

    events: list[EventAnswer]
    next: str | None

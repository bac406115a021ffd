"""The dossier as the rules see it: its head, its form, its pieces, its operator requests.

Everything here is a frozen value; a use case decides a `Change`, and `change_dossier`
carries it out in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from chalicelib.cases.files.model import CaseFile, FileState
from chalicelib.cases.model import CaseChange, Reached
from chalicelib.dossiers.drafting import Typed
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.statuses import FINAL, Status
from chalicelib.dossiers.waits import Waits
from chalicelib.form.values import Form, FormValue
from chalicelib.rows.cases import ERASURE
from chalicelib.rows.instants import hold_fields

KIND_NAME = "dossier"
"""The name of the kind of case, for what needs no more of its declaration."""


SMALL_POWER_KVA = Decimal("36.0")
"""Connection power up to which a dossier belongs to the first space (guide Urban Solar)."""


class Space(StrEnum):
    """The two spaces of the portal: connection power up to 36 kVA, and above."""

    SMALL = "gar"
    LARGE = "gar36"


PieceState = FileState
"""A piece stands where a file of any case may."""


class RequestState(StrEnum):
    """Where a connection request stands with its operator."""

    TO_FILE = "to_file"
    OPEN = "open"
    VALIDATED = "validated"
    TO_ORDER = "to_order"
    ORDERED = "ordered"
    DONE = "done"
    REFUSED = "refused"
    LAPSED = "lapsed"
    TO_CANCEL = "to_cancel"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a dossier at a glance; the version guards every change."""

    dossier_id: str
    firm_id: str
    created_by: str
    created_at: datetime
    updated_at: datetime
    status: Status = Status.DRAFT
    came_from: Status | None = None
    space: Space = Space.SMALL
    version: int = 0
    seq: int = 0
    last_hash: str = ""
    last_operation: str = ""
    generation: int = 1
    operator: str = ""
    reference: str = ""
    last_name: str = ""
    first_name: str = ""
    phone: str = ""
    email: str = ""
    city: str = ""
    postcode: str = ""
    offer: str = ""
    submitted_at: datetime | None = None
    signed_at: datetime | None = None
    reminded_at: datetime | None = None
    closed_at: datetime | None = None
    commissioned_on: date | None = None
    client_id: str = ""
    client_language: str = ""
    """The language in which the client signed, where that was not French."""
    client_unreachable: bool = False
    flags: tuple[str, ...] = ()
    milestones: Mapping[Milestone, Reached] = field(default_factory=dict)
    erased_at: datetime | None = None
    form_words: tuple[str, ...] = ()
    """What the dossier is found by besides what stands here: its company and its PDL."""
    waits: Waits = ()
    """Each time that it waited for a piece, the last one without an end while it does."""
    typing: Mapping[str, Typed] = field(default_factory=dict)
    """By step, what was typed into a draft since a button of that step was pressed."""

    def __post_init__(self) -> None:
        hold_fields(self, "commissioned_on")

    @property
    def case_id(self) -> str:
        """Give the dossier's id, as every kind of case does."""
        return self.dossier_id

    @property
    def is_open(self) -> bool:
        """Say whether the dossier was sent and is neither closed nor cancelled."""
        return self.status not in FINAL and self.status is not Status.DRAFT


Piece = CaseFile
"""One file of a slot of a dossier, or a slot that an agent or an operator asks for (`expected`)."""


@dataclass(frozen=True, slots=True)
class OperatorRequest:
    """A connection request filed, or to be filed, with the dossier's operator.

    `next_at` is the real instant at which the scheduled job looks at it again; `None` when
    nothing is awaited. `former_ids` are references that the operator replaced: they still
    lead here.
    """

    number: int
    operator: str
    state: RequestState
    prepared_at: datetime
    next_at: datetime | None = None
    external_id: str = ""
    filed_at: datetime | None = None
    validated_at: datetime | None = None
    valid_until: datetime | None = None
    planned_on: date | None = None
    last_code: str = ""
    changed_at: datetime | None = None
    polled_at: datetime | None = None
    attempts: int = 0
    last_error: str = ""
    awaited_piece: str = ""
    asked_at: datetime | None = None
    """When the operator asked for a piece that it has not had yet, in business time."""
    former_ids: tuple[str, ...] = ()
    is_replanned: bool = False
    """A visit that was ordered came to nothing: commissioning is to be ordered again."""

    def __post_init__(self) -> None:
        hold_fields(
            self,
            "filed_at", "validated_at", "valid_until", "planned_on", "changed_at", "asked_at",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dossier:
    """A whole dossier, strongly read in one query.

    `rows` holds the items of other rooms that stand in the same partition (raw operator
    milestones, due rows, tokens, notices), by sort key, for the rooms that own them.
    """

    head: Head
    form: Form = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()
    requests: tuple[OperatorRequest, ...] = ()
    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    attached: tuple[Piece, ...] = ()
    """Files of messages and of requests: in no slot of the form, they complete nothing."""

    @property
    def is_erasure_begun(self) -> bool:
        """Say whether the person's erasure was asked for, or is done: nothing more is taken in."""
        return bool(self.head.erased_at) or ERASURE.sk() in self.rows

    @property
    def every_file(self) -> tuple[Piece, ...]:
        """Give the pieces, and the files that stand beside them."""
        return (*self.pieces, *self.attached)

    def reached(self, milestone: Milestone) -> datetime | None:
        """Give when a milestone was reached, in business time, or None."""
        found = self.head.milestones.get(milestone)
        return found.at if found else None

    def current_request(self) -> OperatorRequest | None:
        """Give the latest connection request, or None while there is none."""
        return self.requests[-1] if self.requests else None

    def pieces_of(self, slot: str) -> tuple[Piece, ...]:
        """List the files of a slot that still count, oldest first."""
        return tuple(
            piece
            for piece in self.every_file
            if piece.slot == slot and piece.state is not PieceState.SUPERSEDED
        )

    def find_piece(self, document_id: str) -> Piece | None:
        """Find a file by its id."""
        return next((one for one in self.every_file if one.document_id == document_id), None)

    def values_of(self, step: str) -> Mapping[str, FormValue]:
        """Give the values of a step, empty before it was first saved."""
        return self.form.get(step, {})


@dataclass(frozen=True, slots=True)
class Change(CaseChange):
    """What a use case decided of a dossier: besides what every case has, its form and its parts."""

    form: Form | None = None
    pieces: tuple[Piece, ...] = ()
    requests: tuple[OperatorRequest, ...] = ()


def space_of(connection_power_kva: Decimal | None) -> Space:
    """Give the space of a connection power in kVA; unknown yet means the first."""
    if connection_power_kva is not None and connection_power_kva > SMALL_POWER_KVA:
        return Space.LARGE
    return Space.SMALL

"""What passes between us and a grid operator, and the port that every connector keeps."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

MOST_IN_A_BATCH = 100
"""Requests that one call may ask about."""


@dataclass(frozen=True, slots=True)
class RawMilestone:
    """One milestone as it came: upserts are idempotent on (source, external id, number).

    `source` is the way it came by (`http`, `drop`, `by_hand`), `at` an aware instant in business
    time, `details` what the source says besides: `piece`, `reason`, `planned_on`, `valid_until`,
    `commissioned_on`.
    """

    source: str
    external_id: str
    number: int
    code: str
    label: str
    at: datetime
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[datetime, int]:
        """The order in which things happened at the operator."""
        return self.at, self.number


@dataclass(frozen=True, slots=True)
class Filing:
    """A connection request as we file it. Powers in kVA and kWc.

    `request_key` is ours and the same however often the filing is tried; `attempt` counts the
    dossier's requests from 1.
    """

    request_key: str
    attempt: int
    reference: str
    pdl: str
    producer: str
    address: str
    postcode: str
    city: str
    phases: str
    connection_power_kva: Decimal
    installed_power_kva: Decimal
    peak_power_kwc: Decimal
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operator told about a batch: milestones by external id, and what it garbled.

    `unreadable` says, by external id, why nothing could be made of an entry; `suspected` are those
    for which time was too short, beside one that spoilt their call. An external id that stands
    nowhere was not answered.
    """

    milestones: Mapping[str, tuple[RawMilestone, ...]]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    suspected: frozenset[str] = frozenset()


class Connector(Protocol):
    """The port to one operator. Every verb may be repeated without harm.

    They raise TransientError when the same call may pass later, and PermanentError when it may not.
    """

    can_poll: bool
    """Whether milestones are asked for; else they come by themselves."""

    confirms_orders: bool
    """Whether an order that raised nothing is ordered; else a milestone will say so."""

    def file_request(self, filing: Filing) -> str:
        """File a request; gives its external id, empty when the operator tells it later."""
        ...

    def cancel_request(self, request_key: str, external_id: str) -> None:
        """Tell the operator that a request is given up."""
        ...

    def order_commissioning(self, request_key: str, external_id: str, order_key: str) -> None:
        """Order the commissioning; the same order key is the same order."""
        ...

    def send_complement(self, request_key: str, external_id: str, piece: str) -> None:
        """Tell the operator that the piece it awaits is there."""
        ...

    def list_milestones(self, external_ids: Sequence[str]) -> Answer:
        """List all milestones of up to 100 requests, in one call."""
        ...


def request_key(dossier_id: str, number: int) -> str:
    """Our key of a dossier's request, the first being number 1."""
    return f"{dossier_id}-{number}"


def read_request_key(text: str) -> tuple[str, int] | None:
    """The dossier and the number that a request key names; None when it is not one of ours."""
    dossier_id, dash, number = text.strip().rpartition("-")
    if not dash or not dossier_id.startswith("dos_") or not number.isascii():
        return None
    return (dossier_id, int(number)) if number.isdigit() and len(number) <= 3 else None


def digest_milestones(milestones: Iterable[RawMilestone]) -> str:
    """A short digest of all that is known of a request: equal when nothing changed."""
    told = sorted(
        (one.order, one.source, one.external_id, one.code, one.label, sorted(one.details.items()))
        for one in milestones
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

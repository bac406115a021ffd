"""A case as the machinery sees it: a head that guards it, rows beside it, changes decided on it.

A kind of case has types of its own that satisfy these protocols; the machinery never looks at
more than stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from chalicelib.audit.model import Detail
from chalicelib.aws.items import Operation
from chalicelib.rows.instants import hold_fields


@dataclass(frozen=True, slots=True)
class Reached:
    """When a milestone was reached, in business time, and by the event numbered `seq`."""

    at: datetime
    seq: int

    def __post_init__(self) -> None:
        hold_fields(self, "at")


class HeadLike(Protocol):
    """What every head holds: a frozen dataclass of the kind's own, with these among its fields."""

    @property
    def case_id(self) -> str:
        """Give the case's id, whose prefix names its kind."""

    @property
    def status(self) -> str:
        """Give the status, one of the kind's."""

    @property
    def version(self) -> int:
        """Give the number of the last write: the condition of the next one."""

    @property
    def seq(self) -> int:
        """Give the number of the last event of the journal."""

    @property
    def last_hash(self) -> str:
        """Give the hash of the last event."""

    @property
    def last_operation(self) -> str:
        """Give the id of the last event."""

    @property
    def generation(self) -> int:
        """Give the number of the current execution of the kind's process, from 1."""

    @property
    def milestones(self) -> Mapping[Any, Reached]:
        """Give the milestones reached."""


class CaseLike(Protocol):
    """A whole case: its head, and the rows of its partition that its kind's codec leaves alone."""

    @property
    def head(self) -> Any:
        """Give the head (`HeadLike`)."""

    @property
    def rows(self) -> Mapping[str, Mapping[str, Any]]:
        """Give the rows that other rooms keep in the case's partition, by sort key."""


@dataclass(frozen=True, slots=True)
class CaseChange:
    """What a decision makes of one case: carried out as a whole with its event, or not at all.

    `redated` gives milestones that are reached already the instant that they turn out to have been
    reached at: nothing is awaited anew for it.
    `details` and `fields` go into the journal and hold nothing personal; `values` are personal,
    kept erasable, and only their salted hashes enter the chain. `also` holds further operations of
    the same transaction. A kind's own change adds what its codec writes.
    """

    kind: str
    head: Any
    reached: tuple[Any, ...] = ()
    reached_at: datetime | None = None
    unreached: tuple[Any, ...] = ()
    redated: Mapping[Any, datetime] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    details: Mapping[str, Detail] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    also: tuple[Operation, ...] = ()

"""A kind of case: one frozen declaration, from which all that is written once for cases works.

What every write needs stands in it directly; what one Lambda alone needs (mails, forms, the
process) stands in it as a `Later`, so that nobody imports what they do not use.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from chalicelib.audit.model import Event
from chalicelib.aws.items import Item, Operation, Put
from chalicelib.cases.model import CaseChange, CaseLike
from chalicelib.cases.process import Process
from chalicelib.policy.model import Action, Facts
from chalicelib.refusals import Refusal

if TYPE_CHECKING:
    from chalicelib.cases.files.slots import Slots


@dataclass(frozen=True, slots=True)
class Later[T]:
    """Something of a module that is imported when it is first wanted: `chalicelib.room.file:NAME`."""

    place: str

    def get(self) -> T:
        """Import the module and give the thing."""
        module, _colon, name = self.place.partition(":")
        return cast(T, getattr(import_module(module), name))


class Wanted[T](Protocol):
    """Something that is got when it is wanted."""

    def get(self) -> T:
        """Give it."""


class Codec[C: CaseLike, X: CaseChange](Protocol):
    """How the cases of a kind are kept: rows of one partition, the head first."""

    def read(self, items: Iterable[Item]) -> C | None:
        """Read a whole case from its partition; None when it has no head."""

    def begin(self, head: Any) -> C:
        """Give the case that a head alone makes: what a creation starts from."""

    def apply(self, case: C, change: X, head: Any, /) -> C:
        """Give the case after a change, with its new head; `rows` are put right by the machinery."""

    def put_head(self, case: C) -> Put:
        """Write the operation that stores the head, without its condition."""

    def put_parts(self, after: C, before: C | None, change: X, /) -> Sequence[Operation]:
        """Write the operations that store what else of the case changed."""


type Projection[C: CaseLike, X: CaseChange] = Callable[
    [C | None, C, X, datetime], Iterable[Operation]
]
"""From the case before (None at its creation), after, the change and the business instant to the
index rows and counters that keep lists true: operations of the same transaction. Pure."""


class IllegalMove(Refusal):
    """The status of a case does not admit this act."""

    code = "illegal-move"
    status = 409
    message = "Le dossier est au statut « {status} » : cette action n’y est pas possible."


@dataclass(frozen=True, slots=True)
class Statuses:
    """The statuses of a kind and the only moves between them: `moves` from (status, act) to status.

    `first` is that of a new case; a case in one of `final` is over.
    """

    first: str
    moves: Mapping[Any, str]
    final: frozenset[str] = frozenset()

    def after(self, status: str, act: str) -> str:
        """Give the status after an act; IllegalMove when the table does not hold it."""
        if (status, act) not in self.moves:
            raise IllegalMove(status=status)
        return self.moves[status, act]

    def list_all(self) -> tuple[str, ...]:
        """List the statuses, the first one first."""
        return tuple(dict.fromkeys((self.first, *self.moves.values(), *sorted(self.final))))

    def is_over(self, status: str) -> bool:
        """Say whether a case of this status is over."""
        return status in self.final


@dataclass(frozen=True, slots=True)
class Consumer:
    """Who hears of the events of a kind, by name: its own mark and its own budget in seconds.

    Harmless when an event comes twice, late or after others. `wants` passes over what is none of
    its business without importing it.
    """

    name: str
    hear: Wanted[Callable[[Event], None]]
    budget_s: float = 10.0
    wants: Callable[[Event], bool] = field(default=lambda _event: True)


type Command = Callable[[Any, datetime], CaseChange]
"""What a case makes of a request of another system, at a business instant; pure, may refuse."""


@dataclass(frozen=True, slots=True)
class Kind[C: CaseLike, X: CaseChange]:
    """The declaration of a kind of case. `prefix` begins its ids (`dos` of `dos_0197…`).

    `facts` tells the policy whose a head is; `see` and `change` are the actions that it is asked
    about. `settle` are rules that follow from every change, in order. `words` are what a case is
    found by, `owner` whose lists and counters it stands on.
    """

    name: str
    prefix: str
    statuses: Statuses
    codec: Codec[C, X]
    see: Action
    change: Action
    facts: Callable[[Any], Facts]
    settle: tuple[Callable[[C, datetime], C], ...] = ()
    projections: tuple[Projection[C, X], ...] = ()
    consumers: tuple[Consumer, ...] = ()
    mails: Wanted[Any] | None = None
    """Its mails (`notices.mails.Mails`): which event writes to whom, and what a mail tells."""
    threads: Wanted[Any] | None = None
    """The messages on its cases (`messages.of_kind.Threads`): who writes for whom, and when."""
    desk: Wanted[Any] | None = None
    """The agents' desk (`desk.of_kind.Desk`): who follows its cases, what may be done to many."""
    takes_questions: Callable[[C], bool] | None = None
    """Whether its client may ask our teams something about a case now; None: never."""
    widen: Callable[[CaseChange], X] | None = None
    """Makes a change of this kind of one that knows no kind: what another system decided."""
    retention: Wanted[Any] | None = None
    """Its person's data (`retention.of_kind.OfKind`): when they go, what is left, what is told."""
    receipts: Wanted[Any] | None = None
    """Its sealed receipts (`receipts.of_kind.Receipts`): which event calls for one, what it tells."""
    process: Wanted[Process] | None = None
    """The way of its cases, from which its state machine and its plan are derived."""
    delays: Wanted[Any] | None = None
    """What its process's delays depend on (`timeline.of_kind.Delays`); None: they run as planned."""
    due: Wanted[Callable[..., bool]] | None = None
    """What acts on a due row, `(key, *, table, now)`; without it the row's event is made."""
    slots: "Wanted[Slots[C, X]] | None" = None
    """What it says of the files of its cases; None when they have none."""
    columns: "Wanted[Mapping[str, Callable[[Any], str | int | None]]] | None" = None
    """The columns of its list, by name, each from a head; None: its list is shown to nobody."""
    jobs: Mapping[str, Wanted[Any]] = field(default_factory=dict)
    """Long work that may be asked for on its cases (`exports.work.Work`), beside that of every kind."""
    archive: Wanted[Any] | None = None
    """What the archive of a case holds of its files (`exports.archive.Archived`); None: those of its slots."""
    served: Wanted[Any] | None = None
    """Its JSON API (`case_api.of_kind.Served`): what makes a case, what is told, which acts there are."""
    commands: Mapping[str, "Command"] = field(default_factory=dict)
    """From names of the trade to what other systems may ask of its cases, in one transaction with theirs."""
    tells: Mapping[str, str] = field(default_factory=dict)
    """From kinds of its events to the facts that other systems may hear."""
    hears: Mapping[str, Consumer] = field(default_factory=dict)
    """From facts of the trade to who hears them in this system."""


type AnyKind = Kind[Any, Any]

"""A process as one graph of data: milestones, what awaits what, who acts, which delays run.

All that says how a case goes its way is derived from it: what an execution awaits, the state machine,
the order of what people are shown, the plan of due dates, the steps that are measured.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Patience(StrEnum):
    """How long a step of an execution waits before its safety net catches it: for whom it waits."""

    PEOPLE = "HumanAwaitS"
    OPERATOR = "OperatorAwaitS"


@dataclass(frozen=True, slots=True)
class Span:
    """Delays that run from a milestone to the one that awaits it.

    Of `rules` the first that holds for the case counts, unless `each`: then every one has its date.
    `acts` is the kind of the event that is made when one is over. A delay of law or practice
    `is_told`: a calendar shows it; a reminder is none.
    """

    since: str
    rules: tuple[str, ...]
    acts: str
    each: bool = False
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What people read of a milestone that is shown: texts of the catalogue.

    `task` is what is done for it where who acts is always the same. `name` and `meaning` say it plainly,
    to who never saw a case, and `tasks` what each party that may have the turn does then. `late` titles
    a day until which it may be awaited; `measured` says how long the step that it ends took for others.
    """

    label: str
    name: str
    meaning: str
    tasks: Mapping[str, str] = field(default_factory=dict)
    task: str = ""
    late: str = ""
    measured: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A milestone of a process, and all that is known of the way to it.

    `after` is what must be reached before it is awaited. One without `words` is not shown. `party` is
    who acts where that is always the same; else the kind says who. `measured_since` is the milestone
    from which the days of a step that ends here are kept. `told_with` is a later milestone that tells
    people of this one where nobody told it. A pause of the whole case is shown where one `holds_pause`.

    `act` is what the platform does to bring it about once its turn has come: the place of a use case
    (`chalicelib.room.file:name`) that takes the case's id and, as `by`, who acts. It is harmless when
    repeated, and refuses while it is too early.
    """

    milestone: str
    after: tuple[str, ...] = ()
    words: Words | None = None
    party: str = ""
    act: str = ""
    patience: Patience = Patience.PEOPLE
    spans: tuple[Span, ...] = ()
    measured_since: str = ""
    told_with: str = ""
    holds_pause: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """A status in which no act is done: each is refused and tried again.

    `rules` are the reminders of one pause, `acts` the kind of the event that each makes.
    """

    status: str
    rules: tuple[str, ...]
    acts: str


class BrokenProcess(ValueError):
    """The graph of a process is none: a milestone twice, one that is unknown, or a circle."""


@dataclass(frozen=True, slots=True)
class Process:
    """The way of the cases of a kind. The first node is where it begins: it is never awaited.

    In a status of `carried_through` a case is over and its steps go on to the end; in the other final
    ones its execution ends where it is.
    """

    name: str
    nodes: tuple[Node, ...]
    carried_through: frozenset[str] = frozenset()
    pause: Pause | None = None
    _before: Mapping[str, frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a graph that is none (BrokenProcess): every node comes after those that it awaits."""
        before: dict[str, frozenset[str]] = {}
        for node in self.nodes:
            unknown = [one for one in node.after if one not in before]
            if node.milestone in before or unknown:
                raise BrokenProcess(f"{node.milestone}: {unknown or 'twice'}")
            further = (before[one] for one in node.after)
            before[node.milestone] = frozenset(node.after).union(*further)
        object.__setattr__(self, "_before", before)

    @property
    def first(self) -> Node:
        """Give the node with which the process begins."""
        return self.nodes[0]

    def before(self, milestone: str) -> frozenset[str]:
        """Give all that comes before a milestone, however far."""
        return self._before[milestone]

    def act_of(self, milestone: str) -> str:
        """Give the place of what brings a milestone about; "" where the platform does nothing."""
        return next((node.act for node in self.nodes if node.milestone == milestone), "")


def awaited(process: Process, reached: Collection[str]) -> frozenset[str]:
    """Give what an execution awaits: what is not reached, while all that comes before it is.

    That a process has begun is known by its execution: the first milestone counts as reached.
    """
    known = {process.first.milestone, *reached}
    return frozenset(
        node.milestone
        for node in process.nodes
        if node.milestone not in known and process.before(node.milestone) <= known
    )


def after_acts(process: Process) -> frozenset[str]:
    """Give what is awaited behind a step that acts."""
    return frozenset(node.milestone for node in process.nodes if node.act)


def expected_tokens(process: Process, reached: Collection[str], status: str) -> frozenset[str]:
    """Give the milestones for which a token should be registered.

    While a case pauses, the steps that act are refused and tried again: what comes after them has no
    token yet.
    """
    pauses = process.pause is not None and status == process.pause.status
    return awaited(process, reached) - (after_acts(process) if pauses else frozenset())


def told_with(process: Process) -> Mapping[str, str]:
    """Give the milestones that nobody may tell, each with the later one that tells people of it."""
    return {node.milestone: node.told_with for node in process.nodes if node.told_with}


def words_of(process: Process) -> Mapping[str, Words]:
    """Give what people read of each milestone that is shown, in their order."""
    return {node.milestone: node.words for node in process.nodes if node.words}


def shown(process: Process) -> Mapping[str, tuple[str, ...]]:
    """Give the milestones that people are shown, in their order, each with those it comes after."""
    visible = words_of(process)
    return {
        node.milestone: tuple(one for one in node.after if one in visible)
        for node in process.nodes
        if node.words
    }


def turns(process: Process) -> Mapping[str, tuple[str, str]]:
    """Give who acts and what they do, where that is always the same."""
    return {
        node.milestone: (node.party, node.words.task)
        for node in process.nodes
        if node.words and node.party
    }


def plan(process: Process) -> tuple[tuple[str, Span], ...]:
    """Give every delay with the milestone that it awaits."""
    return tuple((node.milestone, span) for node in process.nodes for span in node.spans)


def measured(process: Process) -> Mapping[str, str]:
    """Give the steps whose days are kept: from the milestone that ends one to where it begins."""
    return {node.milestone: node.measured_since for node in process.nodes if node.measured_since}


def step_of(process: Process) -> Mapping[str, str]:
    """Give the measured step that each milestone is on the way to, while it is awaited."""
    found: dict[str, str] = {}
    for ends, begins in measured(process).items():
        inside = (one for one in process.before(ends) if begins in process.before(one))
        found |= dict.fromkeys((*inside, ends), ends)
    return found

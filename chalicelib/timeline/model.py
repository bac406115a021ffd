"""What the timeline knows: the names of executions, and which milestones one waits for.

Truth is in the table. An execution is a reader of it that may be lost at any time; what it
waits for follows from the milestones alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.dossiers.kinds import Milestone
from chalicelib.refusals import Refusal

OLDEST_EXECUTION = timedelta(days=300)
"""Step Functions ends an execution after a year; ours are renewed well before."""

SETTLING = timedelta(minutes=5)
"""How long a young execution may take to register its tokens before it is called stalled."""

GATES = (Milestone.SUBSCRIPTION_SIGNED, Milestone.PIECES_COMPLETE)
"""What gates the filing."""

FILING = (Milestone.REQUEST_FILED, Milestone.REQUEST_QUALIFIED, Milestone.REQUEST_VALIDATED)
APART = (Milestone.CONSUEL_ACCEPTED, Milestone.EQUIPMENT_DECLARED)
"""Tracks of one milestone, apart from the others."""

ENDING = (Milestone.COMMISSIONING_ORDERED, Milestone.COMMISSIONED)


class ExecutionSuperseded(Refusal):
    """The execution belongs to a former generation of its dossier."""

    code = "execution-superseded"


class DossierClosed(Refusal):
    """The dossier is closed or cancelled: its timeline has nothing left to do."""

    code = "dossier-closed"
    message = "Ce dossier est clos."


@dataclass(frozen=True, slots=True)
class Token:
    """A task token: the step of one generation that waits for one milestone.

    `since` is the real instant of its registration. The token itself is a secret.
    """

    dossier_id: str
    generation: int
    milestone: Milestone
    token: str
    since: datetime


def execution_name(dossier_id: str, generation: int) -> str:
    """Name the execution of a dossier's generation: starting it twice starts it once."""
    return f"{dossier_id}-g{generation}"


def awaited(reached: Collection[Milestone]) -> frozenset[Milestone]:
    """Give the milestones that an execution waits for, once those reached are known.

    The state machine says the same in its own language; a test ties the two.
    """
    apart = _missing(APART, reached)
    gates = _missing(GATES, reached)
    filing = gates or _missing(FILING, reached)[:1]
    together = frozenset((*apart, *filing))
    return together or frozenset(_missing(ENDING, reached)[:1])


def _missing(
    wanted: tuple[Milestone, ...], reached: Collection[Milestone]
) -> tuple[Milestone, ...]:
    return tuple(one for one in wanted if one not in reached)

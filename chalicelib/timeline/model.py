"""What the timeline knows of executions: their names, the tokens by which they wait.

Truth is in the table. An execution is a reader of it that may be lost at any time; what it
waits for follows from the graph of the process and the milestones alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.refusals import Refusal

OLDEST_EXECUTION = timedelta(days=300)
"""Step Functions ends an execution after a year; ours are renewed well before."""

SETTLING = timedelta(minutes=5)
"""How long a young execution may take to register its tokens before it is called stalled."""


class ExecutionSuperseded(Refusal):
    """The execution belongs to a former generation of its case."""

    code = "execution-superseded"


class TooEarly(Refusal):
    """What a milestone needs is refused for now: the state machine tries again."""

    code = "too-early"


class CaseClosed(Refusal):
    """The case is over: its timeline has nothing left to do."""

    code = "case-closed"
    message = "Ce dossier est clos."


@dataclass(frozen=True, slots=True)
class Token:
    """A task token: the step of one generation that waits for one milestone.

    `since` is the real instant of its registration. The token itself is a secret.
    """

    case_id: str
    generation: int
    milestone: str
    token: str
    since: datetime


def execution_name(case_id: str, generation: int) -> str:
    """Name the execution of a case's generation: starting it twice starts it once."""
    return f"{case_id}-g{generation}"

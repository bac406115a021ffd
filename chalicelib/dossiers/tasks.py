"""What an installer has to do on a sent dossier now: pure, from the dossier alone (F307).

A dossier with a task stands under its firm's key of tasks, on the row that lists it for agents
as well: a list of tasks is one query, and no row is written for it. A draft that nobody touched
is found by its status and its last change.
"""

from enum import StrEnum

from chalicelib.cases.thread import read_thread
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.sides import INSTALLER
from chalicelib.dossiers.signing import has_declined, is_left_unsigned


class Task(StrEnum):
    """Why a dossier waits for its installer, the most pressing first."""

    GIVE_PIECE = "give_piece"
    """A piece was refused or asked for, and not replaced yet."""
    EXPLAIN = "explain"
    """A paper says other than the form, and nobody explained it."""
    REACH_CLIENT = "reach_client"
    """A mail to the client came back."""
    ASK_CLIENT = "ask_client"
    """The client let every reminder to sign pass."""
    CLIENT_DECLINED = "client_declined"
    """The client said no to the subscription."""
    READ_MESSAGE = "read_message"
    """An agent wrote, and nobody of the firm has read it."""


def list_tasks(dossier: Dossier, reasons: tuple[Reason, ...]) -> tuple[Task, ...]:
    """List what the installer has to do; nothing on a draft or on a dossier that is over.

    `reasons` are the agents': papers are compared with the form once for both.
    """
    head = dossier.head
    if not head.is_open:
        return ()
    from chalicelib.dossiers.pieces import list_lacking  # the store, below it, imports the tasks

    facts = {
        Task.GIVE_PIECE: bool(list_lacking(dossier)),
        Task.EXPLAIN: Reason.CONTRADICTION in reasons,
        Task.REACH_CLIENT: head.client_unreachable,
        Task.ASK_CLIENT: not has_declined(dossier) and is_left_unsigned(dossier),
        Task.CLIENT_DECLINED: has_declined(dossier),
        Task.READ_MESSAGE: bool(read_thread(dossier).unread_by(INSTALLER)),
    }
    return tuple(task for task, holds in facts.items() if holds)

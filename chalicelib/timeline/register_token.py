"""Register the token of a step that awaits a milestone, without ever losing a wake-up.

The token is stored first, then the dossier is read strongly: if the milestone came before
the token was there, the step goes on at once; if it comes later, whoever follows the event
finds the token.
"""

import logging

from chalicelib.audit.model import platform
from chalicelib.aws.machine import Machine
from chalicelib.aws.table import Table
from chalicelib.dossiers.load import load_head
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.statuses import Status
from chalicelib.refusals import NotFound
from chalicelib.timeline import store
from chalicelib.timeline.model import CaseClosed, ExecutionSuperseded, Token

log = logging.getLogger(__name__)


def register_token(token: Token, *, table: Table, machine: Machine) -> bool:
    """Keep a token and say whether its step went on at once.

    Raises ExecutionSuperseded when a later generation runs, CaseClosed when nothing is
    awaited any more: the execution ends there.
    """
    table.write(store.put_token(token))
    try:
        head = load_head(token.case_id, seen_by=platform("machine"), table=table)
        _require_current(token, head)
    except (NotFound, CaseClosed, ExecutionSuperseded):
        store.forget_token(table, token)
        raise
    if head.status is not Status.CLOSED and token.milestone not in head.milestones:
        return False
    machine.complete_token(token.token)
    store.forget_token(table, token)
    return True


def _require_current(token: Token, head: Head) -> None:
    if token.generation < head.generation:
        log.info("superseded execution", extra={"dossier_id": head.dossier_id})
        raise ExecutionSuperseded
    if head.status is Status.CANCELLED:
        raise CaseClosed

"""Register the token of a step that awaits a milestone, without ever losing a wake-up.

The token is stored first, then the case is read strongly: if the milestone came before
the token was there, the step goes on at once; if it comes later, whoever follows the event
finds the token.
"""

import logging

from chalicelib.audit.model import platform
from chalicelib.aws.machine import Machine
from chalicelib.aws.table import Table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.load import load_head
from chalicelib.cases.model import HeadLike
from chalicelib.cases.registry import kind_of
from chalicelib.refusals import NotFound
from chalicelib.timeline import store
from chalicelib.timeline.model import CaseClosed, ExecutionSuperseded, Token

log = logging.getLogger(__name__)


def register_token(token: Token, *, table: Table, machine: Machine) -> bool:
    """Keep a token and say whether its step went on at once.

    Raises ExecutionSuperseded when a later generation runs, CaseClosed when nothing is
    awaited any more: the execution ends there.
    """
    kind = kind_of(token.case_id)
    table.write(store.put_token(token))
    try:
        head = load_head(token.case_id, seen_by=platform("machine"), kind=kind, table=table)
        goes_on = _goes_on(token, head, kind)
    except (NotFound, CaseClosed, ExecutionSuperseded):
        store.forget_token(table, token)
        raise
    if not goes_on:
        return False
    machine.complete_token(token.token)
    store.forget_token(table, token)
    return True


def _goes_on(token: Token, head: HeadLike, kind: AnyKind) -> bool:
    """Say whether a step need not wait: its milestone is reached, or the case is carried through."""
    if token.generation < head.generation:
        log.info("superseded execution", extra={"case_id": head.case_id})
        raise ExecutionSuperseded
    if not kind.statuses.is_over(head.status):
        return token.milestone in head.milestones
    if kind.process is None or head.status not in kind.process.get().carried_through:
        raise CaseClosed
    return True

"""The operators' job: do what is due with each of them, then ask those that can be asked."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.operators.carry_out import carry_out
from chalicelib.operators.connectors import open_connector
from chalicelib.operators.model import Connector
from chalicelib.operators.poll_requests import poll_requests
from chalicelib.operators.round import Round
from chalicelib.settings import load_settings

log = logging.getLogger(__name__)

WORKERS = 8
"""How many operators are asked at a time: one that hangs keeps its own worker and no other."""


def poll_operators(
    *,
    table: Table | None = None,
    is_over: Callable[[], bool] = lambda: False,
    connect: Callable[[str], Connector] = open_connector,
) -> dict[str, int]:
    """Run the job once; gives how many requests were acted on and how many were asked about."""
    round_ = Round(table or open_table(), business_now(), real_now(), is_over, connect)
    done = {"acted": carry_out(round_)}
    with ThreadPoolExecutor(WORKERS) as pool:
        asked = {one: pool.submit(_poll, round_, one) for one in list_polled()}
    counts = {operator: count.result() for operator, count in asked.items()}
    return done | {one: count for one, count in counts.items() if count is not None}


def _poll(round_: Round, operator: str) -> int | None:
    """Ask one operator, and count; None when its own trouble ends its pass."""
    try:
        return poll_requests(round_, operator)
    except OutsideTrouble as trouble:
        extra = {"operator": operator, "why": trouble.reason}
        log.warning("operator not polled", extra=extra)
        return None


def list_polled() -> tuple[str, ...]:
    """The operators of this stage that are asked about their requests."""
    operators = load_settings().operators.items()
    return tuple(code for code, one in operators if one.connector == "http")

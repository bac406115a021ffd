"""The operators' job: do what is due with each of them, then ask those that can be asked."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import monotonic

from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.operators.carry_out import carry_out_with, list_due, raise_failures
from chalicelib.operators.connectors import open_connector
from chalicelib.operators.model import Connector
from chalicelib.operators.poll_requests import poll_requests
from chalicelib.operators.round import Round
from chalicelib.settings import load_settings

log = logging.getLogger(__name__)

ACT_SHARE_S = 30.0
"""How long an operator is acted on in a run before it is asked: the rest of a run is for asking."""


def poll_operators(
    *,
    table: Table | None = None,
    is_over: Callable[[], bool] = lambda: False,
    connect: Callable[[str], Connector] = open_connector,
) -> dict[str, int]:
    """Run the job once; gives how many requests were acted on and how many were asked about.

    Every operator has a thread of its own. Raises RequestsFailed once all had their turn.
    """
    round_ = Round(table or open_table(), business_now(), real_now(), is_over, connect)
    until = monotonic() + ACT_SHARE_S
    acting = replace(round_, is_over=lambda: is_over() or monotonic() > until)
    due, polled = list_due(acting), list_polled()

    def serve(operator: str) -> tuple[int, int | None, tuple[Exception, ...]]:
        acted, failures = carry_out_with(acting, operator, due.get(operator, ()))
        return acted, _poll(round_, operator) if operator in polled else None, failures

    operators = tuple(dict.fromkeys((*due, *polled)))
    with ThreadPoolExecutor(max(1, len(operators))) as pool:
        served = dict(zip(operators, pool.map(serve, operators), strict=True))
    raise_failures([one for _acted, _asked, failures in served.values() for one in failures])
    counts = {operator: asked for operator, (_acted, asked, _failures) in served.items()}
    acted = sum(acted for acted, _asked, _failures in served.values())
    return {"acted": acted} | {one: asked for one, asked in counts.items() if asked is not None}


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

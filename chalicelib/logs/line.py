"""The line that ends an invocation: every request has one, so that it must cost next to nothing.

It is written to the standard output as the JSON that Lambda takes as it is: a `timestamp` and a
`level` are all that it asks of it. Through `logging` the same line costs nearly as many instructions
as all that our framework does around a request (decision 0077).
"""

import logging
import sys
import time
from collections.abc import Mapping
from json.encoder import encode_basestring_ascii as quote

from chalicelib.logs.invocation import Plain, context_now

log = logging.getLogger(__name__)

_second: list[object] = [0, ""]
"""The second that was written last, and how: many lines fall into one."""


def write_line(level: str, message: str, **fields: Plain | Mapping[str, int]) -> None:
    """Write one line of the invocation, with its context. Messages are constant."""
    if not log.isEnabledFor(logging.INFO):
        return
    rest = "".join(
        f',"{name}":{quote(value) if isinstance(value, str) else _plain(value)}'
        for name, value in {**context_now(), **fields}.items()
        if value is not None and value != ""
    )
    sys.stdout.write(
        f'{{"timestamp":"{_now()}","level":"{level}","message":"{message}",'
        f'"logger":"chalicelib.logs.line"{rest}}}\n'
    )


def write_request_line(level: str, status: int, duration_ms: int) -> None:
    """Write the line of a request: always the same fields, in a third of the instructions.

    Nothing in them needs an escape, but for what the gateway says: that is written the long way.
    """
    if not log.isEnabledFor(logging.INFO):
        return
    told = context_now()
    number, method = told["gateway_request_id"], told["method"]
    if not f"{number}{method}".replace("-", "a").isalnum():
        write_line(level, "request answered", status=status, duration_ms=duration_ms)
        return
    sys.stdout.write(
        f'{{"timestamp":"{_now()}","level":"{level}","message":"request answered",'
        f'"logger":"chalicelib.logs.line","function":"{told["function"]}",'
        f'"requestId":"{told["requestId"]}","gateway_request_id":"{number}","method":"{method}",'
        f'"route":"{told["route"]}","role":"{told["role"]}","actor":"{told["actor"]}",'
        f'"code":"{told["code"]}","status":{status},"duration_ms":{duration_ms}}}\n'
    )


def _now() -> object:
    second = int(time.time())
    if second != _second[0]:
        _second[:] = second, time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))
    return _second[1]


def _plain(value: float | Mapping[str, int] | None) -> str:
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{quote(name)}:{count}" for name, count in value.items()) + "}"
    return str(value)

"""The line that ends an invocation: every request has one, so that it must cost next to nothing.

It is written to the standard output as the JSON that Lambda takes as it is: a `timestamp` and a
`level` are all that it asks of it. Through `logging` the same line costs as many instructions as
the whole of our framework around a request (decision 0077).
"""

import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii as quote

from chalicelib.logs.invocation import Plain, context_now

log = logging.getLogger(__name__)


def write_line(level: int, message: str, **fields: Plain | Mapping[str, int]) -> None:
    """Write one line of the invocation, with its context. Messages are constant."""
    if not log.isEnabledFor(level):
        return
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    head = f'{{"timestamp":"{now[:23]}Z","level":"{logging.getLevelName(level)}"'
    rest = "".join(
        f',"{name}":{quote(value) if isinstance(value, str) else _plain(value)}'
        for name, value in {**context_now(), **fields}.items()
        if value is not None and value != ""
    )
    sys.stdout.write(f'{head},"message":"{message}","logger":"{__name__}"{rest}}}\n')


def _plain(value: float | Mapping[str, int] | None) -> str:
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{quote(name)}:{count}" for name, count in value.items()) + "}"
    return str(value)

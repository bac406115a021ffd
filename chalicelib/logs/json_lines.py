"""The JSON lines of Lambda's runtime, written where that runtime is not: one object a line."""

import json
import logging
import time
import traceback

INSTANT = "%Y-%m-%dT%H:%M:%SZ"
BLANK = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
"""What every record has: the rest is what we said of it."""


class JsonLines(logging.Formatter):
    """Formats as the runtime's client does: the same names, in the same shapes."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """Write one record as one line."""
        line: dict[str, object] = {
            "timestamp": self.formatTime(record, INSTANT),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            **_raised(record),
        }
        said = {k: v for k, v in vars(record).items() if k not in BLANK and k not in line}
        whole = {k: v for k, v in {**line, **said}.items() if v is not None}
        return json.dumps(whole, ensure_ascii=False, default=str) + "\n"


def _raised(record: logging.LogRecord) -> dict[str, object]:
    kind, error, trace = record.exc_info or (None, None, None)
    if kind is None:
        return {}
    return {
        "stackTrace": traceback.format_tb(trace),
        "errorType": kind.__name__,
        "errorMessage": str(error),
        "location": f"{record.pathname}:{record.funcName}:{record.lineno}",
    }

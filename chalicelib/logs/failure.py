"""What no rule explains: a service in trouble, or a bug of ours, logged once with its traceback."""

import logging

from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.logs.invocation import note

log = logging.getLogger(__name__)

BUSY = "service-busy"
OURS = "our-error"


def log_failure(error: Exception) -> bool:
    """Log an error that reached the outermost boundary; True when a service was in trouble.

    Of a group, each error is logged by itself: the group's own traceback leads to none of them.
    """
    if isinstance(error, OutsideTrouble):
        note(code=BUSY)
        extra = {"service": error.service, "why": error.reason}
        log.error("a service is in trouble", exc_info=error, extra=extra)
        return True
    note(code=OURS)
    for one in error.exceptions if isinstance(error, ExceptionGroup) else (error,):
        log.error("unexpected error", exc_info=one)
    return False

"""The line that every request ends with, whatever answered it: a page, an endpoint, or nobody."""

from collections.abc import Callable
from time import perf_counter_ns
from typing import Any

from chalicelib.logs.invocation import begin_request
from chalicelib.logs.line import write_request_line

WATCHED = frozenset({401, 403, 404, 429, 500, 503})
"""Refusals met by who tries what is not theirs, or too often, and failures: they stand out."""

# An event of API Gateway, and the answer that it takes.
type Event = dict[str, Any]


def answer_with_line(event: Event, context: object, answer: Callable[[Event, Any], Event]) -> Event:
    """Answer a request in its context, and tell how it ended."""
    began_ns = perf_counter_ns()
    asked = event["requestContext"]
    begin_request(context, asked.get("requestId"), asked["httpMethod"])
    try:
        answered = answer(event, context)
    except Exception as error:  # the gateway answers then, with the same number
        from chalicelib.logs.failure import log_failure

        log_failure(error)
        raise
    status: int = answered["statusCode"]
    level = "WARNING" if status in WATCHED else "INFO"
    write_request_line(level, status, (perf_counter_ns() - began_ns) // 1_000_000)
    return answered

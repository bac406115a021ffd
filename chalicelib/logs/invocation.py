"""What this invocation is about, added to every line that is logged during it.

An entrance calls `begin` with what it knows; who learns more on the way calls `note`:

    note(role=person.role, actor=person.user_id)
    with about(message_id=record_id):          # for a part of the invocation
        ...

A process of Lambda serves one invocation at a time, so the context belongs to the process. It is
no contextvar, because a thread that a page starts for its queries would not see one.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from chalicelib.logs.set_up import is_set_up, set_up

type Plain = str | int | float | None

_context: dict[str, Plain] = {}


REQUEST: Mapping[str, Plain] = {"route": "", "role": "", "actor": "", "code": ""}
"""What a request's line tells, before anything of it is known."""


def begin(lambda_context: object, fields: Mapping[str, Plain]) -> None:
    """Begin an invocation: forget the one before. `lambda_context` is Lambda's own, or None."""
    if not is_set_up():
        set_up(AddContext())
    _context.clear()
    _context.update(fields)
    _context["function"] = getattr(lambda_context, "function_name", "")
    _context["requestId"] = getattr(lambda_context, "aws_request_id", "")


def begin_request(lambda_context: object, number: Plain, method: Plain) -> None:
    """Begin a request; `number` is the gateway's own, which error pages show."""
    begin(lambda_context, REQUEST)
    _context["gateway_request_id"] = number
    _context["method"] = method


def note(**fields: Plain) -> None:
    """Add to what every line says from now on; None takes a field back."""
    _context.update(fields)


@contextmanager
def about(**fields: Plain) -> Iterator[None]:
    """Add to what every line says during a part of the invocation."""
    before = {name: _context.get(name) for name in fields}
    _context.update(fields)
    try:
        yield
    finally:
        _context.update(before)


def context_now() -> Mapping[str, Plain]:
    """Give the context as it is: empty values say nothing and are not written."""
    return _context


class AddContext(logging.Filter):
    """Gives each record the invocation's fields, and takes foreign words out of it.

    Our own messages are constant. What a library would fill into its message, and what an error
    of Python says, may repeat what somebody typed: the template and the type of the error stay.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the context to a record; every record passes."""
        known = record.__dict__
        for name, value in _context.items():
            if value not in {None, ""}:
                known.setdefault(name, value)
        if record.args and not record.name.startswith("chalicelib"):
            record.args = ()
        if record.exc_info and record.exc_info[0] is not None:
            from chalicelib.logs.safe_words import without_words

            record.exc_info = without_words(record.exc_info)
            record.exc_text = None
        return True

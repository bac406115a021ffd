"""The handlers of queues, streams, schedules and the state machine, with their context and line.

    @events.on_sqs_message(queue="uploads", name="check_document", batch_size=1)
    @event_handler
    def check_document(event: SQSEvent) -> Answer:

It stands below Chalice's decorator, and a house test holds that every handler has it. What an
event may hold that is personal is not looked at: ids alone are taken, by name.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from time import perf_counter_ns
from typing import Any, cast

from chalicelib.logs.invocation import Plain, begin, note
from chalicelib.logs.line import write_line
from chalicelib.logs.safe_words import withhold
from chalicelib.refusals import Refusal

type Event = Mapping[str, Any]

OF_A_TASK = ("execution", "case_id", "generation")
"""What the state machine hands to its tasks, beside the token that nobody may read."""


def event_handler[**P, R](handler: Callable[P, R]) -> Callable[P, R]:
    """Give a handler the invocation's context, and one line at its end."""

    @wraps(handler)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        began_ns = perf_counter_ns()
        event, context = _read(args)
        begin(context, _ids(event))
        answered: object = None
        level = "WARNING"
        try:
            answered = handler(*args, **kwargs)
            level = "INFO"
        except Exception as error:
            _note_failure(error)
            raise
        finally:
            write_line(level, "event answered", **_sums(began_ns, event, answered))
        return answered

    return answer


def _read(args: tuple[object, ...]) -> tuple[Event, object]:
    """Give the event as it came and Lambda's context: Chalice wraps both into one, but for tasks."""
    event = args[0]
    if isinstance(event, Mapping):
        return cast(Event, event), args[1] if len(args) > 1 else None
    whole: Any = event
    return cast(Event, whole.to_dict()), getattr(event, "context", None)


def _ids(event: Event) -> dict[str, Plain]:
    """Take the ids of an event: a schedule's, a lone message's, a task's execution and case."""
    records = event.get("Records") or []
    ids: dict[str, Plain] = {name: event.get(name) for name in OF_A_TASK}
    ids["event_id"] = event.get("id")
    if len(records) == 1:
        ids["message_id"] = records[0].get("messageId")
        ids["event_id"] = records[0].get("eventID")
    return ids


def _note_failure(error: Exception) -> None:
    """Log what leaves a handler: the queue, the state machine or the retry has it next."""
    if isinstance(error, Refusal):
        note(code=error.code)
        return
    from chalicelib.logs.failure import log_failure

    log_failure(error)
    withhold(error)


def _sums(began_ns: int, event: Event, answered: object) -> dict[str, Plain | Mapping[str, int]]:
    """Count what the line tells: how long it took, what came, what comes back, what was done."""
    sums: dict[str, Plain | Mapping[str, int]] = {
        "duration_ms": (perf_counter_ns() - began_ns) // 1_000_000
    }
    if "Records" in event:
        sums["records"] = len(event["Records"])
    told: Mapping[str, object] = answered if isinstance(answered, Mapping) else {}
    failures = told.get("batchItemFailures")
    if isinstance(failures, list):
        sums["failures"] = len(failures)
    counts = {name: int(value) for name, value in told.items() if isinstance(value, int)}
    if counts:
        sums["counts"] = counts
    return sums

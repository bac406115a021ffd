"""The timeline's Lambdas: steps of the state machine, and the two jobs that watch over it."""

from typing import Any

from chalice.app import Blueprint, CloudWatchEvent

from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.machine import open_machine
from chalicelib.aws.table import open_table
from chalicelib.logs.event_handler import event_handler
from chalicelib.timeline.model import Token

events = Blueprint(__name__)

type Payload = dict[str, Any]

SUPERVISION_MS = 60_000
"""What the cases may take that are under way when no more are begun, all of them to put right."""

LAST_SECONDS_MS = 10_000
"""What the due rows under way may take: none is begun when less is left."""


@events.lambda_function(name="register_token")
@event_handler
def register_token(event: Payload, _context: object) -> Payload:
    """Register the task token of a step that awaits a milestone."""
    from chalicelib.cases.registry import kind_of
    from chalicelib.timeline.register_token import register_token as register

    token = Token(
        case_id=str(event["case_id"]),
        generation=int(event["generation"]),
        milestone=str(event["milestone"]),
        token=str(event["token"]),
        since=real_now(),
    )
    machine = open_machine(kind_of(token.case_id).name)
    return {"reached": register(token, table=open_table(), machine=machine)}


@events.lambda_function(name="take_turn")
@event_handler
def take_turn(event: Payload, _context: object) -> Payload:
    """Bring a milestone about whose turn has come."""
    from chalicelib.timeline.take_turn import take_turn as take

    case_id, generation = str(event["case_id"]), int(event["generation"])
    return {"asked": take(case_id, generation, str(event["milestone"]), table=open_table())}


@events.schedule("rate(1 minute)", name="act_on_due")
@event_handler
def act_on_due(event: CloudWatchEvent) -> Payload:
    """Act on reminders and delays that are due by the business clock."""
    from chalicelib.cases.act_on_due import act_on_due as act

    context: Any = event.context
    acted = act(
        table=open_table(),
        now=business_now(),
        is_time_up=lambda: context.get_remaining_time_in_millis() < LAST_SECONDS_MS,
    )
    return {"acted": acted}


@events.schedule("rate(15 minutes)", name="supervise")
@event_handler
def supervise(event: CloudWatchEvent) -> Payload:
    """Put right the executions that are lost, failed, stalled or too old."""
    from chalicelib.timeline.supervise import supervise as watch_over

    context: Any = event.context
    found = watch_over(
        table=open_table(),
        real=real_now(),
        is_time_up=lambda: context.get_remaining_time_in_millis() < SUPERVISION_MS,
    )
    return {str(name): count for name, count in found.items()}

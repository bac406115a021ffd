"""The relay's Lambdas: the fast way by the stream, and the sure way by the list."""

from functools import partial
from typing import Any

from chalice.app import Blueprint, CloudWatchEvent, DynamoDBEvent

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import open_table
from chalicelib.logs.event_handler import event_handler
from chalicelib.notices.account_mail import answer_ask, answer_asks
from chalicelib.relay.dispatch import Dispatcher
from chalicelib.relay.relay_records import relay_records
from chalicelib.relay.replay_unrelayed import (
    STREAMS_TURN,
    EventsNotRelayed,
    replay_set_aside,
)
from chalicelib.relay.replay_unrelayed import replay_unrelayed as replay

events = Blueprint(__name__)

STREAM = "arn:aws:dynamodb:eu-west-3:123456789012:table/raccordo/stream/given-by-the-stack"
LAST_SECONDS_MS = 30_000
"""What a page of a replay may take: no page is begun when less is left."""

type BatchAnswer = dict[str, list[dict[str, str]]]


@events.on_dynamodb_record(STREAM, batch_size=25, starting_position="TRIM_HORIZON", name="relay")
@event_handler
def relay(event: DynamoDBEvent) -> BatchAnswer:
    """Relay the journal's new events, and the mails asked for, as the stream brings them."""
    records, table = event.to_dict()["Records"], open_table()
    dispatcher = Dispatcher(table)
    failed = relay_records(records, dispatcher.dispatch, partial(answer_ask, table=table))
    return {"batchItemFailures": [{"itemIdentifier": place} for place in failed]}


@events.schedule("rate(5 minutes)", name="replay_unrelayed")
@event_handler
def replay_unrelayed(event: CloudWatchEvent) -> dict[str, int]:
    """Relay what the stream did not, and fail aloud when some of it cannot be."""
    context: Any = event.context
    table = open_table()
    dispatcher = Dispatcher(table)
    done = replay(
        dispatcher.dispatch,
        table=table,
        real=real_now(),
        is_time_up=lambda: context.get_remaining_time_in_millis() < LAST_SECONDS_MS,
    )
    aside = replay_set_aside(dispatcher.dispatch, table=table)
    answered = answer_asks(table=table, up_to=real_now() - STREAMS_TURN)
    if done.failed or aside:
        raise EventsNotRelayed(f"{done.failed} of {done.failed + done.relayed}, {aside} set aside")
    return {"relayed": done.relayed, "answered": answered}

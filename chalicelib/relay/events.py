"""The relay's Lambdas: the fast way by the stream, and the sure way by the list."""

import logging
import time
from datetime import timedelta
from functools import lru_cache, partial

from chalice.app import Blueprint, CloudWatchEvent, DynamoDBEvent

from chalicelib.audit.relayed import read_aside
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.logs.event_handler import event_handler
from chalicelib.notices.account_mail import answer_ask, answer_asks
from chalicelib.relay.dispatch import Dispatcher
from chalicelib.relay.relay_records import relay_records
from chalicelib.relay.replay_unrelayed import EventsNotRelayed
from chalicelib.relay.replay_unrelayed import replay_unrelayed as replay

log = logging.getLogger(__name__)
events = Blueprint(__name__)

STREAM = "arn:aws:dynamodb:eu-west-3:123456789012:table/raccordo/stream/given-by-the-stack"

TRIES_S = 4.0
"""So long a batch that met a service in trouble tries again: the next batch waits for it."""

SHARE_S = 8.0
"""So long one consumer may take in a batch: with all six that a dossier has, a minute is enough."""

RUN_S = 40.0
"""After so long a replay begins no page: the next one, a minute after it, goes on there."""

ASKS_TURN = timedelta(minutes=5)
"""How long, in real time, a mail that was asked for is left to the stream."""

type BatchAnswer = dict[str, list[dict[str, str]]]


@lru_cache(maxsize=1)
def _dispatcher_of(table: Table) -> Dispatcher:
    """Give the dispatcher of this process, which remembers from batch to batch who is in trouble."""
    return Dispatcher(table)


@events.on_dynamodb_record(STREAM, batch_size=25, starting_position="TRIM_HORIZON", name="relay")
@event_handler
def relay(event: DynamoDBEvent) -> BatchAnswer:
    """Relay the journal's new events, and the mails asked for, as the stream brings them."""
    records, table = event.to_dict()["Records"], open_table()
    dispatcher = _dispatcher_of(table)
    dispatcher.begin(SHARE_S)
    failed = relay_records(records, dispatcher.dispatch_row, partial(answer_ask, table=table))
    dispatcher.try_again(TRIES_S)
    return {"batchItemFailures": [{"itemIdentifier": place} for place in failed]}


@events.schedule("rate(1 minute)", name="replay_unrelayed")
@event_handler
def replay_unrelayed(_event: CloudWatchEvent) -> dict[str, int]:
    """Relay what the stream did not, and fail aloud when some of it cannot be for minutes."""
    table, until = open_table(), time.monotonic() + RUN_S
    done = replay(
        Dispatcher(table),
        table=table,
        real=real_now(),
        is_time_up=lambda: time.monotonic() > until,
    )
    answered = answer_asks(table=table, up_to=real_now() - ASKS_TURN)
    aside = read_aside(table)
    if aside.count:
        log.error("events are set aside", extra={"count": aside.count})
    if done.late:
        raise EventsNotRelayed(f"{done.late} of {done.failed + done.relayed}")
    return {"relayed": done.relayed, "answered": answered, "set_aside": aside.count}

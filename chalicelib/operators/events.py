"""The operators' Lambdas: the job that files and asks, and the reader of dropped files."""

import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from chalice.app import Blueprint, CloudWatchEvent, SQSEvent, SQSRecord

from chalicelib.logs.event_handler import event_handler
from chalicelib.logs.invocation import about

events = Blueprint(__name__)
log = logging.getLogger(__name__)

LEAST_LEFT_MS = 15_000
"""Nothing new is begun when less time than this is left."""


@events.schedule("rate(1 minute)", name="poll_operators")
@event_handler
def poll_operators(event: CloudWatchEvent) -> dict[str, int]:
    """File, order and cancel what is due, then ask operators about their open requests."""
    from chalicelib.operators.poll_operators import poll_operators as poll

    context: Any = event.context
    return poll(is_over=lambda: context.get_remaining_time_in_millis() < LEAST_LEFT_MS)


@events.on_sqs_message(queue="DropQueue", batch_size=5, name="read_drop")
@event_handler
def read_drop(event: SQSEvent) -> dict[str, list[dict[str, str]]]:
    """Read the files that operators dropped; messages that fail come back alone."""
    failed = [_message_id(record) for record in event if not _is_read(record)]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def _is_read(record: SQSRecord) -> bool:
    from chalicelib.operators.read_drop import read_drop as read

    with about(message_id=_message_id(record)):
        try:
            for bucket, key in list_dropped(record.body):
                read(bucket, key)
        except Exception:  # one poison message must not take its batch along
            log.exception("dropped file not read")
            return False
    return True


def list_dropped(body: str) -> Iterator[tuple[str, str]]:
    """List the bucket and the key of every object that an S3 notification tells of."""
    # S3 sends one test message without records, and encodes keys as a form does.
    for record in json.loads(body).get("Records", []):
        s3 = record["s3"]
        yield s3["bucket"]["name"], unquote_plus(s3["object"]["key"])


def _message_id(record: SQSRecord) -> str:
    return str(record.to_dict()["messageId"])

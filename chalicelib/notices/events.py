"""The notices' Lambdas: send, record what SES says, replay."""

import json
import logging
from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, CloudWatchEvent, SQSEvent, SQSRecord

from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.logs.event_handler import event_handler
from chalicelib.logs.invocation import about
from chalicelib.refusals import Refusal

events = Blueprint(__name__)
log = logging.getLogger(__name__)

type Failures = dict[str, list[dict[str, str]]]


@events.on_sqs_message(queue="NoticesQueue", batch_size=10, name="send_notice")
@event_handler
def send_notice(event: SQSEvent) -> Failures:
    """Send the notices of a batch; those of a stopped sender wait for the replay."""
    from chalicelib.notices.send import (
        SenderStopped,
        open_post,
        require_good_standing,
    )
    from chalicelib.notices.send import send_notice as send

    post = open_post()
    try:
        require_good_standing(post)
    except SenderStopped:
        return {"batchItemFailures": []}

    def send_one(body: str) -> None:
        message = json.loads(body)
        send(message["case_id"], message["notice_id"], post=post)

    return each_message(event, send_one)


@events.on_sqs_message(queue="FeedbackQueue", batch_size=10, name="record_feedback")
@event_handler
def record_feedback(event: SQSEvent) -> Failures:
    """Record what SES says of our mails; what speaks of none is passed over."""
    from chalicelib.notices.feedback import NotOurs, read_feedback
    from chalicelib.notices.record_feedback import record_feedback as record

    def record_one(body: str) -> None:
        try:
            feedback = read_feedback(body)
        except NotOurs as not_ours:
            log.info("feedback passed over", extra={"why": str(not_ours)})
            return
        record(feedback)

    return each_message(event, record_one)


@events.schedule("rate(5 minutes)", name="replay_notices")
@event_handler
def replay_notices(_event: CloudWatchEvent) -> dict[str, int]:
    """Call again for what was never sent or is of unknown outcome; queue the weekly summaries due."""
    from chalicelib.notices.queue_summaries import queue_summaries
    from chalicelib.notices.replay_notices import replay_notices as replay

    return {"replayed": replay(), "summaries": queue_summaries()}


def each_message(event: SQSEvent, act: Callable[[str], None]) -> Failures:
    """Act on every message of a batch; those that fail come back alone, and the others are done."""
    failed = [_message_id(record) for record in event if not _acted(record, act)]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def _acted(record: SQSRecord, act: Callable[[str], None]) -> bool:
    from chalicelib.notices.record_feedback import FeedbackTooEarly

    with about(message_id=_message_id(record)):
        try:
            act(record.body)
        except (OutsideTrouble, Refusal, FeedbackTooEarly) as trouble:
            log.warning("message comes back", extra={"why": type(trouble).__name__})
            return False
        except Exception:  # one poison message must not take its batch along
            log.exception("message failed")
            return False
    return True


def _message_id(record: SQSRecord) -> str:
    whole: dict[str, Any] = record.to_dict()
    return str(whole["messageId"])

"""The documents' Lambdas: the check of what arrives, and the sweep of what was left behind."""

import json
import logging
from functools import cache
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint, CloudWatchEvent, SQSEvent

from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.cases.files.keys import list_arrivals
from chalicelib.logs.event_handler import event_handler
from chalicelib.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.verdicts.check_version import Desk
    from chalicelib.verdicts.warm_child import WarmChild

log = logging.getLogger(__name__)

events = Blueprint(__name__)

type Answer = dict[str, Any]

LAST_SECONDS_MS = 30_000
"""What a hundred dossiers may take to compare: no more are begun when less is left."""


@events.on_sqs_message(queue="uploads", name="check_document", batch_size=1)
@event_handler
def check_document(event: SQSEvent) -> Answer:
    """Check every file of every message; only the messages in trouble come back (R30, R33).

    One message an invocation: a file may take all its time, and no other waits behind it.
    """
    desk = _open_desk()
    failed = [
        message["messageId"]
        for message in event.to_dict()["Records"]
        if not _is_done(message["body"], desk)
    ]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


@events.schedule("rate(10 minutes)", name="sweep_documents")
@event_handler
def sweep_documents(_event: CloudWatchEvent) -> Answer:
    """Check again what is pending, hold what cannot be judged, let go what lies there in vain."""
    from chalicelib.aws.clock import real_now
    from chalicelib.aws.queue import send_messages
    from chalicelib.aws.table import open_table
    from chalicelib.cases.files.sweep_files import sweep_files

    settings = load_settings()
    return dict(
        sweep_files(
            table=open_table(),
            settings=settings,
            send=lambda messages: send_messages(settings.uploads_queue, messages),
            real=real_now(),
        )
    )


@events.schedule("rate(1 hour)", name="reconcile_documents")
@event_handler
def reconcile_documents(event: CloudWatchEvent) -> Answer:
    """Compare some cases with the buckets: copies without rows, rows without copies."""
    from chalicelib.aws.table import open_table
    from chalicelib.cases.files.reconcile import reconcile_files

    run_id = str(event.to_dict()["id"])
    context: Any = event.context
    found = reconcile_files(
        table=open_table(),
        settings=load_settings(),
        run_id=run_id,
        is_time_up=lambda: context.get_remaining_time_in_millis() < LAST_SECONDS_MS,
    )
    return dict(found)


def _is_done(body: str, desk: "Desk") -> bool:
    """Check what one message tells of; False when it must come again."""
    from chalicelib.cases.files.check_arrival import check_arrival

    try:
        for arrival in list_arrivals(json.loads(body)):
            check_arrival(arrival, desk)
    except OutsideTrouble as trouble:
        log.warning("a file could not be checked", extra={"service": trouble.service})
        return False
    except Exception:  # one file's bug must not hold back the others of the batch
        log.exception("a file's check failed")
        return False
    return True


@cache
def _child() -> "WarmChild":
    from chalicelib.verdicts.warm_child import WarmChild

    return WarmChild()


def _open_desk() -> "Desk":
    from chalicelib.verdicts.check_version import Desk

    settings = load_settings()
    return Desk(
        _child(),
        settings.scanner,
        settings.documents_bucket,
        scanner_address=settings.scanner_address,
    )

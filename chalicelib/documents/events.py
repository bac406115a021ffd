"""The documents' Lambdas: the check of what arrives, and the sweep of what was left behind."""

import json
import logging
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint, CloudWatchEvent, SQSEvent

from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.documents.keys import list_arrivals
from chalicelib.library.keys import UPLOADS_PREFIX
from chalicelib.refusals import NotFound
from chalicelib.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.verdicts.check_version import Desk
    from chalicelib.verdicts.warm_child import WarmChild

log = logging.getLogger(__name__)

events = Blueprint(__name__)

type Answer = dict[str, Any]
type Sweep = Callable[..., Counter[str]]


@events.on_sqs_message(queue="uploads", name="check_document", batch_size=5)
def check_document(event: SQSEvent) -> Answer:
    """Check every file of every message; only the messages in trouble come back (R30, R33)."""
    desk = _open_desk()
    failed = [
        message["messageId"]
        for message in event.to_dict()["Records"]
        if not _is_done(message["body"], desk)
    ]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


@events.schedule("rate(10 minutes)", name="sweep_documents")
def sweep_documents(_event: CloudWatchEvent) -> Answer:
    """Check again what is pending, hold what cannot be judged, forget what never came.

    The library's versions have their turn too, whatever becomes of the pieces'.
    """
    from chalicelib.documents.sweep_pending import sweep_pending
    from chalicelib.library.sweep_library import sweep_library

    done: Counter[str] = Counter()
    failures: list[Exception] = []
    for sweep in (sweep_pending, sweep_library):
        try:
            done += _sweep_with(sweep)
        except Exception as trouble:  # raised below, once the other had its turn
            log.exception("a sweep failed")
            failures.append(trouble)
    if failures:
        raise ExceptionGroup("files not swept", failures)
    return dict(done)


def _sweep_with(sweep: "Sweep") -> Counter[str]:
    from chalicelib.aws.clock import real_now
    from chalicelib.aws.queue import send_messages
    from chalicelib.aws.table import open_table

    settings = load_settings()
    return sweep(
        table=open_table(),
        uploads_bucket=settings.uploads_bucket,
        send=lambda messages: send_messages(settings.uploads_queue, messages),
        scanner=settings.scanner,
        real=real_now(),
    )


def _is_done(body: str, desk: "Desk") -> bool:
    """Check what one message tells of; False when it must come again."""
    from chalicelib.documents.check_upload import check_upload
    from chalicelib.library.check_arrival import check_arrival

    try:
        for arrival in list_arrivals(json.loads(body)):
            is_of_library = arrival.key.startswith(UPLOADS_PREFIX)
            check = check_arrival if is_of_library else check_upload
            check(arrival, desk)
    except OutsideTrouble as trouble:
        log.warning("a file could not be checked", extra={"service": trouble.service})
        return False
    except NotFound:
        log.warning("a file of no dossier")
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
    return Desk(_child(), settings.scanner, settings.documents_bucket)

"""The exports' Lambda: it makes the files that people asked for."""

import json
import logging
from typing import Any

from chalice.app import Blueprint, SQSEvent

log = logging.getLogger(__name__)

events = Blueprint(__name__)

MOST_TRIES = 5
"""As often as the queue brings a message before it goes to the dead letters."""


@events.on_sqs_message(queue="JobsQueue", name="run_job", batch_size=1)
def run_job(event: SQSEvent) -> dict[str, Any]:
    """Do the job of each message; one that fails comes back, and is told to its person at last."""
    failed = [
        message["messageId"] for message in event.to_dict()["Records"] if not _is_done(message)
    ]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def _is_done(message: dict[str, Any]) -> bool:
    from chalicelib.exports.run_job import fail_job
    from chalicelib.exports.run_job import run_job as run

    job_id = ""
    try:
        job_id = str(json.loads(message["body"])["job_id"])
        run(job_id)
    except Exception:  # whatever it is, the message comes back and its person is told at last
        log.exception("job failed", extra={"job_id": job_id})
        if job_id and int(message["attributes"]["ApproximateReceiveCount"]) >= MOST_TRIES:
            fail_job(job_id)
        return False
    return True

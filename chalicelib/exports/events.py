"""The exports' Lambda: it makes the files that people asked for."""

import json
import logging
from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.logs.event_handler import event_handler

log = logging.getLogger(__name__)

events = Blueprint(__name__)

MOST_TRIES = 5
"""As often as the queue brings a message before it goes to the dead letters."""


@events.on_sqs_message(queue="JobsQueue", name="run_job", batch_size=1)
@event_handler
def run_job(event: SQSEvent) -> dict[str, Any]:
    """Do the job of each message; one that fails comes back, and is told to its person at last."""
    failed = [
        message["messageId"] for message in event.to_dict()["Records"] if not _is_done(message)
    ]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def _is_done(message: dict[str, Any]) -> bool:
    job_id = ""
    try:
        job_id = str(json.loads(message["body"])["job_id"])
        _run(job_id)
    except Exception:  # whatever it is, the message comes back and its person is told at last
        log.exception("job failed", extra={"job_id": job_id})
        if (
            job_id
            and not is_batch(job_id)
            and int(message["attributes"]["ApproximateReceiveCount"]) >= MOST_TRIES
        ):
            from chalicelib.exports.run_job import fail_job

            fail_job(job_id)
        return False
    return True


def is_batch(job_id: str) -> bool:
    """Say whether a job is an agent's act on many dossiers: what it left can be begun again."""
    from chalicelib.desk.model import BATCH_PREFIX

    return job_id.startswith(BATCH_PREFIX)


def _run(job_id: str) -> None:
    """Do a job with what its kind needs, and import nothing else."""
    if is_batch(job_id):
        from chalicelib.desk.run_batch import run_batch

        run_batch(job_id)
        return
    from chalicelib.exports.run_job import run_job as run

    run(job_id)

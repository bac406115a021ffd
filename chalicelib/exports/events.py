"""The jobs' Lambda: it does the long work that people asked for."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.cases.kind import Later, Wanted
from chalicelib.cases.registry import prefix_of
from chalicelib.logs.event_handler import event_handler

log = logging.getLogger(__name__)

events = Blueprint(__name__)

MOST_TRIES = 5
"""As often as the queue brings a message before it goes to the dead letters."""

MOST_TRIES_AT_A_FAULT = 2
"""How often a job meets a fault of ours before its person is told: nobody waits an hour for it."""


@dataclass(frozen=True, slots=True)
class Runner:
    """Who does a message's work; `fail` tells its person once it was tried for the last time."""

    run: Wanted[Callable[[str], object]]
    fail: Wanted[Callable[[str], object]] | None = None


RUNNERS: Mapping[str, Runner] = {
    "job": Runner(
        Later("chalicelib.exports.run_job:run_job"), Later("chalicelib.exports.run_job:fail_job")
    ),
    # What an agent's act on many cases left can be begun again: it never fails as a whole.
    "bat": Runner(Later("chalicelib.desk.run_batch:run_batch")),
}
"""By the prefix of the work's id: only what it needs is imported."""


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
        _runner_of(job_id).run.get()(job_id)
    except Exception as trouble:  # whatever it is, the message comes back and its person is told
        log.exception("job failed", extra={"job_id": job_id})
        most = MOST_TRIES if isinstance(trouble, OutsideTrouble) else MOST_TRIES_AT_A_FAULT
        if int(message["attributes"]["ApproximateReceiveCount"]) >= most:
            _tell_failure(job_id)
        return False
    return True


def _tell_failure(job_id: str) -> None:
    runner = RUNNERS.get(prefix_of(job_id))
    if runner and runner.fail:
        runner.fail.get()(job_id)


def _runner_of(job_id: str) -> Runner:
    """Give who does this work; what is no other's is a job, which says itself that nobody knows it."""
    return RUNNERS.get(prefix_of(job_id), RUNNERS["job"])

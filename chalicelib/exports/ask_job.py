"""Ask for a job: it is kept, then its queue is told; one key makes one job."""

from collections.abc import Callable, Mapping, Sequence

from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.queue import send_messages
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.create_once import LONGEST_KEY, InvalidKey
from chalicelib.cases.kind import AnyKind
from chalicelib.exports import store
from chalicelib.exports.model import Job, JobFormat, JobState
from chalicelib.exports.work import find_work
from chalicelib.policy.actors import Actor
from chalicelib.policy.require import require
from chalicelib.refusals import KeyReused, NotFound, Refusal
from chalicelib.settings import load_settings

type Send = Callable[[Sequence[Mapping[str, object]]], None]


class JobOver(Refusal):
    """The job is finished, failed or cancelled already."""

    code = "job-over"
    status = 409
    message = "Ce travail est déjà terminé : rechargez la page pour voir ce qu’il en est."


def new_job(kind: AnyKind, name: str, form: JobFormat, *, idempotency_key: str, by: Actor) -> Job:
    """Make a job of a kind's that is asked for now, for its asker to fill in; nothing is kept yet.

    NotFound for a name that the kind has no job of, NotAllowed, InvalidKey.
    """
    work = find_work(kind, name)
    require(by, work.may or kind.see)
    return Job(
        job_id=name_job(by, idempotency_key),
        person_id=by.person_id,
        firm_id=by.firm_id,
        of=kind.prefix,
        kind=name,
        format=form,
        asked_at=real_now(),
        role=by.role,
    )


def name_job(by: Actor, idempotency_key: str) -> str:
    """Give the id of the job that a key stands for, for this person; InvalidKey."""
    if not 0 < len(idempotency_key) <= LONGEST_KEY:
        raise InvalidKey(most=LONGEST_KEY)
    return f"job_{fingerprint(f'{by.person_id}#{idempotency_key}')[:32]}"


def begin_job(job: Job, *, by: Actor, table: Table, send: Send | None = None) -> Job:
    """Keep a job unless it is kept already, tell its queue while it waits, and give it.

    A repeated key tells the queue again: a message that was lost is made up for, one too many does
    nothing. KeyReused when the job that its key stands for is another.
    """
    if not store.put_job(table, job):
        known = load_job(job.job_id, by=by, table=table)
        if known.wish != job.wish:
            raise KeyReused
        job = known
    if job.state is JobState.WAITING:
        (send or _send)([{"job_id": job.job_id}])
    return job


def load_job(job_id: str, *, by: Actor, table: Table | None = None) -> Job:
    """Load a job of the asker; NotFound for another's."""
    job = store.find_job(table or open_table(), job_id)
    if job is None or job.person_id != by.person_id or job.firm_id != by.firm_id:
        raise NotFound
    return job


def list_own_jobs(*, by: Actor, table: Table | None = None) -> tuple[Job, ...]:
    """List the latest jobs of the asker, newest first; those of a firm they left are not theirs."""
    jobs = store.list_jobs(table or open_table(), by.person_id)
    return tuple(job for job in jobs if job.firm_id == by.firm_id)


def cancel_job(job_id: str, *, by: Actor, table: Table | None = None) -> None:
    """Stop a job that is under way; JobOver when it is not any more, NotFound for another's."""
    table = table or open_table()
    load_job(job_id, by=by, table=table)
    if not store.move_job(table, job_id, JobState.CANCELLED):
        raise JobOver


def ask_again(
    job_id: str, *, by: Actor, table: Table | None = None, send: Send | None = None
) -> None:
    """Have a job done that failed, or whose message was lost; NotFound for another's."""
    table = table or open_table()
    job = load_job(job_id, by=by, table=table)
    if job.state is JobState.FAILED and not job.refusal:
        store.reopen_job(table, job_id)
    elif job.state is not JobState.WAITING:
        raise JobOver
    (send or _send)([{"job_id": job_id}])


def _send(messages: Sequence[Mapping[str, object]]) -> None:
    send_messages(load_settings().jobs_queue, messages)

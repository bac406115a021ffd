"""How jobs are kept: `W#<job>` / `JOB`, forgotten by the table two days later.

`W#<person>` / `OWN#<instant>#<job>` beside it leads their asker back to them.
"""

from collections.abc import Mapping

import msgspec

from chalicelib.aws.items import Attribute, Item, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.exports.model import UNDER_WAY, Job, JobState
from chalicelib.rows.instants import stamp
from chalicelib.rows.service import JOB, JOBS_OF_PERSON, OWN_JOB

MOST_LISTED = 20


def expiry_of(job: Job) -> int:
    """Give when the table forgets what it keeps of a job, in seconds of real time."""
    return JOB.expires_s(job.asked_at)


def find_job(table: Table, job_id: str) -> Job | None:
    """Find a job, strongly read."""
    item = table.get(*JOB.key(job_id), consistent=True)
    return msgspec.convert(item, Job) if item else None


def list_jobs(table: Table, person_id: str) -> tuple[Job, ...]:
    """List the latest jobs that a person asked for, newest first: one query, one batch."""
    owned = table.query(
        JOBS_OF_PERSON.pk(person_id),
        prefix=OWN_JOB.prefix,
        newest_first=True,
        limit=MOST_LISTED,
        consistent=True,
    ).items
    keys = [JOB.key(row["job_id"]) for row in owned]
    found = (
        {item["job_id"]: item for item in table.batch_get(keys, consistent=True)} if keys else {}
    )
    ids = (row["job_id"] for row in owned)
    return tuple(msgspec.convert(found[one], Job) for one in ids if one in found)


def put_job(table: Table, job: Job) -> bool:
    """Keep a new job; False when it is known already."""
    item: Item = msgspec.to_builtins(job)
    item |= {**JOB.columns(job.job_id), "expires_s": expiry_of(job)}
    own: Item = {
        **OWN_JOB.columns(job.person_id, stamp(job.asked_at), job.job_id),
        "job_id": job.job_id,
        "expires_s": expiry_of(job),
    }
    try:
        table.transact([Put(item, absent=True), Put(own)])
    except ConditionFailed:
        return False
    return True


def move_job(table: Table, job_id: str, state: JobState, **known: Attribute) -> bool:
    """Note where a job stands; False when it is not under way any more."""
    return _update(table, job_id, {"state": str(state), **known})


def reopen_job(table: Table, job_id: str) -> bool:
    """Let a failed job wait again; False when it did not fail."""
    update = Update(
        *JOB.key(job_id),
        set={"state": str(JobState.WAITING), "lines_read": 0, "lines_kept": 0},
        expect={"state": str(JobState.FAILED)},
    )
    try:
        table.write(update)
    except ConditionFailed:
        return False
    return True


def _update(table: Table, job_id: str, changed: Mapping[str, Attribute]) -> bool:
    states = {f"under_way_{at}": str(one) for at, one in enumerate(sorted(UNDER_WAY))}
    names = ", ".join(f":{name}" for name in states)
    update = Update(*JOB.key(job_id), set=changed, condition=f"#state IN ({names})", values=states)
    try:
        table.write(update)
    except ConditionFailed:
        return False
    return True

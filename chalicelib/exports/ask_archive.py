"""Ask for everything that a case holds, in one ZIP."""

from dataclasses import replace

from chalicelib.aws.table import Table, open_table
from chalicelib.cases.load import load_case
from chalicelib.cases.registry import kind_of
from chalicelib.exports.archive import archived_of, list_entries
from chalicelib.exports.ask_job import Send, begin_job, new_job
from chalicelib.exports.model import Job, JobFormat
from chalicelib.exports.work import ARCHIVE
from chalicelib.policy.actors import Actor


def ask_archive(
    case_id: str,
    *,
    idempotency_key: str,
    by: Actor,
    name: str = ARCHIVE,
    table: Table | None = None,
    send: Send | None = None,
) -> Job:
    """Keep the wish for a case's archive, tell the queue, and give the job.

    `name` is that of the kind's job. A repeated key gives the same job. Raises NotFound for a case
    that is none of the actor's business, ArchiveTooBig, InvalidKey, and what its kind refuses.
    """
    kind, table = kind_of(case_id), table or open_table()
    case = load_case(kind, case_id, seen_by=by, table=table)
    archived = archived_of(kind)
    job = replace(
        new_job(kind, name, JobFormat.ZIP, idempotency_key=idempotency_key, by=by),
        file_name=f"{archived.name(case)}.zip",
        case_id=case_id,
        reference=archived.number(case),
        lines_total=len(list_entries(archived, case)),
    )
    return begin_job(job, by=by, table=table, send=send)

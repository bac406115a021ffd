"""Ask for everything that a dossier holds, in one ZIP."""

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.exports.archive import list_entries
from chalicelib.exports.ask_export import Send, begin_job, name_job
from chalicelib.exports.model import Format, Job, JobKind


def ask_archive(
    dossier_id: str,
    *,
    idempotency_key: str,
    by: Actor,
    table: Table | None = None,
    send: Send | None = None,
) -> Job:
    """Keep the wish for a dossier's archive, tell the queue, and give the job.

    A repeated key gives the same job. Raises NotFound for a dossier that is none of the
    actor's business, NothingToArchive, ArchiveTooBig, InvalidKey.
    """
    table = table or open_table()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    job = Job(
        job_id=name_job(by, idempotency_key),
        person_id=by.person_id,
        firm_id=by.firm_id,
        format=Format.ZIP,
        space=dossier.head.space.value,
        asked_at=real_now(),
        lines_total=len(list_entries(dossier)),
        kind=JobKind.DOSSIER,
        role=by.role,
        dossier_id=dossier_id,
        reference=dossier.head.reference,
    )
    return begin_job(job, by=by, table=table, send=send)

"""Make the mandate of a dossier, filled in, as a PDF for a hand to sign."""

from pathlib import Path

from chalicelib.aws.table import Table
from chalicelib.connection_jobs.ask_mandate import require_client
from chalicelib.dossiers.load import load_dossier
from chalicelib.exports.model import Job
from chalicelib.exports.work import Made


def make_mandate(job: Job, folder: Path, /, *, table: Table) -> Made:
    """Draw the mandate of a job's dossier; the same job always draws the same.

    Raises NotFound for who may not see the dossier any more, NobodyToMandate.
    """
    from chalicelib.subscription.draw_mandate import draw_mandate

    dossier = load_dossier(job.case_id, seen_by=job.actor, table=table)
    require_client(dossier)
    path = folder / job.file_name
    path.write_bytes(draw_mandate(dossier, job.asked_at))
    return Made(path, {"lines_read": 1, "lines_kept": 1})

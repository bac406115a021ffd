"""Ask for the drafts of a sheet's lines: the sheet is kept for a day, its job reads it."""

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from chalicelib.aws.ids import fingerprint
from chalicelib.aws.sealed import put_sealed
from chalicelib.aws.table import Table, open_table
from chalicelib.connection_jobs.make_drafts import sheet_key
from chalicelib.connection_jobs.works import DEPOSIT
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.exports.ask_job import Send, begin_job, name_job, new_job
from chalicelib.exports.model import Job, JobFormat
from chalicelib.policy.actors import Actor
from chalicelib.reference.days import legal_day
from chalicelib.rows.objects import SHEET_TEMPLATE
from chalicelib.settings import load_settings
from chalicelib.sheets.read_csv import decode, read_csv
from chalicelib.sheets.read_lines import read_lines, require_room
from chalicelib.sheets.read_xlsx import is_workbook


def ask_deposit(
    content: bytes,
    *,
    idempotency_key: str,
    by: Actor,
    table: Table | None = None,
    send: Send | None = None,
) -> Job:
    """Keep a sheet, tell the queue, and give the job; the same sheet of the same page once.

    Lines of text are looked at here already, so that what is wrong with all of them is told at
    once; a workbook is opened by its job alone. Raises SheetRefused, NotAllowed, InvalidKey.
    """
    job = new_job(DOSSIER, DEPOSIT, JobFormat.CSV, idempotency_key=idempotency_key, by=by)
    require_room(content)
    is_text = not is_workbook(content)
    lines_total = len(read_lines(read_csv(decode(content))).lines) if is_text else 0
    sha256 = hashlib.sha256(content).hexdigest()
    # Who goes back, corrects and sends again sends another sheet: the page's key is the same.
    job = replace(
        job,
        job_id=name_job(by, fingerprint(f"{idempotency_key}#{sha256}")),
        file_name=f"lignes-a-corriger-{legal_day(job.asked_at)}.csv",
        lines_total=lines_total,
    )
    bucket = load_settings().documents_bucket
    kind = "text/csv" if is_text else "application/octet-stream"
    put_sealed(content, bucket, sheet_key(job.job_id), content_type=kind)
    return begin_job(job, by=by, table=table or open_table(), send=send)


def read_template() -> str:
    """Give an address from which the workbook to fill in downloads for five minutes."""
    from chalicelib.aws.bucket import sign_get
    from chalicelib.exports.model import CONTENT_TYPES
    from chalicelib.exports.read_file import LINK_S
    from chalicelib.sheets.template import write_xlsx_template

    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_xlsx_template(path)
        content = path.read_bytes()
    bucket, kind = load_settings().documents_bucket, CONTENT_TYPES[JobFormat.XLSX]
    key = SHEET_TEMPLATE.key(hashlib.sha256(content).hexdigest())
    put_sealed(content, bucket, key, content_type=kind)
    return sign_get(
        bucket,
        key,
        version_id="",
        disposition='attachment; filename="modele-depot-groupe.xlsx"',
        content_type=kind,
        expires_s=LINK_S,
    )

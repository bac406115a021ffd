"""Ask for the drafts of a sheet's lines: the sheet is kept for a day, its job reads it."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.sealed import put_sealed
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.model import Space
from chalicelib.exports.ask_export import Send, begin_job, name_job
from chalicelib.exports.make_drafts import sheet_key
from chalicelib.exports.model import Format, Job, JobKind
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
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
    require(by, Connection.DEPOSIT_MANY)
    require_room(content)
    is_text = not is_workbook(content)
    lines_total = len(read_lines(read_csv(decode(content))).lines) if is_text else 0
    sha256 = hashlib.sha256(content).hexdigest()
    name_job(by, idempotency_key)
    # Who goes back, corrects and sends again sends another sheet: the page's key is the same.
    job = Job(
        job_id=name_job(by, fingerprint(f"{idempotency_key}#{sha256}")),
        person_id=by.person_id,
        firm_id=by.firm_id,
        format=Format.CSV,
        space=Space.SMALL.value,
        asked_at=real_now(),
        lines_total=lines_total,
        kind=JobKind.DEPOSIT,
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
    bucket, kind = load_settings().documents_bucket, CONTENT_TYPES[Format.XLSX]
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

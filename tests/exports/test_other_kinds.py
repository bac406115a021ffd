"""The archive of a case is there for kinds that never heard of it."""

import io
import json
import zipfile

from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.contact.ask_question import ask_from_outside
from chalicelib.exports.ask_archive import ask_archive
from chalicelib.exports.model import JobState
from chalicelib.exports.run_job import run_job
from chalicelib.exports.store import find_job
from tests.partner_library.worlds import AGENT, make_world
from tests.tables import ENVIRONMENT


def archive_of(table: Table, case_id: str) -> dict[str, bytes]:
    job = ask_archive(case_id, idempotency_key="k", by=AGENT, table=table, send=lambda _told: None)
    assert run_job(job.job_id, table=table) is JobState.DONE
    done = find_job(table, job.job_id)
    assert done is not None
    bucket = ENVIRONMENT["DOCUMENTS_BUCKET"]
    kept = client("s3").get_object(Bucket=bucket, Key=done.file_key)["Body"].read()
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_a_document_of_the_library_is_archived_with_its_versions_and_its_journal(
    table: Table,
) -> None:
    item = make_world(table).publish()
    told = archive_of(table, item.item_id)
    assert {name for name in told if name.startswith("fichiers/")}
    kinds = [one["kind"] for one in json.loads(told["journal.json"])]
    assert kinds[0] == "added"
    assert b"SHA-256" in told["contenu.csv"]


def test_a_question_is_archived_with_its_journal(table: Table) -> None:
    make_world(table)
    question = ask_from_outside(
        "Bonjour",
        name="Ana",
        email="ana@example.org",
        reference="",
        key="k",
        source_address="192.0.2.9",
        table=table,
    )
    told = archive_of(table, question.contact_id)
    assert told.keys() == {"journal.json", "contenu.csv"}

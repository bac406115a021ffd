"""A toy system has long work from its declaration alone: its list as a file, a case as an archive."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases import registry
from chalicelib.cases.change import change_case
from chalicelib.cases.files.model import CaseFile, FileState
from chalicelib.cases.kind import AnyKind, Later
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainChange
from chalicelib.cases.registry import Registered
from chalicelib.exports.ask_archive import ask_archive
from chalicelib.exports.ask_job import begin_job, cancel_job, load_job, new_job
from chalicelib.exports.ask_list import ask_list
from chalicelib.exports.make_list import make_list
from chalicelib.exports.model import Job, JobFormat, JobState
from chalicelib.exports.read_file import read_file
from chalicelib.exports.run_job import run_job
from chalicelib.exports.show_report import show_report
from chalicelib.exports.store import find_job
from chalicelib.exports.views import show_job, view_job
from chalicelib.exports.work import Made, Words, Work
from chalicelib.messages.post_message import post_message
from chalicelib.policy.model import Facts
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound
from chalicelib.retention.erase_person import erase_person
from chalicelib.retention.purge import SCHEDULE
from tests.tables import ENVIRONMENT
from tests.toys.bookings import BOOKING, Booking, OnBookings
from tests.toys.test_gate import (
    AGENT,
    INSTALLER,
    NOW,
    STRANGER,
    asked,
    buckets,
    confirmed,
    planned,
    toys_are_known,
)

__all__ = ["buckets", "toys_are_known"]

DOCUMENTS = ENVIRONMENT["DOCUMENTS_BUCKET"]
PHOTO = b"%PDF a photo of the roof"


def ask_file(table: Table, form: JobFormat = JobFormat.CSV, **more: Any) -> Job:
    by, key = more.pop("by", INSTALLER), more.pop("key", "a-list")
    kind_name = more.pop("kind", "booking")
    return ask_list(
        kind_name, form, idempotency_key=key, by=by, table=table, send=lambda _told: None, **more
    )


def ask_zip(table: Table, case_id: str, by: Actor = INSTALLER, key: str = "an-archive") -> Job:
    return ask_archive(case_id, idempotency_key=key, by=by, table=table, send=lambda _told: None)


def done(table: Table, job: Job) -> Job:
    assert run_job(job.job_id, table=table) is JobState.DONE
    found = find_job(table, job.job_id)
    assert found is not None
    return found


def content_of(table: Table, job: Job) -> bytes:
    key = done(table, job).file_key
    return client("s3").get_object(Bucket=DOCUMENTS, Key=key)["Body"].read()


def archive_of(table: Table, job: Job) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content_of(table, job)))


def with_photo(
    table: Table,
    case_id: str,
    name: str = "doc_1",
    state: FileState = FileState.READABLE,
    at: datetime = NOW,
) -> None:
    """Give a booking a photo whose check found it readable, its copy in the bucket."""
    key = f"served/{case_id}/{name}.pdf"
    put = client("s3").put_object(Bucket=DOCUMENTS, Key=key, Body=PHOTO)
    file = CaseFile(
        *(name, "photo", state, NOW, "usr_1"),
        file_name="Toit: côté sud?.PDF",
        content_type="application/pdf",
        size_bytes=len(PHOTO),
        served_key=key,
        served_version=put.get("VersionId", ""),
        served_sha256=hashlib.sha256(PHOTO).hexdigest(),
        sha256="0" * 64,
    )

    def add(case: Booking, _now: datetime) -> CaseChange:
        return PlainChange("file_readable", case.head, files=(file,))

    change_case(BOOKING, case_id, add, by=INSTALLER, table=table, now=at)


def lines(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def test_a_kind_s_list_comes_as_csv_with_its_declared_columns(table: Table, buckets: None) -> None:
    ids = [asked(table, number, name) for number, name in enumerate(("Lefèvre", "=1+1"))]
    rows = lines(content_of(table, ask_file(table)))
    assert [(row["Identifiant"], row["Statut"], row["name"], row["on"]) for row in rows] == [
        (ids[1], "asked", "'=1+1", "2026-03-20"),
        (ids[0], "asked", "Lefèvre", "2026-03-20"),
    ]


def test_a_kind_s_list_comes_as_json_and_as_a_workbook(table: Table, buckets: None) -> None:
    case_id = asked(table)
    told = json.loads(content_of(table, ask_file(table, JobFormat.JSON)))
    assert told == [
        {
            "case_id": case_id,
            "status": "asked",
            "name": "Lefèvre",
            "city": "Lyon",
            "on": "2026-03-20",
        }
    ]
    job = ask_file(table, JobFormat.XLSX, key="a-book")
    with zipfile.ZipFile(io.BytesIO(content_of(table, job))) as book:
        assert "Lefèvre".encode() in book.read("xl/worksheets/sheet1.xml")


def test_a_number_stays_one_in_a_workbook(table: Table, buckets: None) -> None:
    planned(table, most=7)
    job = ask_file(table, JobFormat.XLSX, kind="round")
    with zipfile.ZipFile(io.BytesIO(content_of(table, job))) as book:
        assert b"<v>7</v>" in book.read("xl/worksheets/sheet1.xml")


def test_a_list_is_filtered_by_status_and_nobody_else_s(table: Table, buckets: None) -> None:
    ids = [asked(table, number) for number in range(2)]
    assert confirmed(table, ids[0], planned(table))
    rows = lines(content_of(table, ask_file(table, status="confirmed")))
    assert [row["Identifiant"] for row in rows] == [ids[0]]
    assert lines(content_of(table, ask_file(table, by=STRANGER))) == []
    of_agent = ask_file(table, by=AGENT, owner_id="frm_1")
    assert len(lines(content_of(table, of_agent))) == 2


def test_a_list_that_cannot_be_is_refused_when_it_is_asked_for(table: Table) -> None:
    wrong: tuple[dict[str, Any], ...] = ({"by": AGENT}, {"status": "unheard-of"})
    for more in wrong:
        with pytest.raises(InvalidFields):
            ask_file(table, **more)
    gone: tuple[dict[str, Any], ...] = (
        *({"kind": "unheard-of"}, {"kind": "dossier"}),
        {"owner_id": "frm_9"},
    )
    for more in gone:
        with pytest.raises(NotFound):
            ask_file(table, **more)
    with pytest.raises(NotAllowed):
        ask_file(table, by=Actor("usr_5", "client", "page"))


def test_a_list_longer_than_a_file_is_cut_and_one_of_many_pages_is_whole(
    table: Table, buckets: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.exports.make_list.PAGE", 2)
    ids = [asked(table, number) for number in range(5)]
    job = ask_file(table)
    made = make_list(job, tmp_path, table=table, most=3)
    assert made.known == {"lines_kept": 3, "is_cut": True}
    kept = lines((tmp_path / job.file_name).read_bytes())
    assert [row["Identifiant"] for row in kept] == ids[:1:-1]
    assert len(lines(content_of(table, job))) == 5


def test_a_case_that_changes_while_its_list_is_read_is_not_missed(
    table: Table, buckets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [asked(table, number) for number in range(3)]
    touched: list[str] = []

    def note(table: Table, job: Job, **known: Any) -> None:
        if not touched:
            touched.append(ids[1])
            with_photo(table, ids[1], at=NOW + timedelta(minutes=1))

    monkeypatch.setattr("chalicelib.exports.make_list.PAGE", 1)
    monkeypatch.setattr("chalicelib.exports.make_list.note_progress", note)
    rows = lines(content_of(table, ask_file(table)))
    assert sorted(row["Identifiant"] for row in rows) == ids


def test_a_case_that_its_asker_may_not_see_is_in_no_list(table: Table, buckets: None) -> None:
    ids = [asked(table, number, name) for number, name in enumerate(("Lefèvre", "Caché"))]
    with registry.registered(
        {"bkg": Registered(Later("tests.toys.test_jobs:SECRETIVE"), (), "booking")}
    ):
        rows = lines(content_of(table, ask_file(table)))
    assert [row["Identifiant"] for row in rows] == ids[:1]


def test_an_archive_holds_files_with_their_hashes_journal_messages_and_data(
    table: Table, buckets: None
) -> None:
    case_id = asked(table)
    with_photo(table, case_id)
    with_photo(table, case_id, "doc_2", FileState.PENDING)
    post_message(case_id, "À quelle heure ?", key="k", by=INSTALLER, table=table)
    archive = archive_of(table, ask_zip(table, case_id, by=AGENT))
    folder = f"booking-{case_id}"
    assert archive.namelist() == [
        f"{folder}/fichiers/01-photo-Toit_ côté sud_.pdf",
        f"{folder}/journal.json",
        f"{folder}/messages.json",
        f"{folder}/donnees.json",
        f"{folder}/contenu.csv",
    ]
    for row in lines(archive.read(f"{folder}/contenu.csv")):
        content = archive.read(f"{folder}/{row['Fichier']}")
        assert hashlib.sha256(content).hexdigest() == row["SHA-256 du fichier"]
        assert str(len(content)) == row["Taille (octets)"]
    told = {name: json.loads(archive.read(f"{folder}/{name}.json")) for name in PARTS}
    hashes = [one.hash for one in list_whole_journal(table, case_id)]
    assert [one["hash"] for one in told["journal"]] == hashes
    assert [one["words"] for one in told["messages"]] == ["À quelle heure ?"]
    assert told["donnees"]["visit"]["name"] == "Lefèvre"


PARTS = ("journal", "messages", "donnees")


def test_an_archive_tells_its_asker_no_more_than_they_may_read(table: Table, buckets: None) -> None:
    case_id = asked(table)
    archive = archive_of(table, ask_zip(table, case_id))
    names = [name.rpartition("/")[2] for name in archive.namelist()]
    assert names == ["journal.json", "contenu.csv"], "the export of a person is the agents' alone"
    for by in (STRANGER, Actor("usr_5", "client", "page")):
        with pytest.raises(NotFound):
            ask_zip(table, case_id, by=by)


def test_the_same_case_makes_the_same_bytes(table: Table, buckets: None) -> None:
    case_id = asked(table)
    with_photo(table, case_id)
    first, second = (ask_zip(table, case_id, key=key) for key in ("one", "two"))
    assert content_of(table, first) == content_of(table, second)


def test_an_archive_is_handed_out_no_more_once_its_person_is_erased(
    table: Table, buckets: None
) -> None:
    job = ask_zip(table, asked(table))
    done(table, job)
    assert job.job_id in read_file(job.job_id, by=INSTALLER, table=table)
    erase_person(job.case_id, by=SCHEDULE, why="usr_7", table=table, now=NOW)
    with pytest.raises(NotFound):
        read_file(job.job_id, by=INSTALLER, table=table)


def test_a_job_of_any_kind_is_told_in_words(table: Table, buckets: None) -> None:
    case_id = asked(table)
    job = ask_zip(table, case_id)
    assert view_job(job, job.asked_at) | {"case_id": case_id, "kind": "archive"} == view_job(
        job, job.asked_at
    )
    shown = show_job(done(table, job), job.asked_at)
    assert (shown.title, shown.back, shown.may_download) == ("Archive", "/travaux", True)
    assert "2 fichiers dans l’archive" not in shown.words
    assert "1 fichier dans l’archive" in shown.words
    assert show_report(job, "", table=table) is None


# ------------------------------------------------------------ work of a kind's own


def count_visits(job: Job, folder: Path, /, *, table: Table) -> Made:
    """A toy's own work: how many visits its firm asked for, in a file."""
    del table
    path = folder / job.file_name
    path.write_text(job.asked["what"])
    return Made(path, {"lines_kept": 1})


COUNT = Work(
    "count",
    Later("tests.toys.test_jobs:count_visits"),
    Later("tests.toys.test_jobs:COUNT_WORDS"),
    OnBookings.WRITE_FOR_FIRM,
)
COUNT_WORDS = Words("Compte", lambda _job: "", lambda job: f"compté : {job.lines_kept}")
SECRETIVE: AnyKind = replace(
    BOOKING,
    facts=lambda head: Facts(
        head.case_id, firm_id="frm_9" if head.data.name == "Caché" else head.owner_id
    ),
)
COUNTING: AnyKind = replace(BOOKING, jobs={"count": Later("tests.toys.test_jobs:COUNT")})


@pytest.fixture
def counting() -> Iterator[None]:
    known: Mapping[str, Registered] = {
        "bkg": Registered(Later("tests.toys.test_jobs:COUNTING"), (), "booking")
    }
    with registry.registered(known):
        yield


def ask_count(table: Table, by: Actor = INSTALLER) -> Job:
    job = new_job(COUNTING, "count", JobFormat.CSV, idempotency_key="k", by=by)
    job = replace(job, file_name="count.csv", asked={"what": "visits"})
    return begin_job(job, by=by, table=table, send=lambda _told: None)


def test_a_kind_s_own_work_is_asked_for_done_and_told(
    table: Table, buckets: None, counting: None
) -> None:
    job = ask_count(table)
    assert content_of(table, job) == b"visits"
    finished = load_job(job.job_id, by=INSTALLER, table=table)
    assert show_job(finished, job.asked_at).words == "compté : 1"
    assert len(lines(content_of(table, ask_file(table, key="l")))) == 0


def test_a_kind_s_own_work_is_for_who_may(table: Table, counting: None) -> None:
    with pytest.raises(NotAllowed):
        ask_count(table, by=AGENT)
    with pytest.raises(NotFound):
        new_job(BOOKING, "count", JobFormat.CSV, idempotency_key="k", by=INSTALLER)


def test_a_cancelled_job_of_any_kind_keeps_nothing(table: Table, buckets: None) -> None:
    job = ask_file(table)
    cancel_job(job.job_id, by=INSTALLER, table=table)
    assert run_job(job.job_id, table=table) is JobState.CANCELLED
    assert "Contents" not in client("s3").list_objects_v2(Bucket=DOCUMENTS)

"""Everything that a dossier holds, in one ZIP: what may be read and no more, named and verified."""

import csv
import hashlib
import io
import json
import re
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import Fetched, Stored
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.connection_jobs.archive import ARCHIVED, NothingToArchive
from chalicelib.connection_jobs.works import DOSSIER
from chalicelib.dossiers.model import Piece, PieceState
from chalicelib.exports import archive as archives
from chalicelib.exports import events
from chalicelib.exports.archive import ArchiveTooBig, list_entries, name_file
from chalicelib.exports.ask_archive import ask_archive
from chalicelib.exports.ask_job import JobOver, ask_again, cancel_job
from chalicelib.exports.make_archive import make_archive
from chalicelib.exports.model import Job, JobState
from chalicelib.exports.read_file import read_file
from chalicelib.exports.run_job import keep_file, run_job
from chalicelib.exports.store import find_job
from chalicelib.exports.words import tell_refusal
from chalicelib.messages.post_message import post_message
from chalicelib.refusals import NotFound
from chalicelib.verdicts.limits import MIB
from tests.exports.conftest import Callers
from tests.portal import Portal
from tests.receipts.test_pages import sent, sign_in
from tests.receipts.worlds import (
    AGENT,
    DOCUMENTS,
    INSTALLER,
    LATER,
    STRANGER,
    World,
    accepted,
    make_world,
)
from tests.tables import ENVIRONMENT

__all__ = ["sent"]


def store(piece: Piece, content: bytes) -> Piece:
    """Put a piece's served copy where its verdict says it stands."""
    key = f"served/dos/{piece.document_id}.pdf"
    put = client("s3").put_object(Bucket=DOCUMENTS, Key=key, Body=content)
    return replace(
        piece,
        served_key=key,
        served_version=put["VersionId"],
        served_sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
    )


@pytest.fixture
def world(table: Table) -> World:
    made = make_world(table)
    fill(made)
    return made


def fill(world: World) -> None:
    photo = replace(
        accepted("photo_installation", "Vue d’été: côté sud?.JPG"), content_type="image/jpeg"
    )
    world.change(store(accepted("facture"), b"%PDF facture"), store(photo, b"jpeg photo"))
    world.relay()


def ask(world: World, by: Actor = INSTALLER, key: str = "une-archive") -> Job:
    told: list[Any] = []
    return ask_archive(
        world.dossier_id,
        idempotency_key=key,
        by=by,
        name=DOSSIER,
        table=world.table,
        send=told.extend,
    )


def run(world: World, job: Job) -> zipfile.ZipFile:
    assert run_job(job.job_id, table=world.table) is JobState.DONE
    done = find_job(world.table, job.job_id)
    assert done is not None
    return zipfile.ZipFile(io.BytesIO(read(done)))


def read(job: Job) -> bytes:
    return client("s3").get_object(Bucket=DOCUMENTS, Key=job.file_key)["Body"].read()


def rows(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    (name,) = (one for one in archive.namelist() if one.endswith("contenu.csv"))
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_an_archive_holds_accepted_pieces_receipts_and_the_list_of_both(world: World) -> None:
    reference = world.dossier().head.reference
    archive = run(world, ask(world))
    folder = f"dossier-{reference}"
    assert archive.namelist() == [
        f"{folder}/pieces/01-facture-facture.pdf",
        f"{folder}/pieces/02-photo_installation-Vue d’été_ côté sud_.jpg",
        f"{folder}/recus/recu-{reference}-R01.json",
        f"{folder}/recus/recu-{reference}-R01.pdf",
        f"{folder}/journal.json",
        f"{folder}/contenu.csv",
    ]
    assert archive.testzip() is None
    assert archive.read(archive.namelist()[0]) == b"%PDF facture"
    for row in rows(archive):
        content = archive.read(f"{folder}/{row['Fichier']}")
        assert hashlib.sha256(content).hexdigest() == row["SHA-256 du fichier"]
        assert str(len(content)) == row["Taille (octets)"]
    assert [row["Nature"] for row in rows(archive)] == [
        *(["Pièce"] * 2 + ["Reçu scellé"] * 2),
        "Journal",
    ]
    assert rows(archive)[0]["Pièce"] == "Facture d’électricité du client"
    receipt = json.loads(archive.read(archive.namelist()[2]))
    assert receipt


def test_an_archive_is_handed_out_no_more_once_the_person_is_erased(world: World) -> None:
    job = ask(world)
    run(world, job)
    assert job.job_id in read_file(job.job_id, by=INSTALLER, table=world.table)
    world.change(erased_at=LATER)
    with pytest.raises(NotFound):
        read_file(job.job_id, by=INSTALLER, table=world.table)


def test_an_archive_is_not_for_who_may_not_see_its_dossier_any_more(world: World) -> None:
    job = ask(world)
    run(world, job)
    world.change(firm_id=STRANGER.firm_id)
    with pytest.raises(NotFound):
        read_file(job.job_id, by=INSTALLER, table=world.table)


@pytest.mark.parametrize(
    "state",
    [
        PieceState.PENDING,
        PieceState.HELD,
        PieceState.REJECTED,
        PieceState.EXPECTED,
        PieceState.SUPERSEDED,
    ],
)
def test_no_file_without_an_accepting_verdict_is_in_an_archive(
    world: World, state: PieceState
) -> None:
    secret = replace(store(accepted("mairie"), b"secret"), state=state)
    world.change(secret)
    assert not [name for name in run(world, ask(world)).namelist() if "mairie" in name]


def test_a_file_of_a_message_is_between_those_who_write(world: World) -> None:
    world.change(store(accepted("message", "entre nous.pdf"), b"between installer and agents"))
    assert not [name for name in run(world, ask(world)).namelist() if "entre nous" in name]


def test_the_same_dossier_makes_the_same_bytes_however_often(world: World) -> None:
    first, second = ask(world), ask(world, key="une-autre")
    run(world, first)
    run(world, second)
    done = [find_job(world.table, one.job_id) for one in (first, second)]
    assert done[0] is not None
    assert done[1] is not None
    assert read(done[0]) == read(done[1])


def test_a_message_that_comes_twice_or_late_leaves_one_archive(world: World) -> None:
    job = ask(world)
    run(world, job)
    events.run_job(_message(job.job_id), None)
    keys = [key for key in world.objects() if key.startswith("exports/")]
    assert keys == [f"exports/{job.job_id}/{job.file_name}"]


def _message(job_id: str) -> dict[str, Any]:
    record = {
        "messageId": "m1",
        "body": json.dumps({"job_id": job_id}),
        "attributes": {"ApproximateReceiveCount": "1"},
    }
    return {"Records": [record]}


def test_an_archive_that_broke_off_is_made_again(world: World) -> None:
    job, tries = ask(world), iter([False, True])

    def keep(path: Path, kept: Job, sha256: str) -> Stored:
        if not next(tries):
            raise OSError("no room")
        return keep_file(path, kept, sha256)

    with pytest.raises(OSError, match="no room"):
        run_job(job.job_id, table=world.table, keep=keep)
    assert run_job(job.job_id, table=world.table, keep=keep) is JobState.DONE


def test_a_file_that_is_not_what_its_verdict_says_stops_the_archive(world: World) -> None:
    changed = replace(store(accepted("mairie"), b"true"), served_sha256="0" * 64)
    world.change(changed)
    job = ask(world)
    assert run_job(job.job_id, table=world.table) is JobState.FAILED
    failed = find_job(world.table, job.job_id)
    assert failed is not None
    assert failed.refusal == "file-changed"
    assert "ne se lit plus" in tell_refusal(failed)
    assert "mairie" in str(failed.refusal_values["name"])
    with pytest.raises(JobOver):
        ask_again(job.job_id, by=INSTALLER, table=world.table, send=lambda _told: None)


def test_a_dossier_of_too_many_bytes_is_refused_before_and_while(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = replace(store(accepted("mairie"), b"small"), size_bytes=257 * MIB)
    world.change(huge)
    with pytest.raises(ArchiveTooBig) as refused:
        ask(world)
    assert refused.value.values == {"most": 256}
    world.change(replace(huge, size_bytes=5))
    job = ask(world)
    # The copies that people read may be longer than what was deposited.
    monkeypatch.setattr(
        archives, "MOST_ARCHIVE_BYTES", sum(map(_size, list_entries(ARCHIVED, world.dossier())))
    )
    world.change(replace(store(huge, b"longer than it said"), size_bytes=5))
    assert run_job(job.job_id, table=world.table) is JobState.FAILED
    assert not [key for key in world.objects() if key.startswith("exports/")]


def _size(entry: archives.Entry) -> int:
    return entry.size_bytes


def test_a_cancelled_archive_keeps_nothing(world: World) -> None:
    job = ask(world)
    cancel_job(job.job_id, by=INSTALLER, table=world.table)
    assert run_job(job.job_id, table=world.table) is JobState.CANCELLED
    assert not [key for key in world.objects() if key.startswith("exports/")]


def test_nobody_else_may_ask_for_it(world: World) -> None:
    for by in (STRANGER, Actor("usr_9", "client", "page")):
        with pytest.raises(NotFound):
            ask(world, by=by)
    assert ask(world, by=AGENT).role == "agent"


def test_who_may_not_see_the_dossier_any_more_gets_no_archive(world: World) -> None:
    job = ask(world)
    world.change(firm_id="frm_9")
    assert run_job(job.job_id, table=world.table) is JobState.FAILED


def test_a_dossier_without_a_file_has_no_archive(table: Table) -> None:
    world = make_world(table)
    world.change(*(replace(one, state=PieceState.PENDING) for one in world.dossier().pieces))
    with pytest.raises(NothingToArchive):
        ask(world)


def test_an_archive_holds_little_in_memory_whatever_its_size(world: World, tmp_path: Path) -> None:
    long = 24 * MIB
    content = hashlib.sha256(bytes(long)).hexdigest()
    pieces = [
        replace(accepted("photo_compteur"), document_id=f"doc_{at}", served_sha256=content)
        for at in range(3)
    ]
    world.change(*pieces)

    def fetch(entry: archives.Entry, target: Path) -> Fetched:
        # The empty file is as long as it says, and takes no memory to be made.
        size = long if entry.sha256 == content else 0
        with target.open("wb") as file:
            file.truncate(size)
        return Fetched(size, entry.sha256, "", {})

    job = ask(world)
    tracemalloc.start()
    made = make_archive(job, tmp_path, table=world.table, fetch=fetch)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made.path is not None
    assert made.path.stat().st_size > 3 * long
    assert peak < long / 2
    assert [one.name for one in tmp_path.iterdir()] == [job.file_name]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("../../etc/passwd", "07-facture-passwd.pdf"),
        ("C:\\dossier\\CON.pdf", "07-facture-_CON.pdf"),
        ("a<b>c|d*.pdf", "07-facture-a_b_c_d_.pdf"),
        ("facture\u202efdp.exe.pdf", "07-facture-facturefdp.exe.pdf"),
        ("é" * 300 + ".pdf", "07-facture-" + "é" * 80 + ".pdf"),
        ("", "07-facture-facture.pdf"),
        ("fin. .pdf", "07-facture-fin.pdf"),
    ],
)
def test_a_name_is_one_that_every_system_takes(name: str, wanted: str) -> None:
    piece = replace(accepted("facture"), file_name=name)
    assert name_file(7, piece) == wanted


def test_files_of_one_name_stay_apart(world: World) -> None:
    twin = replace(store(accepted("facture", "FACTURE.PDF"), b"deux"), document_id="doc_twin")
    world.change(twin)
    names = [name.casefold() for name in run(world, ask(world)).namelist()]
    assert len(set(names)) == len(names)


def test_accents_in_names_are_marked_as_utf_8(world: World) -> None:
    infos = run(world, ask(world)).infolist()
    assert all(info.flag_bits & 0x800 for info in infos if not info.filename.isascii())
    assert any(not info.filename.isascii() for info in infos)


@pytest.fixture
def jobs(sent: World, monkeypatch: pytest.MonkeyPatch) -> str:
    from chalicelib.settings import load_settings

    url = client("sqs").create_queue(QueueName="jobs")["QueueUrl"]
    monkeypatch.setenv("JOBS_QUEUE", url)
    load_settings.cache_clear()
    fill(sent)
    return url


@pytest.mark.parametrize(
    ("email", "files"),
    [("camille@soleil.test", 5), ("client@maison.test", 5), ("agent@raccordo.test", 6)],
)
def test_from_the_dossier_s_page_to_the_archive(
    sent: World, jobs: str, callers: Callers, email: str, files: int
) -> None:
    browser = sign_in(callers, email)
    here = f"/dossiers/{sent.dossier_id}"
    page = browser.get(here).body
    form = page[page.index(f'action="{here}/archive"') :]
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key is not None
    asked = browser.post(f"{here}/archive", {"key": key[1]})
    assert asked.status == 303
    place = asked.headers["location"]
    assert browser.post(f"{here}/archive", {"key": key[1]}).headers["location"] == place
    assert "Archive du dossier" in browser.get(place).body
    run_job(place.rpartition("/")[2], table=sent.table)
    done = browser.get(place).body
    assert f"{files} fichiers dans l’archive" in done
    address = browser.get(f"{place}/fichier").headers["location"]
    assert "response-content-disposition=attachment" in address
    assert "versionId" not in address
    assert ENVIRONMENT["DOCUMENTS_BUCKET"] in address


@pytest.mark.parametrize(
    ("email", "parts"),
    [
        ("camille@soleil.test", {"journal.json", "messages.json"}),
        ("client@maison.test", {"donnees.json"}),
        ("agent@raccordo.test", {"journal.json", "messages.json", "donnees.json"}),
    ],
)
def test_what_an_archive_tells_of_its_dossier_is_what_its_asker_may_read(
    sent: World, jobs: str, callers: Callers, email: str, parts: set[str]
) -> None:
    post_message(sent.dossier_id, "Entre nous.", key="k", by=AGENT, table=sent.table)
    asked = sign_in(callers, email).post(f"/dossiers/{sent.dossier_id}/archive", {"key": "k"})
    job = find_job(sent.table, asked.headers["location"].rpartition("/")[2])
    assert job is not None
    names = [name.rpartition("/")[2] for name in run(sent, job).namelist()]
    assert {name for name in names if name.endswith(".json") and "recu-" not in name} == parts


def test_somebody_else_s_archive_is_not_found(sent: World, jobs: str, callers: Callers) -> None:
    mine, rival = callers.browser("installer"), callers.browser("rival")
    asked = mine.post(f"/dossiers/{sent.dossier_id}/archive", {"key": "une-clef"})
    place = asked.headers["location"]
    agent: Portal = callers.browser("agent")
    for other in (rival, agent):
        for path in (place, f"{place}/fichier"):
            assert other.get(path).status == 404
        assert other.post(f"{place}/annulation").status == 404
    assert rival.post(f"/dossiers/{sent.dossier_id}/archive", {"key": "x"}).status == 404

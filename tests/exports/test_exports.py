"""An export from the button to the file: asked once, made once, told whatever becomes of it."""

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import Stored
from chalicelib.aws.clock import real_now
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.create_once import InvalidKey
from chalicelib.connection_jobs.ask_export import ask_export
from chalicelib.connection_jobs.make_list import gather, make_list
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.filters import Filter, Order
from chalicelib.exports import events
from chalicelib.exports.ask_job import JobOver, ask_again, cancel_job, list_own_jobs, load_job
from chalicelib.exports.model import LIFE, Job, JobFormat, JobState
from chalicelib.exports.run_job import keep_file, run_job
from chalicelib.exports.store import find_job
from chalicelib.refusals import NotFound
from tests.exports.conftest import Callers
from tests.portal import Portal
from tests.tables import ENVIRONMENT

DAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="firm_1")


def begin(table: Table, name: str, number: int = 0, by: Actor = INSTALLER) -> str:
    form = {"client": {"last_name": name}}
    at = DAY + timedelta(hours=number)
    made = create_draft(form, idempotency_key=f"clef-{name}", by=by, table=table, now=at)
    return made.head.dossier_id


def ask(table: Table, wanted: Filter | None = None, **more: Any) -> Job:
    sent: list[Any] = more.pop("sent", [])
    key = more.pop("idempotency_key", "un-export")
    return ask_export(
        wanted or Filter(),
        more.pop("form", JobFormat.CSV),
        idempotency_key=key,
        by=more.pop("by", INSTALLER),
        table=table,
        send=sent.extend,
        **more,
    )


def message(job_id: str, tries: int = 1) -> dict[str, Any]:
    record = {
        "messageId": "m1",
        "body": json.dumps({"job_id": job_id}),
        "attributes": {"ApproximateReceiveCount": str(tries)},
    }
    return {"Records": [record]}


class Shelf:
    """Keeps files in memory; `breaks` fails the first time."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.files: list[bytes] = []
        self.breaks = breaks

    def __call__(self, path: Path, job: Job, sha256: str) -> Stored:
        if self.breaks:
            self.breaks = False
            raise OSError("no room")
        self.files.append(path.read_bytes())
        return Stored("v1", sha256)

    def names(self) -> list[str]:
        rows = csv.DictReader(io.StringIO(self.files[-1].decode("utf-8-sig")), delimiter=";")
        return [row["Nom"] for row in rows]


def test_a_double_click_asks_for_one_job_and_tells_the_queue_again(table: Table) -> None:
    sent: list[Any] = []
    first, second = ask(table, sent=sent), ask(table, sent=sent)
    assert first.job_id == second.job_id
    assert sent == [{"job_id": first.job_id}] * 2


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_wish_without_a_key_of_its_own_is_refused(key: str, table: Table) -> None:
    with pytest.raises(InvalidKey):
        ask(table, idempotency_key=key)


def test_a_file_holds_the_list_in_its_order(table: Table) -> None:
    for number, name in enumerate(("Un", "Deux", "Trois")):
        begin(table, name, number)
    job, shelf = ask(table), Shelf()
    assert run_job(job.job_id, table=table, keep=shelf) is JobState.DONE
    assert shelf.names() == ["Trois", "Deux", "Un"]
    oldest = ask(table, Filter(oldest_first=True), idempotency_key="autre")
    run_job(oldest.job_id, table=table, keep=shelf)
    assert shelf.names() == ["Un", "Deux", "Trois"]
    created = ask(table, Filter(order=Order.CREATED), idempotency_key="par-création")
    run_job(created.job_id, table=table, keep=shelf)
    assert shelf.names() == ["Trois", "Deux", "Un"]
    assert find_job(table, job.job_id) == replace(
        job,
        state=JobState.DONE,
        lines_read=3,
        lines_kept=3,
        file_key=f"exports/{job.job_id}/{job.file_name}",
        file_version="v1",
        size_bytes=len(shelf.files[0]),
    )


def test_another_firm_s_dossiers_are_in_no_file(table: Table) -> None:
    begin(table, "Le mien")
    begin(table, "Le sien", by=Actor("usr_2", "installer", "page", firm_id="firm_2"))
    shelf = Shelf()
    run_job(ask(table).job_id, table=table, keep=shelf)
    assert shelf.names() == ["Le mien"]


def test_a_longer_list_is_cut_and_says_so(table: Table) -> None:
    for number in range(3):
        begin(table, f"{number}", number)
    job, shelf = ask(table), Shelf()
    run_job(job.job_id, table=table, keep=shelf, make=partial(make_list, most=2))
    done = find_job(table, job.job_id)
    assert done is not None
    assert (done.is_cut, done.lines_kept, shelf.names()) == (True, 2, ["2", "1"])


def test_a_message_that_comes_twice_makes_one_file(table: Table) -> None:
    job, shelf = ask(table), Shelf()
    assert run_job(job.job_id, table=table, keep=shelf) is JobState.DONE
    assert run_job(job.job_id, table=table, keep=shelf) is JobState.DONE
    assert len(shelf.files) == 1


def test_a_job_that_broke_off_is_taken_up_again(table: Table) -> None:
    begin(table, "Un")
    job, shelf = ask(table), Shelf(breaks=True)
    with pytest.raises(OSError, match="no room"):
        run_job(job.job_id, table=table, keep=shelf)
    assert run_job(job.job_id, table=table, keep=shelf) is JobState.DONE
    assert shelf.names() == ["Un"]


def test_a_cancelled_job_keeps_nothing(table: Table) -> None:
    job, shelf = ask(table), Shelf()
    cancel_job(job.job_id, by=INSTALLER, table=table)
    assert run_job(job.job_id, table=table, keep=shelf) is JobState.CANCELLED
    assert shelf.files == []
    with pytest.raises(JobOver):
        cancel_job(job.job_id, by=INSTALLER, table=table)


def test_a_job_cancelled_while_it_runs_stops_at_the_next_page(table: Table) -> None:
    job = ask(table)

    def cancel_then_keep(path: Path, job: Job, sha256: str) -> Stored:
        cancel_job(job.job_id, by=INSTALLER, table=table)
        return Stored("v1", sha256)

    assert run_job(job.job_id, table=table, keep=cancel_then_keep) is JobState.CANCELLED


def test_an_unknown_or_forgotten_job_does_nothing(table: Table) -> None:
    assert run_job("job_inconnu", table=table, keep=Shelf()) is None
    old = ask(table)
    later = old.asked_at + LIFE + timedelta(seconds=1)
    assert run_job(old.job_id, table=table, keep=Shelf(), now=later) is JobState.FAILED


def test_a_list_that_changes_while_it_is_read_loses_nobody(table: Table) -> None:
    ids = [begin(table, name, at) for at, name in enumerate(("Un", "Deux"))]
    gathered = gather(ask(table), table=table, most=10)
    assert {line.dossier_id for line in gathered.lines} == set(ids)
    assert find_job(table, ask(table).job_id).state is JobState.RUNNING  # type: ignore[union-attr] # it was asked for


def test_a_fault_of_ours_is_told_at_its_second_time_and_not_in_an_hour(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask(table)

    def fail(_job_id: str) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setattr("chalicelib.exports.run_job.run_job", fail)
    failed = {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    for tries, state in ((1, JobState.WAITING), (2, JobState.FAILED)):
        assert events.run_job(message(job.job_id, tries=tries), None) == failed
        assert load_job(job.job_id, by=INSTALLER, table=table).state is state


def test_the_lambda_hands_back_what_failed_and_tells_its_person_at_last(table: Table) -> None:
    job = ask(table)
    failed = {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    # The bucket does not exist: every try fails.
    assert events.run_job(message(job.job_id), None) == failed
    assert load_job(job.job_id, by=INSTALLER, table=table).state is JobState.RUNNING
    assert events.run_job(message(job.job_id, tries=4), None) == failed
    assert load_job(job.job_id, by=INSTALLER, table=table).state is JobState.RUNNING
    assert events.run_job(message(job.job_id, tries=5), None) == failed
    assert load_job(job.job_id, by=INSTALLER, table=table).state is JobState.FAILED
    sent: list[Any] = []
    ask_again(job.job_id, by=INSTALLER, table=table, send=sent.extend)
    assert sent == [{"job_id": job.job_id}]
    assert load_job(job.job_id, by=INSTALLER, table=table).state is JobState.WAITING


def test_a_job_is_its_asker_s_alone(table: Table) -> None:
    job = ask(table)
    colleague = Actor("usr_9", "installer", "page", firm_id="firm_1")
    for act in (load_job, cancel_job, ask_again):
        with pytest.raises(NotFound):
            act(job.job_id, by=colleague, table=table)


def test_a_file_is_kept_once_under_its_key(table: Table, queue: str, tmp_path: Path) -> None:
    job, path = ask(table), tmp_path / "liste.csv"
    path.write_text("une")
    first = keep_file(path, job, _sha256("une"))
    path.write_text("deux")
    assert keep_file(path, job, _sha256("deux")) == first


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def browser(callers: Callers, queue: str, table: Table) -> Portal:
    person = callers.people.installer
    by = Actor(person.user_id, "installer", "page", firm_id=person.firm_id)
    begin(table, "Durand", by=by)
    return callers.browser("installer")


def start(browser: Portal, **fields: str) -> str:
    page = browser.get("/dossiers").body
    form = page[page.index('action="/dossiers/export"') :]
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key is not None
    asked = browser.post("/dossiers/export", {"key": key[1], "format": "csv", **fields})
    assert asked.status == 303
    return asked.headers["location"]


def run_queue(queue: str) -> None:
    (told,) = client("sqs").receive_message(QueueUrl=queue)["Messages"]
    job_id = json.loads(told["Body"])["job_id"]
    assert events.run_job(message(job_id), None) == {"batchItemFailures": []}


def test_from_the_list_to_the_file(browser: Portal, queue: str) -> None:
    place = start(browser)
    waiting = browser.get(place).body
    assert "Le travail va commencer" in waiting
    assert "data-under-way" in waiting
    run_queue(queue)
    done = browser.get(place).body
    assert "1 dossier dans le fichier" in done
    assert "data-under-way" not in done
    address = urlsplit(browser.get(f"{place}/fichier").headers["location"])
    assert parse_qs(address.query)["response-content-disposition"][0].startswith("attachment")
    key = address.path.removeprefix(f"/{ENVIRONMENT['DOCUMENTS_BUCKET']}").lstrip("/")
    kept = client("s3").get_object(Bucket=ENVIRONMENT["DOCUMENTS_BUCKET"], Key=key)
    assert "Durand" in kept["Body"].read().decode("utf-8-sig")


def test_the_filter_of_the_list_is_that_of_the_file(browser: Portal, queue: str) -> None:
    place = start(browser, gestionnaire="greenalp")
    run_queue(queue)
    assert "0 dossier dans le fichier" in browser.get(place).body


def test_an_export_is_cancelled_from_its_page(browser: Portal, callers: Callers) -> None:
    place = start(browser)
    assert browser.post(f"{place}/annulation").status == 303
    assert "aucun fichier n’a été gardé" in browser.get(place).body
    assert browser.get(f"{place}/fichier").status == 404
    assert browser.post(f"{place}/relance").status == 409
    assert callers.browser("rival").get(place).status == 404


def test_jobs_are_found_again_newest_first_by_their_asker_alone(
    browser: Portal, callers: Callers, table: Table
) -> None:
    assert "Aucun travail récent" in browser.get("/travaux").body
    first, second = start(browser), start(browser)
    page = browser.get("/travaux").body
    assert page.index(second) < page.index(first)
    assert "Le travail va commencer" in page
    for who in ("rival", "agent"):
        assert "Aucun travail récent" in callers.browser(who).get("/travaux").body
    person = callers.people.installer
    left = Actor(person.user_id, "installer", "page", firm_id="another")
    assert list_own_jobs(by=left, table=table) == ()


def test_a_file_is_gone_after_its_day() -> None:
    now = real_now()
    job = Job(
        *("job_1", "usr_1", "firm_1", "dos", "list", JobFormat.CSV, now),
        state=JobState.DONE,
        file_key="x",
    )
    assert job.is_kept(now)
    assert not job.is_kept(now + LIFE)

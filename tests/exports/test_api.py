"""Exports on the JSON API: a file of the list, a dossier's archive, a job followed to its file."""

import json
import zipfile
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.exports.run_job import run_job
from tests.connection_jobs.test_archive import jobs
from tests.exports.conftest import Callers
from tests.exports.test_exports import begin
from tests.portal import Answer, Portal
from tests.receipts.test_pages import sent
from tests.receipts.worlds import World
from tests.tables import ENVIRONMENT

__all__ = ["jobs", "sent"]


@pytest.fixture
def caller(callers: Callers, queue: str, table: Table) -> Portal:
    by = as_actor(callers.people.installer, "api")
    for number, name in enumerate(("Durand", "=1+1")):
        begin(table, name, number, by=by)
    return callers.api("installer")


def ask(caller: Portal, key: str = "un-export", **wish: Any) -> Answer:
    return caller.call("POST", "/exports", wish, Idempotency_Key=key)


def fetch(caller: Portal, job: dict[str, Any]) -> bytes:
    answer = caller.call("GET", job["file"]["url"].removeprefix("/api/v1"))
    assert answer.status == 303
    address = urlsplit(answer.headers["location"])
    named = parse_qs(address.query)["response-content-disposition"]
    assert named == [f'attachment; filename="{job["file"]["name"]}"']
    bucket = ENVIRONMENT["DOCUMENTS_BUCKET"]
    key = address.path.removeprefix(f"/{bucket}").lstrip("/")
    return client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def finish(caller: Portal, asked: Answer) -> dict[str, Any]:
    assert asked.status == 202
    place = asked.headers["location"].removeprefix("/api/v1")
    waiting = caller.call("GET", place).json()
    assert (waiting["state"], waiting["file"]) == ("waiting", None)
    run_job(waiting["id"])
    done: dict[str, Any] = caller.call("GET", place).json()
    assert done["state"] == "done"
    return done


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_list_comes_in_every_format(caller: Portal, form: str) -> None:
    done = finish(caller, ask(caller, format=form))
    assert (done["kind"], done["done"], done["total"]) == ("list", 2, 2)
    content = fetch(caller, done)
    assert len(content) == done["file"]["size_bytes"]
    if form == "json":
        names = [one["last_name"] for one in json.loads(content)]
        assert names == ["=1+1", "Durand"]
    if form == "csv":
        assert "'=1+1" in content.decode("utf-8-sig")
    if form == "xlsx":
        with zipfile.ZipFile(BytesIO(content)) as book:
            assert not [name for name in book.namelist() if b"<f>" in book.read(name)]


def test_the_json_file_has_the_columns_of_the_api_s_list(caller: Portal) -> None:
    (first, second) = json.loads(fetch(caller, finish(caller, ask(caller, format="json"))))
    listed = caller.call("GET", "/dossiers").json()["dossiers"]
    assert [first, second] == listed


def test_the_filter_and_its_mistakes_are_those_of_the_list(caller: Portal) -> None:
    done = finish(caller, ask(caller, operator="greenalp", format="json"))
    assert json.loads(fetch(caller, done)) == []
    refused = ask(caller, key="autre-clef", created_from="hier")
    assert refused.status == 422
    assert refused.json()["fields"][0]["field"] == "created_from"


@pytest.mark.parametrize("wish", [{"format": "zip"}, {"format": "pdf"}, {"unknown": "x"}])
def test_a_wish_that_means_nothing_is_refused_at_its_field(
    caller: Portal, wish: dict[str, str]
) -> None:
    refused = ask(caller, **wish)
    assert refused.status == 422
    assert refused.json()["fields"][0]["field"] == next(iter(wish))


def test_a_key_stands_for_one_wish(caller: Portal) -> None:
    first, same = ask(caller), ask(caller)
    assert first.json()["id"] == same.json()["id"]
    other = ask(caller, format="json")
    assert (other.status, other.json()["code"]) == (422, "idempotency-key-reused")
    assert caller.call("POST", "/exports", {}).json()["code"] == "idempotency-key-missing"


def test_a_job_is_cancelled_once_and_has_no_file(caller: Portal) -> None:
    job_id = ask(caller).json()["id"]
    assert caller.call("POST", f"/jobs/{job_id}/cancel").json()["state"] == "cancelled"
    assert caller.call("POST", f"/jobs/{job_id}/cancel").json()["code"] == "job-over"
    assert caller.call("GET", f"/jobs/{job_id}/file").status == 404


def test_another_s_job_is_not_found(caller: Portal, callers: Callers) -> None:
    job_id = ask(caller).json()["id"]
    for who in ("rival", "agent"):
        other = callers.api(who)
        assert other.call("GET", f"/jobs/{job_id}").status == 404
        assert other.call("POST", f"/jobs/{job_id}/cancel").status == 404
    assert callers.api("agent").call("POST", "/exports", {}, Idempotency_Key="k" * 8).status == 403


def test_a_dossier_s_archive_comes_by_the_api(sent: World, jobs: str, callers: Callers) -> None:
    caller = callers.api("installer")
    place = f"/dossiers/{sent.dossier_id}/archive"
    asked = caller.call("POST", place, Idempotency_Key="une-archive")
    done = finish(caller, asked)
    assert (done["kind"], done["dossier_id"]) == ("dossier", sent.dossier_id)
    with zipfile.ZipFile(BytesIO(fetch(caller, done))) as archive:
        assert archive.testzip() is None
    foreign = callers.api("rival").call("POST", place, Idempotency_Key="une-archive")
    assert foreign.status == 404


def test_the_description_names_the_jobs(caller: Portal) -> None:
    described = caller.call("GET", "/openapi.json").json()
    paths = described["paths"]
    assert {"/exports", "/jobs/{job_id}", "/jobs/{job_id}/file"} <= {
        path.removeprefix("/api/v1") for path in paths
    }
    assert "JobShape" in described["components"]["schemas"]

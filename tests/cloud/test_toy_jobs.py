"""Long work on a toy kind over HTTP on the deployed stack: asked for, done by its function, downloaded."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from tests.cloud.steps import wait_for
from tests.cloud.test_case_api import GOOD, Caller, World, world

__all__ = ["world"]

pytestmark = pytest.mark.cloud


def fetch(caller: Caller, job: Mapping[str, Any]) -> bytes:
    """Wait for a job's file, and download it."""

    def done() -> Any:
        told = caller.read(f"/jobs/{job['id']}")
        assert told["state"] != "failed", told
        return told if told["state"] == "done" else None

    file = wait_for(done)["file"]
    answer = caller.send("GET", str(file["url"]).removeprefix("/api/v1"))
    assert answer.status_code == 303
    read = httpx.get(answer.headers["location"], timeout=60)
    assert read.status_code == 200, read.text
    return read.content


def lines(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def test_a_kind_s_list_is_downloaded_with_its_declared_columns(world: World) -> None:
    case_id = world.book()
    job = world.firm.ask("POST", "/kinds/booking/exports", {"format": "csv"}, key=world.word)
    (row,) = [one for one in lines(fetch(world.firm, job)) if one["Identifiant"] == case_id]
    assert (row["name"], row["city"], row["on"]) == (f"{world.word} Lefèvre", "Lyon", "2026-03-20")
    assert world.client.send("GET", f"/jobs/{job['id']}").status_code == 404


def test_a_case_is_downloaded_whole_by_who_may_read_each_part(world: World) -> None:
    place = f"/cases/{world.book()}"
    wanted = {"slot": "photo", "file_name": "toit.pdf", "size_bytes": len(GOOD)}
    ticket = world.firm.ask("POST", f"{place}/files", wanted, key=f"{world.word}-file")
    files = {"file": ("toit.pdf", GOOD, "application/pdf")}
    httpx.post(ticket["url"], data=ticket["fields"], files=files, timeout=60).raise_for_status()
    wait_for(lambda: world.firm.read(place)["files"][0]["state"] == "readable")
    words = {"words": "Le portail est vert.", "seen": 0}
    world.firm.ask("POST", f"{place}/messages", words, key=f"{world.word}-message")
    found = {}
    for who, caller in (("firm", world.firm), ("agent", world.agent)):
        job = caller.ask("POST", f"{place}/archive", key=f"{world.word}-{who}")
        with zipfile.ZipFile(io.BytesIO(fetch(caller, job))) as archive:
            found[who] = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    own = {"fichiers/01-photo-toit.pdf", "journal.json", "messages.json", "contenu.csv"}
    assert found["firm"].keys() == own
    assert found["agent"].keys() == own | {"donnees.json"}
    said = found["agent"]
    assert json.loads(said["donnees.json"])["visit"]["name"] == f"{world.word} Lefèvre"
    for row in lines(said["contenu.csv"]):
        assert hashlib.sha256(said[row["Fichier"]]).hexdigest() == row["SHA-256 du fichier"]
    refused = world.client.send("POST", f"{place}/archive", key=f"{world.word}-client")
    assert refused.status_code == 404

"""What dossiers say of their files and what the buckets hold are compared both ways (R44)."""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict
from threading import Event

import pytest

from chalicelib.aws.bucket import delete_version
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.files import reconcile as job
from chalicelib.cases.files.reconcile import (
    CopiesMissing,
    Report,
    compare_files,
    reconcile_files,
)
from chalicelib.documents import events as job_events
from chalicelib.settings import Settings, load_settings
from infra.paths import ROOT
from tests.documents.worlds import DOCUMENTS, World, open_draft


def run(world: World, run_id: str = "run-1") -> dict[str, int]:
    return dict(reconcile_files(table=world.table, settings=load_settings(), run_id=run_id))


def test_all_is_well_when_every_copy_stands_and_nothing_lies_there(world: World) -> None:
    world.accept("facture")
    world.deposit(slot="photo_compteur")
    assert run(world) == asdict(Report(cases=1, copies=2))


@pytest.mark.parametrize("which", ["evidence", "served"])
def test_a_copy_that_does_not_stand_is_told_with_its_file(
    world: World, which: str, caplog: pytest.LogCaptureFixture
) -> None:
    piece = world.accept("facture")
    key, version = getattr(piece, f"{which}_key"), getattr(piece, f"{which}_version")
    delete_version(DOCUMENTS, key, version)
    with caplog.at_level(logging.ERROR), pytest.raises(CopiesMissing, match="1 of 2"):
        run(world)
    assert [record.__dict__["document_id"] for record in caplog.records] == [piece.document_id]


def test_another_version_under_the_same_key_is_no_copy(world: World) -> None:
    piece = world.accept("facture")
    delete_version(DOCUMENTS, piece.served_key, piece.served_version)
    client("s3").put_object(Bucket=DOCUMENTS, Key=piece.served_key, Body=b"another")
    report = compare_files(world.dossier_id, world.dossier().every_file, load_settings())
    assert (report.missing, report.unnamed) == (1, 1)


def test_what_no_row_awaits_is_counted(world: World) -> None:
    document_id, arrival = world.deposit()
    world.check(arrival)
    world.put(arrival.key, b"once more")
    copy = f"evidence/{world.dossier_id}/doc_{'9' * 24}-0.pdf"
    client("s3").put_object(Bucket=DOCUMENTS, Key=copy, Body=b"x")
    report = compare_files(world.dossier_id, world.dossier().every_file, load_settings())
    assert report == Report(cases=1, copies=2, unnamed=1, lying=1), document_id


def test_runs_walk_all_dossiers_and_begin_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "CASES_A_RUN", 2)
    for number in range(4):
        open_draft(world.table, f"key-{number}0000")
    looked = [run(world, f"run-{number}")["cases"] for number in range(4)]
    assert looked == [2, 2, 1, 2]


def test_a_run_that_is_tried_again_fails_again_so_that_the_alarm_hears_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "CASES_A_RUN", 1)
    piece = world.accept("facture")
    delete_version(DOCUMENTS, piece.served_key, piece.served_version)
    open_draft(world.table, "key-20000")
    for _ in range(3):
        with pytest.raises(CopiesMissing):
            run(world, "the same event")
    assert run(world, "the next event")["cases"] == 1


def test_a_run_that_is_out_of_time_leaves_the_rest_to_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "PAGE", 2)
    for number in range(4):
        open_draft(world.table, f"key-{number}0000")
    looked = [
        reconcile_files(
            table=world.table,
            settings=load_settings(),
            run_id=f"run-{number}",
            is_time_up=lambda: True,
        )["cases"]
        for number in range(3)
    ]
    assert looked == [2, 2, 1]


def test_a_hundred_thousand_dossiers_are_compared_in_a_day() -> None:
    """An hour's run at ten milliseconds a query and a tenth of a second a list of a bucket."""
    one_s = 0.010 + 3 * 0.100
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())
    functions = config["stages"]["stack"]["lambda_functions"]
    time_s = functions["reconcile_documents"]["lambda_timeout"] - job_events.LAST_SECONDS_MS / 1000
    assert 24 * min(job.CASES_A_RUN, job.WORKERS * time_s / one_s) >= 100_000


def test_a_slow_case_holds_up_neither_its_page_nor_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first case comes back once the last one of the second page is done, or never."""
    last_is_done = Event()

    def look_at(case_id: str, _table: Table, _settings: Settings) -> Report:
        if case_id == "3":
            last_is_done.set()
        return Report(cases=int(last_is_done.wait(5) if case_id == "0" else True))

    def some_cases(
        _table: Table, *, most: int, start: str | None
    ) -> tuple[Sequence[str], str | None]:
        assert most == job.PAGE
        return (["2", "3"], None) if start else (["0", "1"], "2")

    monkeypatch.setattr(job, "PAGE", 2)
    monkeypatch.setattr(job, "_look_at", look_at)
    monkeypatch.setattr(job, "list_some_cases", some_cases)
    assert run(world)["cases"] == 4

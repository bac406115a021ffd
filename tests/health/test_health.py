"""The health page is not well when the scanner is down or files wait too long (R28, R45)."""

from datetime import datetime, timedelta

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Role
from chalicelib.audit.model import Actor
from chalicelib.audit.relayed import set_aside
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Item
from chalicelib.aws.table import Table
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.health.read_health import (
    LONGEST_PENDING,
    find_scanner_state,
    forget_scanner_state,
    read_health,
)
from chalicelib.health.words import tell_scanner
from chalicelib.rows.instants import stamp
from chalicelib.rows.journal import EVENT
from chalicelib.rows.listings import PENDING, UNRELAYED
from chalicelib.settings import load_settings
from chalicelib.verdicts.scanner_state import ScannerState, note_answer, note_silence
from chalicelib.words.formats import moment
from tests.portal import Portal, open_app


@pytest.fixture
def scanned(table: Table, monkeypatch: pytest.MonkeyPatch) -> Table:
    """A stage with ClamAV's daemon."""
    monkeypatch.setenv("SCANNER", "clamd")
    load_settings.cache_clear()
    forget_scanner_state()
    return table


def wait_since(table: Table, minutes: float) -> None:
    since = real_now() - timedelta(minutes=minutes)
    table.put({"pk": "C#1", "sk": "PIECE#x#y", **PENDING.entry(at=stamp(since))})


@pytest.mark.usefixtures("table")
def test_a_stage_without_a_scanner_is_well_and_says_so() -> None:
    answer = Portal(open_app()).get("/sante")
    assert answer.status == 200
    assert "aucun n’est configuré" in answer.body
    told = Portal(open_app()).call("GET", "/health")
    assert told.json() == {
        "is_well": True,
        "scanner": "not_configured",
        "scanner_is_answering": None,
        "files_are_judged": True,
        "events_set_aside": 0,
        "set_aside_since": None,
    }


def test_a_scanner_that_answers_is_well(scanned: Table) -> None:
    note_answer(scanned, "clamd", real_now())
    answer = Portal(open_app()).get("/sante")
    assert answer.status == 200
    assert "ClamAV répond" in answer.body


def test_a_scanner_that_is_down_is_not_well_until_it_answers_again(scanned: Table) -> None:
    note_answer(scanned, "clamd", real_now() - timedelta(minutes=3))
    note_silence(scanned, "clamd", real_now() - timedelta(minutes=2))
    answer = Portal(open_app()).get("/sante")
    assert answer.status == 503
    assert "ne répond pas" in answer.body
    told = Portal(open_app()).call("GET", "/health")
    assert (told.status, told.json()["scanner_is_answering"]) == (503, False)
    note_answer(scanned, "clamd", real_now())
    assert Portal(open_app()).get("/sante").status == 200


def test_a_file_that_waits_longer_than_any_sweep_lets_it_is_not_well(table: Table) -> None:
    limit = LONGEST_PENDING.total_seconds() / 60
    wait_since(table, limit - 1)
    assert read_health(table=table).is_well
    wait_since(table, limit + 1)
    assert not read_health(table=table).is_judging
    assert Portal(open_app()).get("/sante").status == 503


def test_events_that_nobody_can_read_are_counted_with_the_oldest_and_are_not_well(
    table: Table,
) -> None:
    assert "Chaque événement est transmis" in Portal(open_app()).get("/sante").body
    for minutes in (3, 90):
        at = stamp(real_now() - timedelta(minutes=minutes))
        set_aside(table, put_strange_row(table, f"xyz_{minutes}", at))
    answer = Portal(open_app()).get("/sante")
    assert answer.status == 503
    assert "2 événements ne peuvent pas être lus" in answer.body
    assert moment(at) in answer.body
    told = Portal(open_app()).call("GET", "/health")
    assert (told.status, told.json()["events_set_aside"]) == (503, 2)
    since = datetime.fromisoformat(told.json()["set_aside_since"])
    assert since == datetime.fromisoformat(at)


def put_strange_row(table: Table, case_id: str, at: str) -> Item:
    row = {**EVENT.columns(case_id, 1), **UNRELAYED.shard_entry(of=case_id, at=at)}
    table.put(row)
    return row


def test_dossiers_pages_ask_for_the_scanner_once_in_half_a_minute(scanned: Table) -> None:
    note_silence(scanned, "clamd", real_now())
    assert find_scanner_state().is_answering is False
    note_answer(scanned, "clamd", real_now() + timedelta(seconds=1))
    assert find_scanner_state().is_answering is False
    forget_scanner_state()
    assert find_scanner_state().is_answering is True


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ScannerState("not_configured"), "aucun n’est configuré"),
        (ScannerState("guardduty"), "GuardDuty. Aucun fichier"),
        (ScannerState("clamd", answered_at=real_now()), "ClamAV répond."),
        (ScannerState("clamd", silent_at=real_now()), "ne répond pas"),
    ],
)
def test_the_scanner_is_told_in_words(state: ScannerState, words: str) -> None:
    assert words in tell_scanner(state)


def test_the_dossiers_page_says_which_scanner_there_is_and_whether_it_answers(
    scanned: Table,
) -> None:
    firm = enrol_firm(scanned, "Soleil SARL", code="123456782")
    installer = enrol_user(
        scanned,
        email="camille@soleil.test",
        name="Camille",
        role=Role.INSTALLER,
        password="une phrase de passe",
        firm=firm,
    )
    by = Actor(installer.user_id, "installer", "page", installer.firm_id)
    form = {"client": {"last_name": "Martin"}}
    draft = create_draft(form, idempotency_key="key-00001", by=by, table=scanned)
    browser = Portal(open_app())
    browser.sign_in("camille@soleil.test", "une phrase de passe")
    here = f"/dossiers/{draft.head.dossier_id}/pieces"
    assert "ClamAV. Aucun fichier" in browser.get(here).body
    note_silence(scanned, "clamd", real_now())
    forget_scanner_state()
    assert "ClamAV ne répond pas" in browser.get(here).body

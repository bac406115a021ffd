"""A sheet becomes drafts: one a line, told line by line, never two of the same (F313)."""

import base64
import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import Stored
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.connection_jobs import make_drafts as drafts
from chalicelib.connection_jobs.ask_deposit import ask_deposit
from chalicelib.connection_jobs.line_words import OF_SHEETS, tell_problem
from chalicelib.dossiers.list_dossiers import list_dossiers
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.save_step import save_step
from chalicelib.exports.ask_job import cancel_job
from chalicelib.exports.model import Job, JobState
from chalicelib.exports.report import AT_ONCE, LineReport, LineState, find_report, put_report
from chalicelib.exports.run_job import run_job
from chalicelib.exports.store import find_job
from chalicelib.exports.words import tell_refusal
from chalicelib.refusals import NotAllowed
from chalicelib.sheets import model as sheets
from chalicelib.sheets.model import MOST_LINES, SheetRefused
from chalicelib.sheets.read_lines import read_sheet
from chalicelib.words.translation import in_language
from tests.exports.conftest import Callers
from tests.portal import Answer, Portal
from tests.sheets.workbooks import build, inline, sheet_of, write
from tests.tables import ENVIRONMENT

INSTALLER = Actor("usr_1", "installer", "page", firm_id="firm_1")
COLLEAGUE = Actor("usr_2", "installer", "page", firm_id="firm_1")
HEADINGS = ["Votre référence", "Nom du client", "Code postal"]
DOCUMENTS = ENVIRONMENT["DOCUMENTS_BUCKET"]


def text_of(*lines: list[str]) -> str:
    return "\n".join(";".join(line) for line in (HEADINGS, *lines))


def ask(table: Table, content: str | bytes, by: Actor = INSTALLER, key: str = "une-clef") -> Job:
    sheet = content.encode() if isinstance(content, str) else content
    return ask_deposit(sheet, idempotency_key=key, by=by, table=table, send=lambda _messages: None)


def run(table: Table, job: Job) -> tuple[Job, tuple[LineReport, ...]]:
    assert run_job(job.job_id, table=table) is JobState.DONE
    done = find_job(table, job.job_id)
    assert done is not None
    return done, find_report(table, job.job_id, 0) or ()


def deposit(
    table: Table, *lines: list[str], by: Actor = INSTALLER, key: str = "une-clef"
) -> tuple[Job, tuple[LineReport, ...]]:
    return run(table, ask(table, text_of(*lines), by, key))


def count(table: Table, by: Actor = INSTALLER) -> int:
    return len(list_dossiers(by=by, table=table).lines)


@pytest.fixture(autouse=True)
def _bucket(queue: str) -> None:
    """Every test of a deposit keeps its sheet."""


def test_each_line_becomes_a_draft_of_its_firm(table: Table) -> None:
    done, report = deposit(table, ["A1", "Durand", "69003"], ["A2", "Morel", "01000"])
    assert (done.lines_kept, done.lines_known, done.lines_refused) == (2, 0, 0)
    assert [(one.number, one.title, one.state) for one in report] == [
        (2, "A1", LineState.CREATED),
        (3, "A2", LineState.CREATED),
    ]
    dossier = load_dossier(report[0].case_id, seen_by=COLLEAGUE, table=table)
    assert dossier.form["client"] == {"last_name": "Durand", "postcode": "69003"}
    assert dossier.head.created_by == INSTALLER.person_id


def test_a_wrong_line_makes_nothing_and_stops_no_other(table: Table) -> None:
    done, report = deposit(table, ["A1", "Durand", "6900"], ["A2", "Morel", "01000"])
    assert [one.state for one in report] == [LineState.REFUSED, LineState.CREATED]
    assert report[0].case_id == ""
    assert tell_problem(report[0].problems[0]).startswith("Code postal : ")
    assert (count(table), done.lines_refused) == (1, 1)


def test_the_lines_to_correct_come_back_as_they_were_and_can_be_sent_again(table: Table) -> None:
    done, _report = deposit(table, ["A1", "Durand", "6900"], ["A2", "Morel", "01000"])
    content = client("s3").get_object(Bucket=DOCUMENTS, Key=done.file_key)["Body"].read()
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert [row[name] for name in HEADINGS] == ["A1", "Durand", "6900"]
    assert "Code postal" in row["À corriger"]
    corrected = content.decode("utf-8-sig").replace("6900;", "69003;")
    again, report = run(table, ask(table, corrected))
    assert (again.lines_kept, report[0].state) == (1, LineState.CREATED)
    assert count(table) == 2


def test_the_same_lines_again_make_nothing_twice_whoever_of_the_firm_sends_them(
    table: Table,
) -> None:
    lines = (["A1", "Durand", "69003"], ["", "Morel", "01000"])
    _done, first = deposit(table, *lines)
    again, second = deposit(table, *lines, ["A3", "Petit", "38000"], by=COLLEAGUE, key="autre")
    assert again.lines_refused == 0
    assert [one.case_id for one in second[:2]] == [one.case_id for one in first]
    assert count(table) == 3


def test_a_draft_of_an_earlier_sheet_is_told_as_made_before(table: Table) -> None:
    _done, first = deposit(table, ["A1", "Durand", "69003"])
    job = ask(table, text_of(["A1", "Durand", "69003"]), key="demain")
    later = replace(job, asked_at=job.asked_at + drafts.CLOCKS_APART * 2)
    line = read_sheet(text_of(["A1", "Durand", "69003"]).encode(), Path()).lines[0]
    told = drafts.deposit_line(line, later, table=table)
    assert (told.state, told.case_id) == (LineState.KNOWN, first[0].case_id)


def test_a_draft_that_was_worked_on_is_left_as_it_is(table: Table) -> None:
    _done, first = deposit(table, ["A1", "Durand", "69003"])
    dossier_id = first[0].case_id
    save_step(dossier_id, "client", {"last_name": "Corrigé"}, by=INSTALLER, table=table)
    _again, second = deposit(table, ["A1", "Durand", "69003"], key="autre")
    assert second[0].case_id == dossier_id
    dossier = load_dossier(dossier_id, seen_by=INSTALLER, table=table)
    assert dossier.form["client"] == {"last_name": "Corrigé"}


def test_a_reference_that_served_for_something_else_leads_to_its_draft(table: Table) -> None:
    _done, first = deposit(table, ["A1", "Durand", "69003"])
    _again, second = deposit(table, ["A1", "Morel", "69003"], key="autre")
    assert second[0].state is LineState.REFUSED
    assert second[0].case_id == first[0].case_id
    assert "a déjà servi" in tell_problem(second[0].problems[0])
    assert count(table) == 1


def test_the_same_line_twice_in_a_sheet_makes_one_draft(table: Table) -> None:
    done, report = deposit(table, ["", "Durand", "69003"], ["", "Durand", "69003"])
    assert [one.state for one in report] == [LineState.CREATED, LineState.KNOWN]
    assert (done.lines_kept, done.lines_known, count(table)) == (1, 1, 1)


def test_another_firm_s_reference_is_its_own(table: Table) -> None:
    rival = Actor("usr_9", "installer", "page", firm_id="firm_9")
    _done, mine = deposit(table, ["A1", "Durand", "69003"])
    _other, theirs = deposit(table, ["A1", "Durand", "69003"], by=rival)
    assert mine[0].case_id != theirs[0].case_id


def test_a_job_that_broke_off_goes_on_and_makes_nothing_twice(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [[f"A{number}", f"Nom{number}", "69003"] for number in range(AT_ONCE + 3)]
    job, made = ask(table, text_of(*lines)), 0
    real = drafts.deposit_line

    def break_off(*given: Any, **named: Any) -> LineReport:
        nonlocal made
        made += 1
        if made == AT_ONCE + 2:
            raise OSError("the machine went away")
        return real(*given, **named)

    monkeypatch.setattr(drafts, "deposit_line", break_off)
    with pytest.raises(OSError, match="went away"):
        run_job(job.job_id, table=table)
    under_way = find_job(table, job.job_id)
    assert under_way is not None
    assert (under_way.state, under_way.lines_read) == (JobState.RUNNING, AT_ONCE)
    done, _report = run(table, job)
    assert (done.lines_kept, made) == (AT_ONCE + 3, AT_ONCE + 2 + 3)
    assert count_all(table) == AT_ONCE + 3


def count_all(table: Table) -> int:
    return len(list_dossiers(by=INSTALLER, most=200, table=table).lines)


def test_a_message_that_comes_again_after_the_end_changes_nothing(table: Table) -> None:
    done, _report = deposit(table, ["A1", "Durand", "6900"])
    assert run_job(done.job_id, table=table) is JobState.DONE
    assert find_job(table, done.job_id) == done


def test_a_cancelled_deposit_stops_at_the_next_fifty_and_keeps_what_it_made(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [[f"A{number}", f"Nom{number}", "69003"] for number in range(AT_ONCE + 3)]
    job, real = ask(table, text_of(*lines)), put_report

    def cancel_then_put(*given: Any) -> None:
        cancel_job(job.job_id, by=INSTALLER, table=table)
        real(*given)

    monkeypatch.setattr("chalicelib.connection_jobs.make_drafts.put_report", cancel_then_put)
    assert run_job(job.job_id, table=table) is JobState.CANCELLED
    assert count_all(table) == AT_ONCE


def test_what_text_cannot_be_is_told_at_once_and_what_a_workbook_cannot_by_its_job(
    table: Table,
) -> None:
    with pytest.raises(SheetRefused):
        ask(table, "Couleur\nbleu")
    job = ask(table, build(sheet_of(""), {"xl/vbaProject.bin": "x"}))
    assert run_job(job.job_id, table=table) is JobState.FAILED
    failed = find_job(table, job.job_id)
    assert failed is not None
    assert failed.refusal == "sheet-active"
    for language, words in {"fr": "macros, des", "pt_BR": "macros,", "en": "save a copy"}.items():
        with in_language(language):
            assert words in tell_refusal(failed)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Code postal : indiquez les 5 chiffres du code postal."),
        ("pt_BR", "informe os 5 algarismos do código postal."),
        ("en", "enter the 5 digits of the postcode."),
    ],
)
def test_one_report_is_read_by_each_colleague_in_their_own_language(
    table: Table, language: str, said: str
) -> None:
    _done, report = deposit(table, ["A1", "Durand", "6900"])
    (problem,) = report[0].problems
    assert (problem.code, problem.field) == ("postcode", "postcode")
    assert "label" not in problem.values
    with in_language(language):
        assert tell_problem(problem).endswith(said)


def test_every_refusal_of_a_sheet_has_its_words_in_the_report() -> None:
    kinds = [one for one in vars(sheets).values() if isinstance(one, type)]
    refused = {one.code for one in kinds if issubclass(one, SheetRefused)} - {SheetRefused.code}
    assert refused == {one.code for one in OF_SHEETS}


def test_a_sheet_that_is_gone_is_said_to_be_gone(table: Table) -> None:
    job = ask(table, text_of(["A1", "Durand", "69003"]))
    client("s3").delete_object(Bucket=DOCUMENTS, Key=drafts.sheet_key(job.job_id))
    assert run_job(job.job_id, table=table) is JobState.FAILED
    assert count(table) == 0


def test_a_formula_of_a_workbook_is_told_at_its_line(table: Table, tmp_path: Path) -> None:
    rows = [HEADINGS, ["A1", "=1+1", "69003"], ["A2", "Morel", "69003"]]
    job = ask(table, write(tmp_path / "a.xlsx", rows).read_bytes())
    _done, report = run(table, job)
    assert [one.state for one in report] == [LineState.REFUSED, LineState.CREATED]


def test_as_many_lines_as_a_sheet_may_have_fit_their_rows(table: Table) -> None:
    lines = [["", "é" * 200, "faux"] for _number in range(MOST_LINES)]
    text = "\n".join(";".join(line) for line in ([*HEADINGS], *lines))
    done, report = run(table, ask(table, text))
    assert (done.lines_refused, len(report)) == (MOST_LINES, AT_ONCE)
    assert len(find_report(table, done.job_id, MOST_LINES // AT_ONCE - 1) or ()) == AT_ONCE


def test_only_an_installer_deposits(table: Table) -> None:
    for role in ("agent", "client"):
        with pytest.raises(NotAllowed):
            ask(table, text_of(["A1", "Durand", ""]), by=Actor("usr_7", role, "page"))


PAGE = "/dossiers/depot-groupe"


def fill(browser: Portal, **fields: str) -> Answer:
    key = re.search(r'name="key" value="([^"]+)"', browser.get(PAGE).body)
    assert key is not None
    return browser.post(PAGE, {"key": key[1], "fichier": "", "lignes": "", **fields})


@pytest.fixture
def browser(callers: Callers) -> Portal:
    return callers.browser("installer")


def job_of(answer: Answer) -> str:
    assert answer.status == 303
    return answer.headers["location"].rpartition("/")[2]


def test_lines_are_pasted_without_a_script_and_told_one_by_one(browser: Portal) -> None:
    pasted = "\n".join(
        "\t".join(row) for row in (HEADINGS, ["A1", "Durand", "69003"], ["A2", "<b>Morel", "1"])
    )
    asked = fill(browser, lignes=pasted)
    place = asked.headers["location"]
    assert "Dépôt groupé" in browser.get(place).body
    run_job(job_of(asked))
    done = browser.get(place).body
    assert "1 brouillon créé." in done
    assert "1 ligne à corriger." in done
    assert "Code postal" in done
    assert "lignes-a-corriger" in done
    link = re.search(r'href="(/dossiers/dos_[0-9a-f]+)">A1<', done)
    assert link is not None
    assert browser.get(link[1]).status in {200, 303}
    assert browser.get(f"{place}/fichier").status == 303


def test_a_file_that_the_script_read_is_taken_whole(browser: Portal, tmp_path: Path) -> None:
    content = write(tmp_path / "a.xlsx", [HEADINGS, ["A1", "Durand", "69003"]]).read_bytes()
    asked = fill(browser, fichier=base64.urlsafe_b64encode(content).decode())
    run_job(job_of(asked))
    assert "1 brouillon créé." in browser.get(asked.headers["location"]).body


def test_a_large_file_passes_the_page_and_a_larger_one_is_told(browser: Portal) -> None:
    wide = "".join(f'<row r="{n}">{inline(f"A{n}", "x" * 3000)}</row>' for n in range(1, 9))
    big = build(sheet_of(wide), {"xl/theme/x.xml": __import__("os").urandom(600_000)})
    asked = fill(browser, fichier=base64.urlsafe_b64encode(big).decode())
    assert asked.status == 303
    larger = build(sheet_of(""), {"xl/theme/x.xml": __import__("os").urandom(1_100_000)})
    refused = fill(browser, fichier=base64.urlsafe_b64encode(larger).decode())
    assert refused.status == 413
    assert "dépasse 1024 Ko" in refused.body


def test_nothing_pasted_is_lost_when_it_is_refused(browser: Portal) -> None:
    refused = fill(browser, lignes="Couleur;Nom du client\nbleu;<Durand>")
    assert refused.status == 422
    assert "Titres de colonnes inconnus : Couleur" in refused.body
    assert "bleu;&lt;Durand&gt;</textarea>" in refused.body
    assert 'href="#field-lignes"' in refused.body
    assert fill(browser).status == 422
    assert fill(browser, fichier="pas de la base 64 !").status == 422


def test_a_picked_file_that_is_refused_is_there_to_be_corrected(browser: Portal) -> None:
    def pick(content: bytes) -> str:
        return fill(browser, fichier=base64.urlsafe_b64encode(content).decode()).body

    assert "Couleur;Nom du client\nbleu;Été</textarea>" in pick(
        "Couleur;Nom du client\nbleu;Été".encode("cp1252")
    )
    for odd in (b"\x00\x01", b"\x81", b"Couleur\n" + b"x" * 300_000):
        assert '"field-lignes"' in pick(odd)


def test_the_same_page_sent_twice_is_one_job_and_corrected_is_another(browser: Portal) -> None:
    key = re.search(r'name="key" value="([^"]+)"', browser.get(PAGE).body)
    assert key is not None
    sent = [
        job_of(browser.post(PAGE, {"key": key[1], "lignes": text_of(["A1", name, ""])}))
        for name in ("Durand", "Durand", "Corrigé")
    ]
    assert sent[0] == sent[1] != sent[2]


def test_a_long_report_is_read_page_by_page(browser: Portal) -> None:
    lines = [[f"A{number}", "x" * 100, ""] for number in range(AT_ONCE + 1)]
    asked = fill(browser, lignes=text_of(*lines))
    run_job(job_of(asked))
    place = asked.headers["location"]
    first = browser.get(place).body
    assert "Page 1 sur 2" in first
    assert len(first) < 60_000
    assert ">A50<" in browser.get(f"{place}?page=2").body
    for odd in ("0", "99", "x", "²"):
        assert browser.get(f"{place}?page={odd}").status == 200


def test_somebody_else_s_deposit_is_not_found(browser: Portal, callers: Callers) -> None:
    asked = fill(browser, lignes=text_of(["A1", "Durand", "69003"]))
    for who in ("rival", "agent"):
        assert callers.browser(who).get(asked.headers["location"]).status == 404


def test_both_templates_are_downloaded(browser: Portal) -> None:
    lines = browser.get(f"{PAGE}/modele.csv")
    assert "attachment" in lines.headers["content-disposition"]
    assert lines.body.startswith("\ufeffVotre référence;")
    for _again in range(2):
        book = browser.get(f"{PAGE}/modele.xlsx")
        assert book.status == 303
        assert "modele-depot-groupe.xlsx" in book.headers["location"]


def test_the_page_weighs_little_with_its_style_and_its_script(browser: Portal) -> None:
    statics = Path(__file__).parents[2] / "templates" / "static"
    files = sum((statics / name).stat().st_size for name in ("portal.css", "sheets.js"))
    assert len(browser.get(PAGE).body.encode()) + files < 100_000


def test_the_list_leads_there(browser: Portal) -> None:
    assert f'href="{PAGE}"' in browser.get("/dossiers").body


def test_a_deposit_is_read_by_the_api_as_any_job(table: Table, callers: Callers) -> None:
    person = callers.people.installer
    by = Actor(person.user_id, "installer", "page", firm_id=person.firm_id)
    done, _report = deposit(table, ["A1", "Durand", "6900"], by=by)
    told = callers.api("installer").call("GET", f"/jobs/{done.job_id}").json()
    assert (told["kind"], told["state"], told["done"]) == ("deposit", "done", 1)
    assert told["file"]["format"] == "csv"
    assert json.dumps(told)


def test_a_file_is_kept_under_the_job_s_name(table: Table) -> None:
    job = ask(table, text_of(["A1", "Durand", "6900"]))
    kept: list[str] = []

    def keep(path: Path, one: Job, sha256: str) -> Stored:
        kept.append(path.read_text(encoding="utf-8-sig"))
        return Stored("v1", sha256)

    run_job(job.job_id, table=table, keep=keep)
    assert "Durand" in kept[0]

"""Agents look after toy bookings, and act on many, by what the toy declares alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.model import Member, Membership, Person, Role
from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.case_api.lists import list_followed, list_reason
from chalicelib.cases import registry
from chalicelib.cases.load import load_any
from chalicelib.cases.taken import read_taken
from chalicelib.desk.acts import HAND_OVER, TAKE
from chalicelib.desk.ask_batch import ask_batch
from chalicelib.desk.hand_over import hand_over
from chalicelib.desk.model import AT_ONCE, Report, Result
from chalicelib.desk.refusals import HandedOverMeanwhile, NothingToFollow, TakenByAnother
from chalicelib.desk.run_batch import run_batch
from chalicelib.desk.take import release_case, take_case
from chalicelib.desk.words import list_acts, tell_outcome
from chalicelib.refusals import NotAllowed, NotFound
from chalicelib.retention.erase_person import erase_person
from chalicelib.retention.export_person import export_person
from chalicelib.retention.purge import SCHEDULE
from chalicelib.rows.journal import JOURNAL
from chalicelib.words.values import Day
from tests.desk.worlds import Desk
from tests.dossiers.conftest import Callers, callers, people, portal
from tests.tables import ENVIRONMENT
from tests.toys.bookings import BOOKING, Visit, book, confirm, visit
from tests.toys.rounds import ROUND, Places, plan

__all__ = ["Callers", "callers", "people", "portal"]

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
ANA = Actor("usr_ana", "agent", "page")
BEN = Actor("usr_ben", "agent", "page")
ROBIN = Member("usr_robin", "Robin Keller", is_admin=False, since=NOW)
PERSON = Person("usr_ana", Role.AGENT, "Ana")


@pytest.fixture(autouse=True)
def toys_are_known() -> Iterator[None]:
    with registry.registered(registry.read_kinds(Path(__file__).parent / "kinds.json")):
        yield


def asked(table: Table, number: int = 1, name: str = "Lefèvre") -> str:
    what = Visit(name, "Lyon", date(2026, 3, 20))
    return book(what, f"bkg_{number:03d}", by=INSTALLER, table=table, now=NOW).head.case_id


def confirmed(table: Table, case_id: str) -> str:
    round_id = plan(Places(9), "rnd_1", by=INSTALLER, table=table, now=NOW).head.case_id
    confirm(case_id, round_id, by=INSTALLER, table=table, now=NOW)
    return round_id


def take(table: Table, case_id: str, by: Actor = ANA, name: str = "Ana") -> Any:
    return take_case(case_id, by=by, name=name, table=table, now=NOW)


def holder(table: Table, case_id: str) -> str:
    taken = read_taken(load_any(case_id, seen_by=ANA, table=table))
    return taken.name if taken else ""


def kinds(table: Table, case_id: str) -> list[str]:
    return [one.kind for one in list_whole_journal(table, case_id)]


def mine(table: Table, by: Actor = ANA) -> list[str]:
    heads = list_followed("booking", by=by, table=table).heads
    return [one.case_id for one in heads]


def ask(table: Table, act: str, ids: Sequence[str], by: Person = PERSON, **more: str) -> Report:
    return ask_batch(
        BOOKING,
        act,
        ids,
        idempotency_key="un-lot",
        by=by,
        table=table,
        send=lambda _jobs: None,
        **more,
    )


def results(report: Report | None) -> list[Result | None]:
    assert report is not None
    return [line.outcome.result if line.outcome else None for line in report.lines]


def test_of_two_agents_at_once_the_second_is_told_who_has_it(table: Table) -> None:
    case_id = asked(table)

    class Slow(Table):
        """Ana takes it between Ben's reading and his writing."""

        def transact(self, operations: object) -> None:
            if not holder(table, case_id):
                take(table, case_id)
            super().transact(operations)  # type: ignore[arg-type] # handed through

    with pytest.raises(TakenByAnother) as told:
        take(Slow(table.name, table._client), case_id, BEN, "Ben")
    assert told.value.values == {"name": "Ana", "day": Day(date(2026, 3, 2))}
    assert kinds(table, case_id) == ["booking_asked", "case_taken"]


def test_a_booking_is_taken_once_found_by_its_agent_and_let_go(table: Table) -> None:
    case_id = asked(table)
    for _ in range(2):
        take(table, case_id)
    assert (mine(table), mine(table, BEN)) == ([case_id], [])
    with pytest.raises(TakenByAnother):
        release_case(case_id, by=BEN, table=table)
    for _ in range(2):
        release_case(case_id, by=ANA, table=table)
    assert mine(table) == []
    assert kinds(table, case_id) == ["booking_asked", "case_taken", "case_released"]


def test_a_booking_is_handed_over_with_a_word_but_not_unseen(table: Table) -> None:
    case_id = asked(table)
    take(table, case_id)
    with pytest.raises(HandedOverMeanwhile):
        hand_over(case_id, ROBIN, by=BEN, name="Ben", was="", table=table)
    hand_over(case_id, ROBIN, "Rappeler", by=BEN, name="Ben", was="usr_ana", table=table)
    taken = read_taken(load_any(case_id, seen_by=ANA, table=table))
    assert taken is not None
    assert (taken.name, taken.note, taken.given_by) == ("Robin Keller", "Rappeler", "Ben")
    assert mine(table) == []


def test_the_list_of_what_waits_shows_who_has_it(table: Table) -> None:
    free, held = asked(table), asked(table, 2)
    take(table, held)
    found = list_reason("booking", "to_confirm", by=BEN, table=table)
    assert [one.case_id for one in found.heads] == [free, held]
    assert {one: taken.name for one, taken in found.holders.items()} == {held: "Ana"}


def test_a_visit_that_was_made_is_nobody_s(table: Table) -> None:
    case_id = asked(table)
    take(table, case_id)
    visit(case_id, confirmed(table, case_id), by=INSTALLER, table=table, now=NOW)
    assert (holder(table, case_id), mine(table)) == ("", [])
    with pytest.raises(NothingToFollow):
        take(table, case_id)


def test_only_agents_follow_and_only_kinds_that_have_a_desk(table: Table) -> None:
    case_id = asked(table)
    with pytest.raises(NotAllowed):
        take(table, case_id, INSTALLER)
    with pytest.raises(NotAllowed):
        list_followed("booking", by=INSTALLER, table=table)
    round_id = confirmed(table, case_id)
    assert ROUND.desk is None
    with pytest.raises(NotFound):
        take(table, round_id)


def test_what_was_left_for_a_colleague_is_exported_and_goes_with_the_person(table: Table) -> None:
    for name in ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET"):
        place: Any = {"LocationConstraint": "eu-west-3"}
        client("s3").create_bucket(Bucket=ENVIRONMENT[name], CreateBucketConfiguration=place)
    case_id = asked(table)
    hand_over(case_id, ROBIN, "Rappeler Mme Durand", by=ANA, name="Ana", table=table)
    assert "Rappeler Mme Durand" in str(export_person(case_id, by=ANA, table=table))
    assert erase_person(case_id, by=SCHEDULE, why="usr_ana", table=table, now=NOW).is_complete
    assert holder(table, case_id) == ""
    values = table.query_all(JOURNAL.pk(case_id), prefix="V#", consistent=True)
    assert "Durand" not in str(values)


def test_the_declared_act_is_done_to_each_once_and_told_line_by_line(table: Table) -> None:
    waiting, agreed = asked(table), asked(table, 2)
    confirmed(table, agreed)
    report = ask(table, "remind", [waiting, agreed, "bkg_absent", "dos_1"], note="Bientôt")
    assert results(report) == [Result.DONE, *[Result.REFUSED] * 3]
    codes = [line.outcome.code for line in report.lines if line.outcome]
    assert codes == ["", "visit-agreed", "not-found", "not-found"]
    refused = report.lines[1].outcome
    assert tell_outcome(refused, "booking")[2] == "La visite est déjà confirmée."
    again = run_batch(report.batch.batch_id, table=table)
    assert results(again) == results(report)
    assert kinds(table, waiting) == ["booking_asked", "booking_reminded"]


def test_a_batch_touches_no_case_of_another_kind(table: Table) -> None:
    dossier_id = Desk(table).send()
    assert results(ask(table, TAKE, [dossier_id])) == [Result.REFUSED]
    assert holder(table, dossier_id) == ""


def test_nobody_acts_at_the_desk_on_what_is_theirs_under_another_hat(table: Table) -> None:
    own = asked(table)
    both = replace(PERSON, memberships=(Membership(Role.INSTALLER, NOW, "frm_1", "Soleil"),))
    report = ask(table, "remind", [own], by=both)
    assert [line.outcome.code for line in report.lines if line.outcome] == ["conflict-of-interest"]
    assert kinds(table, own) == ["booking_asked"]


def test_many_bookings_are_a_job_that_does_nothing_twice(table: Table) -> None:
    made = [asked(table, number) for number in range(AT_ONCE + 1)]
    batch_id = ask(table, "remind", made).batch.batch_id
    assert kinds(table, made[0]) == ["booking_asked"]
    for _ in range(2):
        assert results(run_batch(batch_id, table=table)) == [Result.DONE] * len(made)
    assert kinds(table, made[0]) == ["booking_asked", "booking_reminded"]


def test_many_are_taken_and_handed_over_like_one(table: Table) -> None:
    colleague = enrol_user(
        table,
        email="robin@essai.test",
        name="Robin",
        role=Role.AGENT,
        password="une phrase de passe",
    )
    made = [asked(table, number) for number in range(3)]
    take(table, made[0], BEN, "Ben")
    assert results(ask(table, TAKE, made)) == [Result.REFUSED, Result.DONE, Result.DONE]
    given = ask_batch(
        BOOKING,
        HAND_OVER,
        made,
        idempotency_key="autre",
        by=PERSON,
        to_id=colleague.user_id,
        table=table,
    )
    assert results(given) == [Result.DONE] * 3
    assert {holder(table, one) for one in made} == {"Robin"}


def test_an_act_that_the_kind_does_not_declare_is_none(table: Table) -> None:
    with pytest.raises(NotFound):
        ask(table, "file_again", [asked(table)])
    with pytest.raises(NotFound):
        ask_batch(ROUND, TAKE, ["rnd_1"], idempotency_key="x", by=PERSON, table=table)
    names = [name for name, _words in list_acts("booking")]
    assert names == ["take", "hand_over", "release", "remind"]


def test_a_program_takes_a_booking_and_reads_who_has_it(table: Table, callers: Callers) -> None:
    case_id, agent = asked(table), callers.api("agent")
    me = callers.people.agent
    taken = agent.call("POST", f"/cases/{case_id}/take").json()
    assert taken["holder"]["id"] == me.user_id
    waiting = agent.call("GET", "/kinds/booking/waiting?reason=to_confirm").json()
    assert [one["holder"]["name"] for one in waiting["cases"]] == [me.name]
    (followed,) = agent.call("GET", "/kinds/booking/followed").json()["cases"]
    assert (followed["id"], followed["columns"]["name"]) == (case_id, "Lefèvre")
    to = {"to": me.user_id, "was": "usr_ben"}
    assert (
        agent.call("POST", f"/cases/{case_id}/hand-over", to).json()["holder"]["id"] == me.user_id
    )
    assert agent.call("POST", f"/cases/{case_id}/release").json() == {"holder": None}
    assert agent.call("GET", "/kinds/booking/followed").json()["cases"] == []
    assert callers.api("installer").call("POST", f"/cases/{case_id}/take").status == 403


def test_an_agent_reminds_of_bookings_on_the_desk_s_pages(table: Table, callers: Callers) -> None:
    case_id, agent = asked(table), callers.browser("agent")
    ticked = {"sorte": "booking", "acte": "remind", "dossier": case_id}
    page = agent.post("/lots/choix", ticked).body
    assert "Chaque client recevra un e-mail." in page
    assert "Lefèvre" in page
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    fields = {"sorte": "booking", "acte": "remind", "key": key[1], "dossiers": case_id}
    done = agent.post("/lots", fields | {"note": "x" * 501})
    assert done.status == 422
    done = agent.post("/lots", fields | {"note": "Bientôt"})
    report = agent.get(done.headers["location"]).body
    assert "1 dossier traité" in report
    assert "Lefèvre" in report
    assert kinds(table, case_id)[-1] == "booking_reminded"
    assert agent.post("/lots/choix", {**ticked, "sorte": "round"}).status == 404

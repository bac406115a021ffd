"""One act on many dossiers (F312): said before, done once each, told line by line."""

import ast
import inspect
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from chalicelib.accounts.model import Person, Role
from chalicelib.aws.session import client
from chalicelib.cases.taken import read_taken
from chalicelib.cases.thread import read_thread
from chalicelib.connection_desk import acts
from chalicelib.connection_desk.acts import (
    FILE_AGAIN,
    MARK_READ,
    READ_CODES,
    REMIND_CLIENT,
    REMIND_INSTALLER,
)
from chalicelib.connection_desk.choose import choose_all
from chalicelib.connection_desk.of_dossier import DESK
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.desk import hand_over, take
from chalicelib.desk.acts import HAND_OVER, RELEASE, TAKE, acts_of
from chalicelib.desk.ask_batch import ask_batch, load_report
from chalicelib.desk.model import MOST_CHOSEN, Report, Result
from chalicelib.desk.of_kind import Order
from chalicelib.desk.refusals import UnknownColleague
from chalicelib.desk.run_batch import LONGEST_RUN_S, run_batch
from chalicelib.desk.take import take_case
from chalicelib.desk.words import list_acts, list_refused, tell_outcome
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.list_queue import OWN
from chalicelib.dossiers.model import Change, Dossier, PieceState, RequestState, Space
from chalicelib.dossiers.queue_filter import QueueFilter
from chalicelib.dossiers.sides import AGENTS
from chalicelib.dossiers.statuses import Status
from chalicelib.exports import events
from chalicelib.messages.post_message import post_message
from chalicelib.notices.plan import list_notices_of
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound, Refusal
from chalicelib.settings import load_settings
from chalicelib.words.translation import in_language
from chalicelib.words.values import Day
from tests.desk.worlds import ANA, BEN, INSTALLER, Desk
from tests.dossiers.conftest import Callers

PERSON = Person("usr_ana", Role.AGENT, "Ana")


def ask(desk: Desk, act: str, ids: Sequence[str], key: str = "un-lot", **more: Any) -> Report:
    sent: list[Any] = more.pop("sent", [])
    return ask_batch(
        DOSSIER,
        act,
        ids,
        idempotency_key=key,
        by=more.pop("by", PERSON),
        table=desk.table,
        send=sent.extend,
        **more,
    )


def results(report: Report | None) -> list[Result | None]:
    assert report is not None
    return [line.outcome.result if line.outcome else None for line in report.lines]


def test_a_few_are_done_at_once_and_each_line_says_what_became_of_it(desk: Desk) -> None:
    free, own, other, over = (desk.send() for _ in range(4))
    take_case(own, by=ANA, name="Ana", table=desk.table, now=desk.now)
    take_case(other, by=BEN, name="Ben", table=desk.table, now=desk.now)
    desk.happen(over, EventKind.DOSSIER_CANCELLED, status=Status.CANCELLED)
    sent: list[Any] = []
    report = ask(desk, TAKE, [free, own, other, over, "dos_absent"], sent=sent)
    assert results(report) == [
        Result.DONE,
        Result.ALREADY,
        Result.REFUSED,
        Result.REFUSED,
        Result.REFUSED,
    ]
    why = report.lines[2].outcome
    assert why is not None
    assert (why.code, why.values) == (
        "taken-by-another",
        {"name": "Ben", "day": Day(date(2026, 3, 2))},
    )
    assert sent == []
    event = desk.journal(free)[-1]
    assert (event.kind, event.actor_id, event.origin) == (EventKind.DOSSIER_TAKEN, "usr_ana", "job")


@pytest.mark.parametrize(
    ("language", "day"), [("fr", "2 mars 2026"), ("pt_BR", "2 de março de 2026"), ("en", "2 March")]
)
def test_one_report_is_read_by_each_agent_in_their_own_language(
    desk: Desk, language: str, day: str
) -> None:
    other = desk.send()
    take_case(other, by=BEN, name="Ben", table=desk.table, now=desk.now)
    asked = ask(desk, TAKE, [other])
    kept = load_report(asked.batch.batch_id, by=PERSON, table=desk.table)
    with in_language(language):
        _label, _tone, why = tell_outcome(kept.lines[0].outcome, DOSSIER.name)
    assert "Ben" in why
    assert day in why


def test_every_refusal_of_an_act_has_its_words_in_the_report() -> None:
    """Read from the code: whatever a use case of the acts raises by name."""
    known = list_refused(DOSSIER.name)
    for module in (take, hand_over, *list_modules(acts)):
        for refusal in list_raised(module):
            assert refusal.code in known, f"{refusal.__name__} of {module.__name__}"


def list_modules(module: ModuleType) -> list[ModuleType]:
    """The modules that another one imports when it acts."""
    tree = ast.parse(inspect.getsource(module))
    inside = (one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) and one.col_offset)
    return [import_module(one.module) for one in inside if one.module]


def list_raised(module: ModuleType) -> Iterator[type[Refusal]]:
    """The refusals that a module raises by name."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        raised = node.exc if isinstance(node, ast.Raise) else None
        raised = raised.func if isinstance(raised, ast.Call) else raised
        found = getattr(module, raised.id, None) if isinstance(raised, ast.Name) else None
        if isinstance(found, type) and issubclass(found, Refusal):
            yield found


def test_many_are_a_job_and_one_key_makes_one(desk: Desk) -> None:
    made = [desk.send() for _ in range(12)]
    sent: list[Any] = []
    first = ask(desk, TAKE, made, sent=sent)
    again = ask(desk, TAKE, made, sent=sent)
    assert first.batch.batch_id == again.batch.batch_id
    assert sent == [{"job_id": first.batch.batch_id}] * 2
    assert results(first) == [None] * 12
    report = run_batch(first.batch.batch_id, table=desk.table)
    assert results(report) == [Result.DONE] * 12


def test_the_same_job_twice_does_nothing_twice(desk: Desk) -> None:
    made = [desk.send() for _ in range(11)]
    batch_id = ask(desk, TAKE, made).batch.batch_id
    for _ in range(2):
        assert results(run_batch(batch_id, table=desk.table)) == [Result.DONE] * 11
    assert all(desk.kinds(one).count(EventKind.DOSSIER_TAKEN) == 1 for one in made)


def test_a_job_that_broke_off_before_it_kept_an_outcome_does_the_act_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client would be mailed twice: the link of the first try is long past its ten minutes."""
    made = [desk.send() for _ in range(11)]
    batch_id = ask(desk, REMIND_CLIENT, made).batch.batch_id
    with monkeypatch.context() as broken:

        def fail(*_args: object) -> None:
            raise RuntimeError("stopped")

        broken.setattr("chalicelib.desk.store.note_outcome", fail)
        with pytest.raises(ExceptionGroup):
            run_batch(batch_id, table=desk.table)
    monkeypatch.setattr("chalicelib.subscription.ask_link.BETWEEN_LINKS", timedelta(0))
    assert results(run_batch(batch_id, table=desk.table)) == [Result.DONE] * 11
    assert desk.kinds(made[0]).count(EventKind.SUBSCRIPTION_LINK_SENT) == 1


def test_a_job_that_takes_too_long_leaves_the_rest_to_another_message(desk: Desk) -> None:
    made = [desk.send() for _ in range(11)]
    batch_id = ask(desk, TAKE, made).batch.batch_id
    ticks = iter([0.0, 1.0, 2.0, LONGEST_RUN_S + 1])
    sent: list[Any] = []
    report = run_batch(batch_id, table=desk.table, send=sent.extend, clock_s=lambda: next(ticks))
    assert sent == [{"job_id": batch_id}]
    assert results(report) == [Result.DONE] * 2 + [None] * 9


def test_handing_over_a_leaver_s_dossiers_leaves_none(desk: Desk, colleague: Person) -> None:
    made = [desk.send() for _ in range(3)]
    for one in made:
        take_case(one, by=BEN, name="Ben", table=desk.table, now=desk.now)
    theirs = choose_all(OWN, QueueFilter(taken="usr_ben"), by=ANA, now=desk.now, table=desk.table)
    ids = list(theirs.ids)
    assert sorted(ids) == sorted(made)
    report = ask(desk, HAND_OVER, ids, to_id=colleague.user_id, note="Ben est parti")
    assert results(report) == [Result.DONE] * 3
    holders = [read_taken(desk.load(one)) for one in made]
    assert {one.agent_id for one in holders if one} == {colleague.user_id}
    with pytest.raises(UnknownColleague):
        ask(desk, HAND_OVER, ids, key="autre", to_id="usr_ben")


def test_letting_go_is_of_one_s_own(desk: Desk) -> None:
    own, other, free = (desk.send() for _ in range(3))
    take_case(own, by=ANA, name="Ana", table=desk.table, now=desk.now)
    take_case(other, by=BEN, name="Ben", table=desk.table, now=desk.now)
    report = ask(desk, RELEASE, [own, other, free])
    assert results(report) == [Result.DONE, Result.REFUSED, Result.ALREADY]


def test_an_installer_is_reminded_of_what_is_lacking_once_a_day(desk: Desk) -> None:
    lacking, complete = desk.send(), desk.send()
    desk.piece(lacking, PieceState.REJECTED)
    ids = [lacking, complete]
    assert results(ask(desk, REMIND_INSTALLER, ids)) == [Result.DONE, Result.REFUSED]
    again = ask(desk, REMIND_INSTALLER, ids, key="encore")
    assert results(again) == [Result.ALREADY, Result.REFUSED]
    (notice,) = list_notices_of(desk.journal(lacking)[-1], desk.now)
    assert notice.kind is ConnectionMail.PIECE_REMINDER


def test_a_client_is_reminded_until_the_signature(desk: Desk) -> None:
    unsigned, signed = desk.send(), desk.send()
    desk.change(
        signed,
        lambda dossier, _now: _reached(dossier, Milestone.SUBSCRIPTION_SIGNED),
    )
    report = ask(desk, REMIND_CLIENT, [unsigned, signed])
    assert results(report) == [Result.DONE, Result.REFUSED]
    assert results(ask(desk, REMIND_CLIENT, [unsigned], key="encore")) == [Result.ALREADY]


def _reached(dossier: Dossier, milestone: Milestone) -> Change:
    return Change(EventKind.SUBSCRIPTION_SIGNED, dossier.head, reached=(milestone,))


def test_a_step_with_the_operator_is_asked_for_again_where_one_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPERATORS", '{"enedis": {"connector": "http"}}')
    load_settings.cache_clear()
    waiting, none = desk.send(), desk.send()
    desk.ask(waiting, RequestState.TO_FILE, attempts=5, last_error="500")
    report = ask(desk, FILE_AGAIN, [waiting, none])
    assert results(report) == [Result.DONE, Result.REFUSED]
    request = desk.load(waiting).current_request()
    assert request is not None
    assert request.next_at is not None
    assert request.attempts == 0


def test_messages_are_read_up_to_those_that_had_come(desk: Desk) -> None:
    written, silent = desk.send(), desk.send()
    post_message(written, "Bonjour", key="cle-0001", by=INSTALLER, table=desk.table, now=desk.now)
    report = ask(desk, MARK_READ, [written, silent])
    assert results(report) == [Result.DONE, Result.ALREADY]
    assert read_thread(desk.load(written)).unread_by(AGENTS) == ()


def test_a_message_that_comes_after_the_wish_stays_unread(desk: Desk) -> None:
    made = [desk.send() for _ in range(11)]
    batch = ask(desk, MARK_READ, made).batch
    late = batch.business_at.replace(year=batch.business_at.year + 1)
    post_message(made[0], "Encore", key="cle-0002", by=INSTALLER, table=desk.table, now=late)
    assert results(run_batch(batch.batch_id, table=desk.table))[0] is Result.ALREADY
    assert len(read_thread(desk.load(made[0])).unread_by(AGENTS)) == 1


def test_codes_that_were_read_no_longer_flag(desk: Desk) -> None:
    flagged, plain = desk.send(), desk.send()
    desk.happen(flagged, EventKind.UNKNOWN_CODE_FLAGGED, flags=("unknown_code",))
    report = ask(desk, READ_CODES, [flagged, plain])
    assert results(report) == [Result.DONE, Result.ALREADY]
    assert desk.load(flagged).head.flags == ()


class Killed(BaseException):
    """The process was ended here."""


def test_a_process_that_is_ended_keeps_what_was_done_and_comes_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [desk.send() for _ in range(11)]
    batch_id = ask(desk, TAKE, made).batch.batch_id
    real = run_batch.__globals__["carry_out"]

    def break_off(order: Order) -> bool:
        if order.case_id == made[3]:
            raise Killed
        return bool(real(order))

    with monkeypatch.context() as broken:
        broken.setattr("chalicelib.desk.run_batch.carry_out", break_off)
        with pytest.raises(Killed):
            run_batch(batch_id, table=desk.table)
    report = load_report(batch_id, by=PERSON, table=desk.table)
    assert results(report) == [Result.DONE] * 3 + [None] * 8
    assert results(run_batch(batch_id, table=desk.table)) == [Result.DONE] * 11


def test_no_dossier_and_too_many_are_refused(desk: Desk) -> None:
    for ids in ([], [f"dos_{n}" for n in range(MOST_CHOSEN + 1)]):
        with pytest.raises(InvalidFields) as told:
            ask(desk, TAKE, ids)
        assert told.value.problems[0].field == "dossier"
    assert len(ask(desk, TAKE, [f"dos_{n}" for n in range(500)]).lines) == 500


def test_a_report_is_its_asker_s_and_only_agents_ask(desk: Desk) -> None:
    report = ask(desk, TAKE, [desk.send()])
    with pytest.raises(NotFound):
        load_report(
            report.batch.batch_id, by=Person("usr_ben", Role.AGENT, "Ben"), table=desk.table
        )
    with pytest.raises(NotAllowed):
        ask(desk, TAKE, ["dos_1"], by=Person("usr_1", Role.INSTALLER, "I", "frm_1"))
    assert run_batch("bat_unknown", table=desk.table) is None


def test_a_list_is_chosen_as_it_is_filtered(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        one = desk.send(space=Space.LARGE if number % 2 else Space.SMALL)
        desk.piece(one, PieceState.HELD)
        desk.later(minutes=1)
    wanted = QueueFilter(space=Space.LARGE)
    chosen = choose_all("us", wanted, by=ANA, now=desk.now, table=desk.table)
    assert (len(chosen.ids), chosen.is_cut) == (3, False)
    monkeypatch.setattr("chalicelib.connection_desk.choose.MOST_CHOSEN", 2)
    cut = choose_all("us", wanted, by=ANA, now=desk.now, table=desk.table)
    assert (len(cut.ids), cut.is_cut) == (2, True)


def test_every_act_says_what_it_is_and_what_it_will_do() -> None:
    names = [name for name, _words in list_acts(DOSSIER.name)]
    assert names[:3] == [TAKE, HAND_OVER, RELEASE]
    assert set(names[3:]) == set(acts.ACTS)
    assert all(act.words and act.will for act in acts_of(DESK).values())


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def ids_of(page: str) -> str:
    found = re.search(r'name="dossiers" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_from_the_ticked_boxes_to_the_report_without_a_script(
    desk: Desk, callers: Callers, colleague: Person
) -> None:
    first, second = desk.send("Durand"), desk.send("Lopez")
    for one in (first, second):
        desk.piece(one, PieceState.HELD)
    agent = callers.browser("agent")
    assert f'name="dossier" value="{first}"' in agent.get("/dossiers").body
    nothing = agent.post("/lots/choix", {"sorte": "dossier", "acte": "take", "portee": "coches"})
    assert nothing.status == 422
    assert "cochez au moins un dossier" in nothing.body
    page = agent.post(
        "/lots/choix", [("sorte", "dossier"), ("acte", "hand_over"), ("dossier", first)]
    ).body
    assert "1 dossier choisi" in page
    assert "Le collègue choisi suivra ces dossiers" in page
    assert "Durand" in page
    assert "Lopez" not in page
    assert read_taken(desk.load(first)) is None
    fields = {
        "sorte": "dossier",
        "acte": "hand_over",
        "key": key_of(page),
        "dossiers": ids_of(page),
        "note": "Merci",
    }
    wrong = agent.post("/lots", fields | {"collegue": "usr_x"})
    assert wrong.status == 422
    assert "choisissez un nom de la liste" in wrong.body
    assert "Merci" in wrong.body
    done = agent.post("/lots", fields | {"collegue": colleague.user_id})
    assert done.status == 303
    report = agent.get(done.headers["location"]).body
    assert "1 dossier traité" in report
    assert "Durand" in report
    taken = read_taken(desk.load(first))
    assert taken is not None
    assert taken.note == "Merci"


def test_a_whole_list_goes_by_the_queue_of_jobs(desk: Desk, callers: Callers, queue: str) -> None:
    for number in range(12):
        desk.piece(desk.send(f"Client{number:02d}"), PieceState.HELD)
    agent = callers.browser("agent")
    asked = {"sorte": "dossier", "acte": "take", "portee": "tous", "file": "retenues"}
    page = agent.post("/lots/choix", asked).body
    assert "12 dossiers choisis" in page
    assert "en arrière-plan" in page
    fields = {"sorte": "dossier", "acte": "take", "key": key_of(page), "dossiers": ids_of(page)}
    place = agent.post("/lots", fields).headers["location"]
    under_way = agent.get(place).body
    assert "data-under-way" in under_way
    assert "0 sur 12" in under_way
    (told,) = client("sqs").receive_message(QueueUrl=queue)["Messages"]
    record = {
        "messageId": "m1",
        "body": told["Body"],
        "attributes": {"ApproximateReceiveCount": "1"},
    }
    assert json.loads(told["Body"]) == {"job_id": place.removeprefix("/lots/")}
    assert events.run_job({"Records": [record]}, None) == {"batchItemFailures": []}
    assert "12 dossiers traités" in agent.get(place).body
    assert agent.post(f"{place}/relance").status == 303
    assert callers.browser("installer").get(place).status == 403


def test_the_jobs_lambda_hands_a_broken_batch_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr("chalicelib.desk.run_batch.run_batch", fail)
    attributes = {"ApproximateReceiveCount": "5"}
    record = {"messageId": "m1", "body": '{"job_id": "bat_1"}', "attributes": attributes}
    failed = {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert events.run_job({"Records": [record]}, None) == failed


def test_what_a_job_does_to_dossiers_its_lambda_may_do() -> None:
    policy = json.loads(Path(".chalice/policy-run_job.json").read_text())
    actions = {one for statement in policy["Statement"] for one in statement["Action"]}
    needed = {"Query", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"}
    assert {f"dynamodb:{one}" for one in needed} <= actions
    assert "dynamodb:Scan" not in actions


def test_the_report_is_paged_and_a_page_is_two_calls(desk: Desk, callers: Callers) -> None:
    made = [desk.send(f"Client{number:02d}") for number in range(30)]
    person = callers.people.agent
    report = ask(desk, TAKE, made, by=person)
    run_batch(report.batch.batch_id, table=desk.table)
    agent = callers.browser("agent")
    first = agent.get(f"/lots/{report.batch.batch_id}").body
    assert "Client24" in first
    assert "Client25" not in first
    second = agent.get(f"/lots/{report.batch.batch_id}?page=2").body
    assert "Client29" in second
    assert agent.get(f"/lots/{report.batch.batch_id}?page=zz").status == 200

"""Questions to our teams: asked once, seen by agents, answered once, erased with their person."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.accounts.refusals import SourceSlowed
from chalicelib.audit.model import Actor, platform
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.items import Operation
from chalicelib.aws.mailer import Mail
from chalicelib.aws.session import client as aws_client
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.contact.answer_question import (
    answer_question,
    list_questions,
    load_question,
    take_question,
)
from chalicelib.contact.ask_question import ask_from_outside, ask_on_dossier
from chalicelib.contact.model import (
    LONGEST_WORDS,
    MOST_ASKED,
    MOST_OPEN,
    AlreadyAnswered,
    Question,
    QuestionsClosed,
    QuestionState,
    TooManyQuestions,
)
from chalicelib.contact.store import list_asked
from chalicelib.dossiers.attention import Reason, list_reasons
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.notices.plan import list_notices_of, plan_notices
from chalicelib.notices.send import Post, send_notice
from chalicelib.notices.store import find_notice, list_to_look_at
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound
from chalicelib.retention.held import erase_held
from chalicelib.rows.cases import CASE, HEAD, WAITS
from chalicelib.rows.model import Erasure
from chalicelib.rows.registry import find_row
from chalicelib.settings import load_settings
from tests.following.worlds import file_dossier, load
from tests.interleaved import OvertakenBy
from tests.ledger.worlds import AGENT, World
from tests.notices.worlds import FakeMailer

REAL = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CLIENT = Actor("usr_c", "client", "page")
SOURCE = "192.0.2.9"


@pytest.fixture
def world(table: Table) -> World:
    return file_dossier(table, client_id=CLIENT.person_id)


@pytest.fixture
def queue(table: Table, monkeypatch: pytest.MonkeyPatch) -> str:
    assert table
    url = aws_client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", url)
    load_settings.cache_clear()
    return url


def ask(
    world: World, words: str = "Ma batterie ?", key: str = "k1", by: Actor = CLIENT
) -> Question:
    dossier = ask_on_dossier(
        world.dossier_id, words, key=key, by=by, table=world.table, now=world.now, real=REAL
    )
    return next(one for one in list_asked(dossier) if one.words == words)


def write_us(table: Table, words: str = "Bonjour ?", **others: object) -> Question:
    typed = {
        "name": "Zoé  Lefèvre",
        "email": " zoe@client.example.org ",
        "reference": "7K4M",
        "key": "k1",
        "source_address": SOURCE,
        "real": REAL,
    }
    return ask_from_outside(words, table=table, **(typed | others))  # type: ignore[arg-type] # typed by name


def waiting(table: Table) -> list[str]:
    return [one.contact_id for one in list_questions(by=AGENT, table=table)[0]]


def answer(question: Question, words: str, table: Table, by: Actor = AGENT) -> None:
    answer_question(question.owner, question.contact_id, words, by=by, table=table, real=REAL)


def test_a_client_asks_on_their_dossier_once_however_often_they_click(world: World) -> None:
    first = ask(world)
    events = len(world.journal())
    assert ask(world) == first
    assert len(world.journal()) == events
    assert ask(world, "Autre chose", key="k2").contact_id != first.contact_id
    assert len(waiting(world.table)) == 2


def test_a_question_makes_agents_look_at_the_dossier_until_it_is_answered(world: World) -> None:
    question = ask(world)
    on = world.now.date()
    assert Reason.CLIENT_QUESTION in list_reasons(load(world), None, on)
    take_question(
        question.owner, question.contact_id, by=AGENT, name="Paul Agent", table=world.table
    )
    (row,) = list_questions(by=AGENT, table=world.table)[0]
    assert row.taken_name == "Paul Agent"
    answer(question, "Tout va bien.", world.table)
    assert Reason.CLIENT_QUESTION not in list_reasons(load(world), None, on)
    assert waiting(world.table) == []
    (answered,) = list_asked(load(world))
    assert (answered.state, answered.answer) == (QuestionState.ANSWERED, "Tout va bien.")
    assert answered.answered_by == AGENT.person_id
    kinds = [event.kind for event in world.journal()][-2:]
    assert kinds == ["question_asked", "question_answered"]
    assert "Tout va bien" not in str(world.journal()[-1])


def test_an_answer_owes_the_client_one_mail_and_is_given_once(world: World) -> None:
    question = ask(world)
    answer(question, "Tout va bien.", world.table)
    answer(question, "Tout va bien.", world.table)
    with pytest.raises(AlreadyAnswered):
        answer(question, "Ou pas.", world.table)
    with pytest.raises(AlreadyAnswered):
        take_question(question.owner, question.contact_id, by=AGENT, name="x", table=world.table)
    mails = [(one.kind, one.addressee) for one in list_notices_of(world.journal()[-1], REAL)]
    assert mails == [("contact_answered", "client")]


def test_only_the_client_asks_and_only_agents_answer(world: World) -> None:
    question = ask(world)
    with pytest.raises(NotFound):
        ask(world, by=Actor("usr_other", "client", "page"))
    for by in (Actor("usr_1", "installer", "page", firm_id="frm_1"), AGENT, platform("page")):
        with pytest.raises(NotAllowed):
            ask(world, by=by)
    with pytest.raises(NotAllowed):
        answer(question, "moi", world.table, by=CLIENT)
    with pytest.raises(NotAllowed):
        list_questions(by=CLIENT, table=world.table)
    for owner, contact_id in (("dos_x", "ctc_x"), (question.owner, "x" * 2000)):
        with pytest.raises(NotFound):
            load_question(owner, contact_id, by=AGENT, table=world.table)


def test_ten_questions_without_an_answer_are_enough(world: World) -> None:
    for number in range(MOST_OPEN):
        ask(world, f"question {number}")
    with pytest.raises(TooManyQuestions):
        ask(world, "encore")


def test_questions_are_erased_with_the_person_and_none_is_asked_after(world: World) -> None:
    question = ask(world)
    kind = find_row({"pk": "C#dos_1", "sk": f"CONTACT#{question.contact_id}"})
    assert kind
    assert kind.erased is Erasure.DELETED

    def erase(dossier: Dossier, now: datetime) -> Change:
        return Change(EventKind.PERSON_ERASED, replace(dossier.head, erased_at=now))

    change_dossier(
        world.dossier_id, erase, by=platform("schedule"), table=world.table, now=world.now
    )
    with pytest.raises(QuestionsClosed):
        ask(world, "et moi ?", key="k3")


class StopsWriting(Table):
    """A table that carries out so many single writes, and then answers no more."""

    def __init__(self, table: Table, writes: int) -> None:
        super().__init__(table.name, table._client)
        self._left = writes

    def write(self, operation: Operation) -> None:
        if not self._left:
            raise TransientError("dynamodb", "ServiceUnavailable")
        self._left -= 1
        super().write(operation)


@pytest.mark.parametrize("writes", [2, 5])
def test_an_erasure_that_stops_anywhere_leaves_no_question_behind(
    world: World, writes: int
) -> None:
    question = ask(world)
    assert world.table.get(*HEAD.key(question.contact_id))
    with suppress(TransientError):
        erase_held(StopsWriting(world.table, writes), world.dossier_id)
    erase_held(world.table, world.dossier_id)
    assert world.table.get(*HEAD.key(question.contact_id)) is None
    assert world.table.query_all(CASE.pk(question.contact_id)) == ()


def test_a_clients_question_fades_no_sooner_than_its_dossier(world: World) -> None:
    row = world.table.get(*HEAD.key(ask(world).contact_id)) or {}
    assert row
    assert "expires_s" not in row


def test_the_tenth_place_is_given_to_one_of_two_who_ask_at_once(world: World) -> None:
    for number in range(MOST_OPEN - 1):
        ask(world, f"question {number}")
    table = OvertakenBy(world.table, lambda: ask(world, "plus vite", key="fast"))
    with pytest.raises(TooManyQuestions):
        ask_on_dossier(
            world.dossier_id, "moi", key="slow", by=CLIENT, table=table, now=world.now, real=REAL
        )
    asked = list_asked(load(world))
    assert len(asked) == MOST_OPEN
    assert set(waiting(world.table)) == {one.contact_id for one in asked}


@pytest.mark.parametrize("words", ["", "  \n ", "a" * (LONGEST_WORDS + 1)])
def test_a_question_without_words_or_with_too_many_is_refused(world: World, words: str) -> None:
    with pytest.raises(InvalidFields):
        ask(world, words)
    with pytest.raises(InvalidFields):
        write_us(world.table, words)


def test_a_stranger_asks_once_and_it_fades_after_a_year(table: Table) -> None:
    question = write_us(table)
    assert (question.name, question.email) == ("Zoé Lefèvre", "zoe@client.example.org")
    assert write_us(table).contact_id == question.contact_id
    assert waiting(table) == [question.contact_id]
    row = table.get(*HEAD.key(question.contact_id)) or {}
    assert row["expires_s"] == int((REAL + timedelta(days=365)).timestamp())
    (waits,) = table.query_all(row["pk"], prefix=WAITS.prefix)
    assert waits["expires_s"] == row["expires_s"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "a" * 121), ("email", "pas une adresse"), ("reference", "9" * 41)],
)
def test_a_strangers_field_that_cannot_be_is_named(table: Table, field: str, value: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        write_us(table, **{field: value})
    assert [one.field for one in refused.value.problems] == [field]
    assert waiting(table) == []


def test_one_source_address_asks_so_often_and_no_more(table: Table) -> None:
    for number in range(MOST_ASKED):
        write_us(table, f"question {number}")
    with pytest.raises(SourceSlowed):
        write_us(table, "encore")
    assert write_us(table, "encore", source_address="198.51.100.1")
    assert write_us(table, "encore", key="k9", real=REAL + timedelta(minutes=11))


def test_a_stranger_gets_the_answer_by_one_mail_however_often_it_is_relayed(
    table: Table, queue: str
) -> None:
    assert queue
    question = write_us(table, "Mon compteur <b>tourne</b> ?")
    answer(question, "C’est normal.", table)
    for event in list_whole_journal(table, question.contact_id) * 2:
        plan_notices(event, table=table, now=REAL)
    (notice,), _next = list_to_look_at(table, REAL)
    mailer = FakeMailer()
    post = Post(table, mailer, clock=lambda: REAL)
    for _ in range(2):
        send_notice(notice.case_id, notice.notice_id, post=post)
    (mail,) = mailer.sent
    assert isinstance(mail, Mail)
    assert mail.to == "zoe@client.example.org"
    assert "Mon compteur <b>tourne</b> ?" in mail.text
    assert "C’est normal." in mail.text
    assert "<b>tourne" not in mail.html
    assert find_notice(table, question.contact_id, notice.notice_id)
    rows = table.query_all(CASE.pk(question.contact_id))
    assert len(rows) == 2
    assert all("expires_s" in row for row in rows)
    with pytest.raises(AlreadyAnswered):
        answer(question, "Ou pas.", table)


def test_a_reply_whose_question_faded_is_not_sent(table: Table, queue: str) -> None:
    from chalicelib.aws.items import Delete

    assert queue
    question = write_us(table)
    answer(question, "C’est normal.", table)
    for event in list_whole_journal(table, question.contact_id):
        plan_notices(event, table=table, now=REAL)
    (notice,), _next = list_to_look_at(table, REAL)
    table.write(Delete(*HEAD.key(question.contact_id)))
    mailer = FakeMailer()
    sent = send_notice(
        notice.case_id, notice.notice_id, post=Post(table, mailer, clock=lambda: REAL)
    )
    assert mailer.sent == []
    assert sent is not None
    assert sent.reason == "question_gone"

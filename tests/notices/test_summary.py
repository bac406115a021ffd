"""The weekly summary: who gets one, once a week, in which words, and what it reads for it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.accounts.choose_language import choose_language
from chalicelib.accounts.disable_user import disable_user
from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.firm_members import remove_member
from chalicelib.accounts.model import Firm, Person, Role
from chalicelib.accounts.weekly_summary import PAGE, choose_summary, end_by_link, wants_summary
from chalicelib.audit.model import Actor
from chalicelib.aws.mailer import Mail
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.dossiers import store
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_moves import MOST_READ
from chalicelib.dossiers.model import (
    Change,
    Dossier,
    Head,
    OperatorRequest,
    Piece,
    PieceState,
    RequestState,
)
from chalicelib.dossiers.statuses import Status
from chalicelib.notices import events
from chalicelib.notices.address import print_mail_address
from chalicelib.notices.model import NoticeState
from chalicelib.notices.queue_summaries import find_week_due, queue_summaries
from chalicelib.notices.send import Post, send_notice
from chalicelib.notices.store import put_unreachable
from chalicelib.refusals import NotAllowed
from chalicelib.rows.cases import AGENTS
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import TASKS
from chalicelib.rows.people import USER_OF
from chalicelib.rows.visitors import SUMMARIES, SUMMARY_RUN, SUMMARY_WANTED
from chalicelib.settings import load_settings
from chalicelib.words.translation import tag_of
from tests.notices.ses_events import EVENTS
from tests.notices.test_events import take_messages
from tests.notices.worlds import FakeMailer

MONDAY = date(2026, 3, 9)
DUE = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
"""Monday, eight o'clock in Paris."""
IN_WEEK = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
REFUSED = Piece("doc_1", "facture", PieceState.REJECTED, IN_WEEK, "usr_1")


@dataclass
class Firms:
    """A firm with an administrator and a colleague, a rival firm, and a mailbox."""

    table: Table
    queue: str
    firm: Firm
    admin: Person
    colleague: Person
    rival: Person
    mailer: FakeMailer = field(default_factory=FakeMailer)
    made: int = 0

    def actor(self, person: Person) -> Actor:
        return Actor(person.user_id, "installer", "page", firm_id=person.firm_id)

    def begin(self, name: str, at: datetime, by: Person | None = None) -> str:
        self.made += 1
        made = create_draft(
            {"client": {"last_name": name, "city": "Lyon"}},
            idempotency_key=f"clef-{self.made:05}",
            by=self.actor(by or self.admin),
            table=self.table,
            now=at,
        )
        return made.head.dossier_id

    def alter(
        self,
        dossier_id: str,
        at: datetime,
        *pieces: Piece,
        requests: tuple[OperatorRequest, ...] = (),
        **changed: Any,
    ) -> None:
        def decide(known: Dossier, _now: datetime) -> Change:
            head = replace(known.head, **changed)
            return Change(EventKind.STEP_SAVED, head, pieces=pieces, requests=requests)

        by = Actor("platform", "platform", "schedule")
        change_dossier(dossier_id, decide, by=by, table=self.table, now=at)

    def send(self, name: str, at: datetime, *pieces: Piece, by: Person | None = None) -> str:
        dossier_id = self.begin(name, at, by)
        self.alter(dossier_id, at, *pieces, status=Status.NEW, submitted_at=at)
        return dossier_id

    def ask(self, *people: Person) -> None:
        for one in people:
            choose_summary(one, wanted=True, now=IN_WEEK, table=self.table)

    def queue_due(self, now: datetime = DUE) -> int:
        return queue_summaries(table=self.table, now=now, real=now)

    def deliver(self, at: datetime = DUE) -> list[Mail]:
        """Send what the queue says, as often as it says it; give the mails that this made."""
        before = len(self.mailer.sent)
        post = Post(self.table, self.mailer, clock=lambda: at)
        while messages := take_messages(self.queue):
            for one in messages:
                send_notice(one["case_id"], one["notice_id"], post=post)
        return self.mailer.sent[before:]

    def notices(self, person: Person) -> list[Any]:
        return list(self.table.query_all(USER_OF.pk(person.user_id), prefix="NOTICE#"))


@pytest.fixture
def firms(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firms]:
    queue = client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", queue)
    load_settings.cache_clear()
    firm = enrol_firm(table, "Toits", code="1")

    def enrol(email: str, name: str, of: Firm, *, is_admin: bool = False) -> Person:
        return enrol_user(
            table,
            email=email,
            name=name,
            role=Role.INSTALLER,
            password="une phrase de passe",
            firm=of,
            is_admin=is_admin,
        )

    yield Firms(
        table,
        queue,
        firm,
        enrol("ines@toits.example.org", "Inès Garnier", firm, is_admin=True),
        enrol("lea@toits.example.org", "Léa Petit", firm),
        enrol("zoe@nord.example.org", "Zoé Roche", enrol_firm(table, "Nord", code="2")),
    )
    load_settings.cache_clear()


def schedule() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EVENTS / "schedule.json").read_text())
    return loaded


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (DUE, MONDAY),
        (DUE - timedelta(seconds=1), MONDAY - timedelta(days=7)),
        (DUE + timedelta(days=3), MONDAY),
        (datetime(2026, 3, 30, 6, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 3, 30, 5, 59, tzinfo=UTC), date(2026, 3, 23)),
    ],
)
def test_the_week_is_due_on_monday_at_eight_in_paris(now: datetime, monday: date) -> None:
    assert find_week_due(now) == monday


def test_who_did_not_ask_gets_nothing(firms: Firms) -> None:
    firms.send("Martin", IN_WEEK, REFUSED)
    assert (firms.queue_due(), firms.deliver()) == (0, [])


def test_the_schedule_queues_each_who_asked_one_mail_however_often_it_fires(firms: Firms) -> None:
    firms.ask(firms.admin, firms.colleague)
    assert events.replay_notices(schedule(), None) == {"replayed": 0, "summaries": 2}
    assert len(take_messages(firms.queue)) == 2
    assert events.replay_notices(schedule(), None) == {"replayed": 0, "summaries": 0}
    assert take_messages(firms.queue) == []
    assert [len(firms.notices(one)) for one in (firms.admin, firms.colleague, firms.rival)] == [
        1,
        1,
        0,
    ]


def test_a_week_is_told_once_and_the_next_one_again(firms: Firms) -> None:
    firms.ask(firms.admin)
    firms.send("Martin", IN_WEEK, REFUSED)
    assert [firms.queue_due(), firms.queue_due(), firms.queue_due(DUE + timedelta(days=2))] == [
        1,
        0,
        0,
    ]
    assert len(firms.deliver()) == 1
    assert firms.queue_due(DUE + timedelta(days=7)) == 1
    assert len(firms.deliver(DUE + timedelta(days=7))) == 1


def test_a_run_that_died_after_its_rows_queues_nobody_twice(firms: Firms) -> None:
    firms.ask(firms.admin)
    firms.send("Martin", IN_WEEK, REFUSED)
    assert firms.queue_due() == 1
    firms.table.put({**SUMMARY_RUN.columns(MONDAY), "done": False, "start": ""})
    assert firms.queue_due() == 0
    assert len(firms.deliver()) == 1


def test_a_run_goes_on_where_the_one_before_ended(firms: Firms) -> None:
    for number in range(PAGE + 3):
        firms.table.put({**SUMMARY_WANTED.columns(f"usr_{number:05}"), "since": "2026-03-01"})

    def queue() -> int:
        return queue_summaries(table=firms.table, now=DUE, real=DUE, most_pages=1)

    assert [queue(), queue(), queue()] == [PAGE, 3, 0]


def test_the_mail_says_what_moved_what_waits_and_what_is_commissioned(firms: Firms) -> None:
    firms.ask(firms.admin)
    waits = firms.send("Martin", IN_WEEK - timedelta(days=20), REFUSED)
    moved = firms.send("Bernard", IN_WEEK)
    firms.alter(moved, IN_WEEK + timedelta(days=1), status=Status.WITH_OPERATOR, operator="enedis")
    done = firms.send("Petit", IN_WEEK - timedelta(days=60))
    firms.alter(
        done,
        IN_WEEK + timedelta(days=2),
        requests=(OperatorRequest(1, "enedis", RequestState.DONE, IN_WEEK),),
        status=Status.CLOSED,
        closed_at=IN_WEEK + timedelta(days=2),
        commissioned_on=date(2026, 3, 3),
    )
    for name, on in (("Durand", date(2026, 3, 20)), ("Leroy", date(2026, 5, 20))):
        ordered = firms.send(name, IN_WEEK - timedelta(days=30))
        request = OperatorRequest(2, "enedis", RequestState.ORDERED, IN_WEEK, planned_on=on)
        firms.alter(
            ordered,
            IN_WEEK - timedelta(days=9),
            requests=(request,),
            status=Status.COMMISSIONING_ORDERED,
        )
    firms.send("D’un autre", IN_WEEK, by=firms.rival)
    firms.queue_due()
    (mail,) = firms.deliver()
    assert (mail.to, mail.subject) == (
        "ines@toits.example.org",
        "Vos dossiers : la semaine du 2 mars 2026",
    )
    text = mail.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "du 2 mars 2026 au 8 mars 2026" in text
    task = "- Martin, Lyon, depuis le 12 février 2026\n  Déposer une pièce refusée ou demandée\n"
    assert f"{task}  http://raccordo.localhost:4566/dossiers/{waits}" in text
    steps = "- Bernard, Lyon\n  4 mars 2026 : Nouveau\n  5 mars 2026 : En traitement Enedis\n"
    assert f"{steps}  http://raccordo.localhost:4566/dossiers/{moved}" in text
    assert "- Petit, Lyon\n  6 mars 2026 : Clôturé" in text
    assert "Mis en service cette semaine\n- Petit, Lyon, le 3 mars 2026" in text
    assert "dans les trente jours\n- Durand, Lyon, le 20 mars 2026" in text
    assert "- Mise en service commandée : 2" in text
    assert "Leroy" not in text
    assert "D’un autre" not in text
    assert "Martin, Lyon, depuis le 12 février 2026</a>" in mail.html


def test_what_was_learned_late_is_told_in_the_week_it_was_learned(firms: Firms) -> None:
    firms.ask(firms.admin)
    late = firms.send("Martin", IN_WEEK - timedelta(days=60))
    firms.alter(
        late,
        DUE - timedelta(hours=1),
        requests=(OperatorRequest(1, "enedis", RequestState.DONE, IN_WEEK),),
        status=Status.CLOSED,
        closed_at=DUE - timedelta(hours=1),
        commissioned_on=date(2026, 3, 3),
    )
    firms.queue_due()
    assert firms.deliver() == []
    following = DUE + timedelta(days=7)
    firms.queue_due(following)
    (mail,) = firms.deliver(following)
    assert "Mis en service cette semaine\n- Martin, Lyon, le 3 mars 2026" in mail.text


def test_a_mail_that_leaves_late_tells_its_own_week(firms: Firms) -> None:
    firms.ask(firms.admin)
    dossier_id = firms.send("Martin", IN_WEEK)
    firms.queue_due()
    firms.alter(dossier_id, DUE + timedelta(days=1), status=Status.WITH_OPERATOR)
    (mail,) = firms.deliver(DUE + timedelta(days=2))
    assert "4 mars 2026" in mail.text
    assert "10 mars 2026" not in mail.text


def test_nothing_is_sent_when_nothing_moved_and_nothing_waits(firms: Firms) -> None:
    firms.ask(firms.admin)
    firms.send("Martin", IN_WEEK - timedelta(days=30))
    firms.queue_due()
    assert firms.deliver() == []
    (notice,) = firms.notices(firms.admin)
    assert (notice["state"], notice["reason"]) == (NoticeState.SKIPPED, "nothing_new")


def test_a_draft_left_lying_waits_for_its_installer(firms: Firms) -> None:
    firms.ask(firms.admin)
    firms.begin("Oublié", IN_WEEK - timedelta(days=9))
    firms.queue_due()
    (mail,) = firms.deliver()
    assert "Oublié, Lyon, depuis le 23 février 2026\n  Terminer et envoyer" in mail.text


@pytest.mark.parametrize(
    ("language", "subject", "waits", "task"),
    [
        (
            "pt_BR",
            "Seus dossiês: a semana de 2 de março de 2026",
            "Martin, Lyon, desde 4 de março de 2026",
            "Entregar um documento recusado ou pedido",
        ),
        (
            "en",
            "Your dossiers: the week of 2 March 2026",
            "Martin, Lyon, since 4 March 2026",
            "Hand in a document that was refused or asked for",
        ),
    ],
)
def test_a_summary_is_in_its_readers_language(
    firms: Firms, language: str, subject: str, waits: str, task: str
) -> None:
    choose_language(firms.admin, language, table=firms.table)
    firms.ask(firms.admin, firms.colleague)
    firms.send("Martin", IN_WEEK, REFUSED)
    firms.queue_due()
    mails = {mail.to: mail for mail in firms.deliver()}
    told = mails["ines@toits.example.org"]
    assert told.subject == subject
    assert f'<html lang="{tag_of(language)}">' in told.html
    for words in (waits, task):
        assert words in told.text
        assert words in told.html
    assert mails["lea@toits.example.org"].subject == "Vos dossiers : la semaine du 2 mars 2026"


def ending_of(mail: Mail) -> str:
    (header,) = mail.headers
    assert header[0] == "List-Unsubscribe"
    address = header[1].removeprefix("<").removesuffix(">")
    assert address in mail.text
    return address.rpartition("/")[2]


def test_the_link_of_a_mail_ends_the_summaries_and_may_be_used_again(firms: Firms) -> None:
    firms.ask(firms.admin, firms.colleague)
    firms.send("Martin", IN_WEEK, REFUSED)
    firms.queue_due()
    mails = {mail.to: mail for mail in firms.deliver()}
    token = ending_of(mails["ines@toits.example.org"])
    for _time in range(2):
        end_by_link(token, now=DUE, table=firms.table)
    assert not wants_summary(firms.admin.user_id, table=firms.table)
    assert wants_summary(firms.colleague.user_id, table=firms.table)
    assert firms.queue_due(DUE + timedelta(days=7)) == 1


def test_who_ended_it_or_left_before_it_was_sent_gets_none(firms: Firms) -> None:
    firms.ask(firms.admin, firms.colleague, firms.rival)
    for by in (firms.admin, firms.rival):
        firms.send("Martin", IN_WEEK, REFUSED, by=by)
    assert firms.queue_due() == 3
    choose_summary(firms.admin, wanted=False, table=firms.table)
    remove_member(firms.admin, firms.colleague.user_id, firms.admin.user_id, table=firms.table)
    disable_user(firms.rival.user_id, table=firms.table)
    assert firms.deliver() == []
    assert firms.table.query_all(SUMMARIES.pk(), prefix=SUMMARY_WANTED.prefix) == ()
    assert firms.queue_due(DUE + timedelta(days=7)) == 0


def test_who_asked_after_their_account_ended_is_asked_no_more(firms: Firms) -> None:
    disable_user(firms.rival.user_id, table=firms.table)
    firms.ask(firms.rival)
    assert (firms.queue_due(), firms.deliver()) == (1, [])
    assert not wants_summary(firms.rival.user_id, table=firms.table)


def test_an_address_that_refuses_our_mails_is_spared(firms: Firms) -> None:
    firms.ask(firms.admin)
    firms.send("Martin", IN_WEEK, REFUSED)
    printed = print_mail_address("ines@toits.example.org")
    firms.table.write(put_unreachable(printed, "complained", DUE))
    firms.queue_due()
    assert firms.deliver() == []
    assert firms.notices(firms.admin)[0]["reason"] == "address_complained"


def test_a_summary_held_back_for_a_week_gives_way_to_the_next(firms: Firms) -> None:
    firms.ask(firms.admin)
    firms.send("Martin", IN_WEEK, REFUSED)
    firms.queue_due()
    assert firms.deliver(DUE + timedelta(days=6, hours=1)) == []
    assert firms.notices(firms.admin)[0]["reason"] == "summary_outdated"


def test_only_who_has_a_firm_may_ask(firms: Firms) -> None:
    agent = Person("usr_9", Role.AGENT, "Agathe")
    with pytest.raises(NotAllowed):
        choose_summary(agent, wanted=True, table=firms.table)


class Counted:
    """A table's client that counts its calls."""

    def __init__(self, client: Any) -> None:
        self.client, self.calls = client, list[str]()

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.client, name)

        def counted(**request: Any) -> Any:
            self.calls.append(name)
            return call(**request)

        return counted


def crowd(firms: Firms, week: int) -> None:
    """Put more dossiers that changed, and more that wait, than a mail tells of."""
    at = IN_WEEK + timedelta(days=7 * week)
    for number in range(MOST_READ + 2):
        one = f"dos_{week}{number:03}"
        head = Head(one, firms.firm.firm_id, firms.admin.user_id, at, at, Status.NEW)
        firms.table.put(store.head_to_item(replace(head, submitted_at=at)))
        place = TASKS.place(stamp(at), "give_piece", one)
        row = AGENTS.columns(one) | TASKS.entry(head.firm_id, at=place)
        firms.table.put({**row, "dossier_id": one, "status": str(Status.NEW)})


def test_what_a_mail_reads_does_not_grow_with_the_firm(firms: Firms) -> None:
    firms.ask(firms.admin)
    calls: list[dict[str, int]] = []
    for week in range(2):
        crowd(firms, week)
        due = DUE + timedelta(days=7 * week)
        firms.queue_due(due)
        counted = Counted(firms.table._client)
        watched = Table(firms.table.name, counted)  # type: ignore[arg-type] # the client, counted
        post = Post(watched, firms.mailer, clock=lambda due=due: due)  # type: ignore[misc] # bound
        for one in take_messages(firms.queue):
            send_notice(one["case_id"], one["notice_id"], post=post)
        calls.append({name: counted.calls.count(name) for name in set(counted.calls)})
    assert calls[0] == calls[1]
    assert calls[0]["query"] == MOST_READ + 8
    assert "scan" not in calls[0]
    assert "D’autres dossiers ont changé cette semaine" in firms.mailer.sent[-1].text
    assert "D’autres dossiers vous attendent aussi" in firms.mailer.sent[-1].text

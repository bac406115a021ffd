"""What an installer has to do: which dossiers wait for them, since when, and at what cost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_tasks_ahead import FORGOTTEN_AFTER, Ahead, list_tasks_ahead
from chalicelib.dossiers.model import Change, Dossier, Head, Piece, PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.tasks import Task, list_tasks
from chalicelib.refusals import NotAllowed
from chalicelib.rows.cases import THREAD
from chalicelib.rows.dossiers import SUBSCRIPTION
from tests.dossiers.conftest import Callers

DAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="firm_1")
REFUSED = Piece("doc_1", "facture", PieceState.REJECTED, DAY, "usr_1")


def dossier(rows: dict[str, Any] | None = None, *pieces: Piece, **changed: Any) -> Dossier:
    head = Head("dos_1", "firm_1", "usr_1", DAY, DAY, status=Status.NEW, submitted_at=DAY)
    return Dossier(replace(head, **changed), pieces=pieces, rows=rows or {})


@pytest.mark.parametrize(
    ("known", "reasons", "task"),
    [
        (dossier(None, REFUSED), (), Task.GIVE_PIECE),
        (dossier(), (Reason.CONTRADICTION,), Task.EXPLAIN),
        (dossier(client_unreachable=True), (), Task.REACH_CLIENT),
        (dossier(reminded_at=DAY + timedelta(days=14)), (), Task.ASK_CLIENT),
        (dossier({SUBSCRIPTION.sk(): {"state": "declined"}}), (), Task.CLIENT_DECLINED),
        (dossier({THREAD.sk(): {"count": 1, "unread": {"installer": [1]}}}), (), Task.READ_MESSAGE),
    ],
)
def test_each_task_has_its_reason(known: Dossier, reasons: tuple[Reason, ...], task: Task) -> None:
    assert list_tasks(known, reasons) == (task,)
    for status in (Status.DRAFT, Status.CLOSED, Status.CANCELLED):
        over = replace(known, head=replace(known.head, status=status))
        assert list_tasks(over, reasons) == ()


def test_what_waits_for_others_is_no_task() -> None:
    pending = replace(REFUSED, state=PieceState.PENDING)
    early = dossier(None, pending, reminded_at=DAY + timedelta(days=7))
    assert list_tasks(early, (Reason.TO_REVIEW, Reason.BY_HAND)) == ()


def begin(table: Table, name: str, at: datetime) -> str:
    form = {"client": {"last_name": name}}
    made = create_draft(form, idempotency_key=f"clef-{name}", by=INSTALLER, table=table, now=at)
    return made.head.dossier_id


def alter(table: Table, dossier_id: str, at: datetime, *pieces: Piece, **changed: Any) -> None:
    def decide(known: Dossier, now: datetime) -> Change:
        return Change(EventKind.STEP_SAVED, replace(known.head, **changed), pieces=pieces)

    change_dossier(dossier_id, decide, by=INSTALLER, table=table, now=at)


def send(table: Table, name: str, at: datetime, *pieces: Piece) -> str:
    dossier_id = begin(table, name, at)
    alter(table, dossier_id, at, *pieces, status=Status.NEW, submitted_at=at)
    return dossier_id


def look(table: Table, at: datetime = DAY, by: Actor = INSTALLER) -> Ahead:
    return list_tasks_ahead(by=by, now=at, table=table)


def told(ahead: Ahead) -> list[tuple[str, datetime, tuple[Task, ...]]]:
    return [(line.last_name, line.since, line.tasks) for line in ahead.lines]


def test_the_longest_wait_comes_first_and_goes_when_it_is_done(table: Table) -> None:
    later = DAY + timedelta(days=1)
    second = send(table, "Deux", later, REFUSED)
    first = send(table, "Un", DAY, REFUSED)
    send(table, "Rien à faire", DAY)
    assert told(look(table)) == [
        ("Un", DAY, (Task.GIVE_PIECE,)),
        ("Deux", later, (Task.GIVE_PIECE,)),
    ]
    alter(table, first, later, replace(REFUSED, state=PieceState.ACCEPTED))
    assert [line.dossier_id for line in look(table).lines] == [second]
    alter(table, second, later, status=Status.CANCELLED)
    assert look(table).lines == ()


def test_a_wait_keeps_its_date_until_what_is_to_do_changes(table: Table) -> None:
    found = send(table, "Un", DAY, REFUSED)
    later = DAY + timedelta(days=3)
    alter(table, found, later, city="Lyon")
    assert [(line.since, line.city) for line in look(table).lines] == [(DAY, "Lyon")]
    alter(table, found, later, client_unreachable=True)
    assert told(look(table)) == [("Un", later, (Task.GIVE_PIECE, Task.REACH_CLIENT))]


def test_drafts_left_lying_are_shown_and_fresh_ones_are_not(table: Table) -> None:
    begin(table, "Oublié", DAY)
    begin(table, "Récent", DAY + timedelta(days=1))
    at = DAY + FORGOTTEN_AFTER + timedelta(hours=1)
    assert [line.last_name for line in look(table, at).drafts] == ["Oublié"]


def test_another_firm_s_tasks_are_none_of_mine(table: Table) -> None:
    send(table, "Un", DAY, REFUSED)
    other = Actor("usr_2", "installer", "page", firm_id="firm_2")
    assert look(table, by=other).lines == ()
    with pytest.raises(NotAllowed):
        look(table, by=Actor("usr_3", "agent", "page"))


def test_the_page_says_what_to_do_and_leads_there(callers: Callers, table: Table) -> None:
    browser = callers.browser("installer")
    assert "Rien ne vous attend" in browser.get("/dossiers/a-faire").body
    assert 'href="/dossiers/a-faire"' in browser.get("/dossiers").body
    person = callers.people.installer
    by = Actor(person.user_id, "installer", "page", firm_id=person.firm_id)
    made = create_draft(
        {"client": {"last_name": "Durand"}}, idempotency_key="une", by=by, table=table
    )

    def decide(known: Dossier, now: datetime) -> Change:
        head = replace(known.head, status=Status.NEW, submitted_at=now)
        return Change(EventKind.DOSSIER_SUBMITTED, head, pieces=(REFUSED,))

    change_dossier(made.head.dossier_id, decide, by=by, table=table)
    page = browser.get("/dossiers/a-faire").body
    assert "Déposer une pièce refusée ou demandée" in page
    assert f'href="/dossiers/{made.head.dossier_id}"' in page
    assert browser.get("/dossiers/a-faire?debut=abc").status == 400

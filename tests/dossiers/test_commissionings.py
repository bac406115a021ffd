"""The recap of commissionings: whose, in which month, in which order, and at what cost."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers import store
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_commissionings import (
    MOST_AHEAD,
    PAGE,
    Commissionings,
    Plant,
    list_commissionings,
)
from chalicelib.dossiers.model import (
    Change,
    Dossier,
    Head,
    OperatorRequest,
    RequestState,
    Space,
)
from chalicelib.dossiers.statuses import Status
from chalicelib.refusals import InvalidCursor, NotAllowed
from chalicelib.rows.leads import COUNTERS
from tests.dossiers.conftest import Callers

DAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="firm_1")
ORDERED, PENDING = Status.COMMISSIONING_ORDERED, Status.COMMISSIONING_PENDING


def plant(
    table: Table,
    name: str,
    status: Status,
    on: date | None = None,
    *,
    at: datetime = DAY,
    by: Actor = INSTALLER,
    number: int = 1,
    space: Space = Space.SMALL,
) -> str:
    """Make a dossier that has come to a status, its day told or planned."""
    form = {"client": {"last_name": name, "city": "Lyon"}}
    made = create_draft(form, idempotency_key=f"clef-{name}", by=by, table=table, now=DAY)
    is_done = status is Status.CLOSED
    state = RequestState.DONE if is_done else RequestState.ORDERED
    request = OperatorRequest(number, "enedis", state, at, planned_on=on)

    def decide(known: Dossier, _now: datetime) -> Change:
        head = replace(known.head, status=status, submitted_at=at, space=space)
        head = replace(head, commissioned_on=on if is_done else None)
        requests = () if status is PENDING else (request,)
        return Change(EventKind.STEP_SAVED, head, requests=requests)

    change_dossier(made.head.dossier_id, decide, by=by, table=table, now=at)
    return made.head.dossier_id


def ask(table: Table, **more: Any) -> Commissionings:
    return list_commissionings(by=INSTALLER, table=table, **more)


def told(plants: tuple[Plant, ...]) -> list[tuple[str, date | None]]:
    return [(one.last_name, one.on) for one in plants]


def test_each_stands_where_it_is_and_the_counts_are_the_firms(table: Table) -> None:
    plant(table, "Mai", Status.CLOSED, date(2026, 5, 2))
    plant(table, "Avril", Status.CLOSED, date(2026, 4, 30), space=Space.LARGE)
    plant(table, "Sans date", ORDERED)
    plant(table, "Août", ORDERED, date(2026, 8, 3))
    plant(table, "Juillet", ORDERED, date(2026, 7, 9), number=2, space=Space.LARGE)
    plant(table, "Récent", PENDING, at=DAY + timedelta(days=3))
    plant(table, "Ancien", PENDING, at=DAY + timedelta(days=1))
    plant(table, "Commencé", Status.NEW)
    found = ask(table)
    assert told(found.commissioned) == [("Mai", date(2026, 5, 2)), ("Avril", date(2026, 4, 30))]
    assert told(found.announced) == [
        ("Juillet", date(2026, 7, 9)),
        ("Août", date(2026, 8, 3)),
        ("Sans date", None),
    ]
    assert [one.last_name for one in found.waiting] == ["Ancien", "Récent"]
    assert dict(found.counts) == {Status.CLOSED: 2, ORDERED: 3, PENDING: 2}


def test_another_firms_commissionings_are_none_of_mine(table: Table) -> None:
    other = Actor("usr_2", "installer", "page", firm_id="firm_2")
    for status in (Status.CLOSED, ORDERED, PENDING):
        plant(table, str(status), status, date(2026, 5, 2), by=other)
    found = ask(table)
    assert (found.commissioned, found.announced, found.waiting) == ((), (), ())
    assert sum(found.counts.values()) == 0
    with pytest.raises(NotAllowed):
        list_commissionings(by=Actor("usr_9", "agent", "page"), table=table)


def crowd(table: Table, many: int) -> None:
    """Put many dossiers of each status that the recap tells of."""
    for number in range(many):
        one = Head(f"dos_{number:03}", "firm_1", "usr_1", DAY, DAY, Status.CLOSED)
        done = replace(one, commissioned_on=date(2026, 1, 1) + timedelta(days=number))
        request = OperatorRequest(1, "enedis", RequestState.DONE, DAY)
        table.put(store.head_to_item(done))
        table.put(store.request_to_item(done, request))
        for status in (ORDERED, PENDING):
            ahead = replace(one, dossier_id=f"dos_{status}_{number:03}", status=status)
            table.put(store.head_to_item(ahead))


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


def test_a_page_costs_a_fixed_number_of_calls_and_leads_to_the_next(table: Table) -> None:
    crowd(table, PAGE + 2)
    counted = Counted(table._client)
    found = ask(Table(table.name, counted))  # type: ignore[arg-type] # the client, counted
    assert len(counted.calls) <= 9
    assert set(counted.calls) == {"query", "batch_get_item"}
    assert (len(found.commissioned), len(found.announced)) == (PAGE, MOST_AHEAD)
    rest = ask(table, start=found.next)
    assert told(rest.commissioned) == [("", date(2026, 1, 2)), ("", date(2026, 1, 1))]
    assert (rest.announced, rest.waiting, rest.next) == ((), (), None)
    with pytest.raises(InvalidCursor):
        ask(table, start="nulle-part")


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_page_tells_the_activations_of_all_clients_month_by_month(
    callers: Callers, table: Table
) -> None:
    browser = callers.browser("installer")
    empty = words_of(browser.get("/dossiers/mises-en-service").body)
    assert "Aucune mise en service pour l’instant" in empty
    assert 'href="/dossiers/mises-en-service"' in browser.get("/dossiers").body
    person = callers.people.installer
    by = Actor(person.user_id, "installer", "page", firm_id=person.firm_id)
    done = plant(table, "Martin", Status.CLOSED, date(2026, 5, 2), by=by)
    plant(table, "Bernard", Status.CLOSED, date(2026, 5, 1), by=by)
    plant(table, "Petit", ORDERED, date(2026, 8, 3), by=by)
    plant(table, "Durand", ORDERED, by=by)
    plant(table, "Leroy", PENDING, by=by)
    answer = browser.get("/dossiers/mises-en-service")
    shown = words_of(answer.body)
    assert answer.status == 200
    assert "2 Mises en service 2 Annoncées 1 En attente" in shown
    assert re.search(r"août 2026 · 1 dossier .*3 août 2026 Petit .*Date à venir .*Durand", shown)
    assert re.search(r"mai 2026 · 2 dossiers .*2 mai 2026 Martin .*1er mai 2026 Bernard", shown)
    assert f'href="/dossiers/{done}"' in answer.body
    assert "Les plus anciens" not in shown
    assert browser.get("/dossiers/mises-en-service?debut=nulle-part").status == 400
    rival = words_of(callers.browser("rival").get("/dossiers/mises-en-service").body)
    assert "Martin" not in rival
    assert callers.browser("agent").get("/dossiers/mises-en-service").status == 403


def test_a_long_list_says_so_and_leads_to_all_of_it(callers: Callers, table: Table) -> None:
    browser = callers.browser("installer")
    firm_id = callers.people.installer.firm_id
    counts = {f"status_{PENDING}": MOST_AHEAD + 1, f"status_{ORDERED}": 0}
    table.put({**COUNTERS.columns(firm_id, Space.SMALL), **counts})
    body = browser.get("/dossiers/mises-en-service").body
    assert f'href="/dossiers?statut={PENDING}"' in body
    assert f'href="/dossiers?statut={ORDERED}"' not in body

"""A firm's list filtered and sorted: what is kept, in which order, and at what cost."""

import re
from collections.abc import Mapping
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
from chalicelib.dossiers.filters import Filter, Order, Signed, Span, read_filter, write_filter
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_dossiers import READ_AT_MOST, DossierPage, list_dossiers
from chalicelib.dossiers.model import Change, Dossier, Head, OperatorRequest, RequestState, Space
from chalicelib.dossiers.statuses import Status
from tests.dossiers.conftest import Callers
from tests.portal import Portal

DAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="firm_1")


def begin(table: Table, name: str, at: datetime, **electricity: str) -> str:
    form = {"client": {"last_name": name}, "electricity": dict(electricity)}
    made = create_draft(form, idempotency_key=f"clef-{name}", by=INSTALLER, table=table, now=at)
    return made.head.dossier_id


def alter(table: Table, dossier_id: str, at: datetime, **changed: Any) -> None:
    def decide(dossier: Dossier, now: datetime) -> Change:
        return Change(EventKind.STEP_SAVED, replace(dossier.head, **changed))

    change_dossier(dossier_id, decide, by=INSTALLER, table=table, now=at)


def commission(table: Table, dossier_id: str, on: date, at: datetime) -> None:
    def decide(dossier: Dossier, now: datetime) -> Change:
        request = OperatorRequest(1, "enedis", RequestState.DONE, at)
        head = replace(
            dossier.head, commissioned_on=on, submitted_at=at, status=Status.CLOSED, closed_at=at
        )
        return Change(EventKind.COMMISSIONED, head, requests=(request,))

    change_dossier(dossier_id, decide, by=INSTALLER, table=table, now=at)


def names(page: DossierPage) -> list[str]:
    return [line.last_name for line in page.lines]


def ask(table: Table, wanted: Filter, **more: Any) -> DossierPage:
    return list_dossiers(by=INSTALLER, wanted=wanted, table=table, **more)


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


def count_calls(table: Table, wanted: Filter) -> list[str]:
    counted = Counted(table._client)
    ask(Table(table.name, counted), wanted)  # type: ignore[arg-type] # the client, counted
    return counted.calls


def test_creation_is_an_order_of_its_own(table: Table) -> None:
    first, second = begin(table, "Un", DAY), begin(table, "Deux", DAY + timedelta(days=1))
    alter(table, first, DAY + timedelta(days=9), city="Lyon")
    assert names(ask(table, Filter())) == ["Un", "Deux"]
    assert names(ask(table, Filter(order=Order.CREATED))) == ["Deux", "Un"]
    assert names(ask(table, Filter(order=Order.CREATED, oldest_first=True))) == ["Un", "Deux"]
    assert names(ask(table, Filter(oldest_first=True))) == ["Deux", "Un"]
    assert second


def test_a_list_by_creation_shows_the_dossier_as_it_is_now(table: Table) -> None:
    moved = begin(table, "Un", DAY)
    begin(table, "Deux", DAY)
    alter(table, moved, DAY + timedelta(days=1), space=Space.LARGE)
    wanted = Filter(order=Order.CREATED)
    assert names(ask(table, wanted)) == ["Deux"]
    assert names(ask(table, wanted, space=Space.LARGE)) == ["Un"]
    assert names(ask(table, wanted, status=Status.NEW)) == []


def test_commissioning_is_an_order_and_a_corrected_date_moves_the_dossier(table: Table) -> None:
    ids = [begin(table, name, DAY) for name in ("Un", "Deux", "Sans date")]
    commission(table, ids[0], date(2026, 5, 1), DAY)
    commission(table, ids[1], date(2026, 5, 2), DAY)
    wanted = Filter(order=Order.COMMISSIONED)
    assert names(ask(table, wanted)) == ["Deux", "Un"]
    alter(table, ids[0], DAY + timedelta(days=1), commissioned_on=date(2026, 5, 3))
    assert names(ask(table, wanted)) == ["Un", "Deux"]
    assert names(ask(table, replace(wanted, oldest_first=True))) == ["Deux", "Un"]


def test_each_part_of_a_filter_keeps_what_it_says(table: Table) -> None:
    signed = begin(table, "Signé", DAY, operator="enedis")
    sent = begin(table, "Envoyé", DAY + timedelta(days=5), operator="greenalp")
    begin(table, "Brouillon", DAY + timedelta(days=10))
    later = DAY + timedelta(days=20)
    new = Status.NEW
    alter(
        table, signed, later, submitted_at=DAY, signed_at=DAY, status=new, offer="Stockage virtuel"
    )
    alter(table, sent, later, submitted_at=DAY, status=new)
    assert names(ask(table, Filter(operator="greenalp"))) == ["Envoyé"]
    assert names(ask(table, Filter(signed=Signed.YES))) == ["Signé"]
    assert names(ask(table, Filter(signed=Signed.NO))) == ["Envoyé"]
    assert names(ask(table, Filter(offer="VIRTUEL"))) == ["Signé"]
    assert names(ask(table, Filter(created=Span(date(2026, 3, 7), date(2026, 3, 7))))) == ["Envoyé"]
    assert names(ask(table, Filter(modified=Span(None, date(2026, 3, 12))))) == ["Brouillon"]
    assert names(ask(table, Filter(commissioned=Span(date(2026, 1, 1), None)))) == []
    both = Filter(signed=Signed.NO, operator="enedis")
    assert names(ask(table, both)) == []
    assert names(ask(table, Filter(operator="enedis"), status=new)) == ["Signé"]


def test_a_span_is_counted_in_days_of_paris(table: Table) -> None:
    begin(table, "Minuit passé", datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert names(ask(table, Filter(created=Span(date(2026, 3, 2), None)))) == ["Minuit passé"]


def test_a_filtered_list_goes_on_from_where_it_stopped_and_repeats_nothing(table: Table) -> None:
    for number in range(12):
        operator = "enedis" if number % 2 else "greenalp"
        begin(table, f"{number:02}", DAY + timedelta(hours=number), operator=operator)
    for order in (Order.CHANGED, Order.CREATED):
        wanted, seen, start = Filter(operator="enedis", order=order), list[str](), None
        while True:
            page = ask(table, wanted, start=start, most=2)
            seen += names(page)
            start = page.next
            if start is None:
                break
        assert seen == ["11", "09", "07", "05", "03", "01"]


def test_a_filter_reads_two_hundred_rows_and_says_so_when_it_found_none(table: Table) -> None:
    sought = Head("dos_0", "firm_1", "usr_1", DAY, DAY, last_name="Cherché", operator="greenalp")
    table.put(store.head_to_item(sought))
    for number in range(READ_AT_MOST):
        at = DAY + timedelta(minutes=1 + number)
        one = Head(f"dos_1{number}", "firm_1", "usr_1", at, at, operator="enedis")
        table.put(store.head_to_item(one))
    wanted = Filter(operator="greenalp")
    page = ask(table, wanted)
    assert (page.lines, page.rows_read) == ((), READ_AT_MOST)
    assert page.next is not None
    assert names(ask(table, wanted, start=page.next)) == ["Cherché"]
    assert count_calls(table, wanted) == ["query"]
    assert count_calls(table, Filter()) == ["query"]


def test_an_order_with_its_key_costs_one_query_and_one_batch_get(table: Table) -> None:
    begin(table, "Un", DAY)
    assert count_calls(table, Filter(order=Order.CREATED)) == ["query", "batch_get_item"]


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"operator": "enedis", "signed": "no", "offer": "Stockage", "sort": "-created"},
        {"created_from": "2026-03-01", "created_to": "2026-03-31", "sort": "commissioned"},
        {"modified_to": "2026-03-31", "commissioned_from": "2026-01-01", "sort": "-changed"},
    ],
)
def test_a_filter_is_written_as_it_was_read(texts: Mapping[str, str]) -> None:
    wanted, problems = read_filter(texts)
    assert (write_filter(wanted), problems) == (dict(texts), ())


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"operator": "edf"}, "operator"),
        ({"signed": "peut-être"}, "signed"),
        ({"sort": "-hasard"}, "sort"),
        ({"created_from": "hier"}, "created_from"),
        ({"modified_from": "2026-03-31", "modified_to": "2026-03-01"}, "modified_to"),
    ],
)
def test_a_wrong_part_is_named_and_left_out(texts: Mapping[str, str], field: str) -> None:
    wanted, problems = read_filter(texts)
    assert [one.field for one in problems] == [field]
    assert wanted.keeps_all


@pytest.fixture
def browser(callers: Callers, table: Table) -> Portal:
    actor = Actor(
        callers.people.installer.user_id,
        "installer",
        "page",
        firm_id=callers.people.installer.firm_id,
    )
    for name, operator in [("Durand", "enedis"), ("Morel", "greenalp")]:
        form = {"client": {"last_name": name}, "electricity": {"operator": operator}}
        create_draft(form, idempotency_key=f"page-{name}", by=actor, table=table)
    return callers.browser("installer")


def test_the_page_filters_by_its_address_and_chips_take_parts_away(browser: Portal) -> None:
    page = browser.get("/dossiers?gestionnaire=greenalp&tri=-created").body
    assert "Morel" in page
    assert "Durand" not in page
    assert "1 dossier affiché, sur les 2 parcourus ici." in page
    assert '<option value="greenalp" selected>' in page
    chips = re.findall(r'class="chip" href="([^"]+)"', page)
    assert [unescape(url) for url in chips] == [
        "/dossiers?espace=gar&tri=-created",
        "/dossiers?espace=gar&gestionnaire=greenalp",
    ]
    whole = browser.get("/dossiers").body
    assert "Durand" in whole
    assert 'class="chip"' not in whole


def test_what_was_typed_wrongly_is_told_at_its_field(browser: Portal) -> None:
    answer = browser.get("/dossiers?cree_du=hier")
    assert answer.status == 422
    assert "Créé à partir du : indiquez une date" in answer.body
    assert 'id="field-cree_du-error"' in answer.body
    assert 'value="hier"' in answer.body
    assert "Durand" in answer.body


def test_a_filter_that_keeps_nothing_offers_to_take_it_away(browser: Portal) -> None:
    page = browser.get("/dossiers?mes_du=2020-01-01").body
    assert "Aucun dossier ne correspond à ces filtres" in page
    assert "Retirer tous les filtres" in page


def test_a_place_of_another_list_is_told(browser: Portal) -> None:
    assert browser.get("/dossiers?gestionnaire=enedis&debut=abc").status == 400


def test_the_api_filters_and_sorts_alike(browser: Portal, callers: Callers) -> None:
    caller = callers.api("installer")
    found = caller.call("GET", "/dossiers?operator=greenalp&sort=-created").json()["dossiers"]
    assert [one["last_name"] for one in found] == ["Morel"]
    wrong = caller.call("GET", "/dossiers?created_from=hier")
    assert wrong.status == 422
    assert wrong.json()["fields"][0]["field"] == "created_from"
    assert wrong.json()["fields"][0]["message"].startswith("Créé à partir du")

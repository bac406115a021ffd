"""Dossiers are found as people say them on the phone, by those who may, at a cost that stays."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.audit.model import Actor, platform
from chalicelib.aws.ids import new_id, new_token
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.find_cases import PAGE
from chalicelib.connection_data.model import anonymised_head
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.search_keys import dialled, update_search_rows
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.store import head_to_item
from chalicelib.refusals import InvalidCursor, NotAllowed
from chalicelib.rows.leads import FOUND_BY_OWNER
from chalicelib.rows.listings import FOUND_BY_AGENTS
from chalicelib.search.find_dossiers import find_dossiers, read_query
from tests.form.whole_form import whole_form

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="firm_1")
RIVAL = Actor("usr_2", "installer", "page", firm_id="firm_2")
AGENT = Actor("usr_9", "agent", "page")
CLIENT = Actor("usr_8", "client", "page")


def make(table: Table, *, by: Actor = INSTALLER, sent: bool = True, **client: str) -> Dossier:
    """Make a dossier whose client is told by `client`, sent unless asked otherwise."""
    form: dict[str, Any] = {step: dict(values) for step, values in whole_form().items()}
    form["client"] |= client
    dossier = create_draft(form, idempotency_key=new_token(), by=by, table=table, now=NOW)
    return send(table, dossier) if sent else dossier


def send(table: Table, dossier: Dossier, **fields: object) -> Dossier:
    def decide(dossier: Dossier, now: datetime) -> Change:
        head = replace(
            dossier.head,
            status=Status.NEW,
            submitted_at=now,
            reference="7K4M-92PF",
            **fields,  # type: ignore[arg-type] # columns of the head
        )
        return Change(EventKind.DOSSIER_SUBMITTED, head)

    return change_dossier(dossier.head.dossier_id, decide, by=platform("queue"), table=table)


def add_crowd(table: Table, dossier: Dossier, count: int) -> None:
    """Add dossiers like this one: their heads and their words, straight into the table."""
    for _one in range(count):
        other = replace(
            dossier.head,
            dossier_id=new_id("dos"),
            first_name="",
            city="",
            postcode="",
            phone="",
            reference="",
            form_words=(),
        )
        table.put(head_to_item(other))
        for operation in update_search_rows(other, None):
            table.write(operation)


def names(table: Table, text: str, by: Actor = INSTALLER) -> list[str]:
    return [one.last_name for one in find_dossiers(text, by=by, table=table).heads]


@pytest.fixture
def lefevre(table: Table) -> Dossier:
    return make(
        table,
        last_name="Lefèvre-Martin",
        first_name="Zoé",
        city="L’Haÿ-les-Roses",
        postcode="94240",
        mobile="+33612345678",
    )


@pytest.mark.parametrize("by", [INSTALLER, AGENT], ids=["installer", "agent"])
@pytest.mark.parametrize(
    "text",
    [
        "lefevre",
        "LEFÈVRE",
        "Lefèvre-Martin Zoé",
        "zoé lefe",
        "martin",
        "l'hay les ro",
        "94240",
        "06 12 34 56 78",
        "+33 6 12 34",
        "0612",
        "7k4m-92pf",
        "7K4M92PF",
    ],
)
def test_a_sent_dossier_is_found_as_it_is_said(
    table: Table, lefevre: Dossier, by: Actor, text: str
) -> None:
    assert names(table, text, by) == ["Lefèvre-Martin"]


def test_a_pdl_is_found_however_it_is_grouped(table: Table, lefevre: Dossier) -> None:
    pdl = str(lefevre.values_of("electricity")["pdl"])
    grouped = " ".join((pdl[:2], pdl[2:5], pdl[5:8], pdl[8:11], pdl[11:]))
    assert names(table, grouped) == ["Lefèvre-Martin"]
    assert names(table, pdl[:-1] + str((int(pdl[-1]) + 1) % 10)) == []


@pytest.mark.parametrize("text", ["", " ", "z", "Ze", "fevre", "%", "#", "dos_"])
def test_what_is_not_said_of_it_does_not_find_it(table: Table, lefevre: Dossier, text: str) -> None:
    assert names(table, text) == []


def test_another_firms_dossiers_are_nobodys_business(table: Table, lefevre: Dossier) -> None:
    assert names(table, "lefevre", RIVAL) == []
    with pytest.raises(NotAllowed):
        find_dossiers("lefevre", by=CLIENT, table=table)


def test_a_draft_is_found_by_its_firm_alone(table: Table) -> None:
    draft = make(table, sent=False, last_name="Brouillon")
    assert names(table, "brouillon") == ["Brouillon"]
    assert names(table, "brouillon", AGENT) == []
    send(table, draft)
    assert names(table, "brouillon", AGENT) == ["Brouillon"]


def test_what_is_corrected_is_found_by_its_new_words_alone(table: Table) -> None:
    dossier = make(table, last_name="Ancien")

    def decide(dossier: Dossier, _now: datetime) -> Change:
        return Change(EventKind.CLIENT_CORRECTED, replace(dossier.head, last_name="Nouveau"))

    change_dossier(dossier.head.dossier_id, decide, by=platform("queue"), table=table)
    assert names(table, "ancien") == []
    assert names(table, "nouveau") == names(table, "nouveau", AGENT) == ["Nouveau"]


def test_an_erased_person_leaves_no_word_behind(table: Table, lefevre: Dossier) -> None:
    by = platform("schedule")

    def decide(dossier: Dossier, now: datetime) -> Change:
        head = anonymised_head(dossier.head, now)
        return Change(EventKind.PERSON_ERASED, head, form={})

    change_dossier(lefevre.head.dossier_id, decide, by=by, table=table)
    assert table.query_all(FOUND_BY_OWNER.pk("dossier", "firm_1")) == ()
    shards = FOUND_BY_AGENTS.shard_pks("dossier")
    assert [table.query(one, index="work").items for one in shards] == [()] * 4


def test_a_cancelled_dossier_is_still_found(table: Table, lefevre: Dossier) -> None:
    cancel_dossier(lefevre.head.dossier_id, "Le client renonce", by=INSTALLER, table=table)
    assert names(table, "lefevre") == ["Lefèvre-Martin"]


def test_a_search_costs_the_same_among_ten_and_among_many(table: Table) -> None:
    calls: list[str] = []

    def note(model: Any, **_told: object) -> None:
        calls.append(model.name)

    client("dynamodb").meta.events.register("before-call.dynamodb", note)

    def cost(by: Actor) -> dict[str, int]:
        calls.clear()
        find_dossiers("dup", by=by, table=table)
        return dict(Counter(calls))

    add_crowd(table, make(table, last_name="Dupont"), PAGE + 5)
    few = cost(INSTALLER), cost(AGENT)
    add_crowd(table, make(table, last_name="Dupont"), 300)
    assert (cost(INSTALLER), cost(AGENT)) == few
    assert few == ({"Query": 1, "BatchGetItem": 1}, {"Query": 4, "BatchGetItem": 1})


def test_a_firms_search_goes_on_page_by_page(table: Table) -> None:
    add_crowd(table, make(table, last_name="Dupont"), PAGE + 2)
    first = find_dossiers("dupont", by=INSTALLER, table=table)
    second = find_dossiers("dupont", by=INSTALLER, start=first.next, table=table)
    ids = [one.dossier_id for one in (*first.heads, *second.heads)]
    assert (len(first.heads), len(ids), len(set(ids)), second.next) == (PAGE, 28, 28, None)
    assert find_dossiers("dupont", by=AGENT, table=table).is_cut
    with pytest.raises(InvalidCursor):
        find_dossiers("dupont", by=INSTALLER, start="nonsense", table=table)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert len(read_query(text)) <= 120


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("+33 6 12 34 56 78", "0612345678"),
        ("0033612345678", "0612345678"),
        ("+33(0)612345678", "0612345678"),
        ("06.12.34.56.78", "0612345678"),
        ("+594 694 12 34 56", "594694123456"),
    ],
)
def test_a_phone_is_read_as_it_is_dialled(written: str, read: str) -> None:
    assert dialled(written) == read

"""What is typed into a draft is kept by one write, read everywhere, and told to the journal once."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.model import Person
from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.items import Update
from chalicelib.aws.table import Table
from chalicelib.deposit.keep_typing import Kept, keep_typing
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.list_dossiers import list_dossiers
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.save_step import AlreadySent, FormTooLong, save_step
from chalicelib.dossiers.submit import submit_dossier
from chalicelib.form.merge import Posted, read_base, write_base
from chalicelib.form.steps import Step
from chalicelib.refusals import NotAllowed, NotFound
from chalicelib.rows.cases import CASE
from tests.accounts.conftest import People, people
from tests.form.whole_form import give_pieces, whole_form
from tests.interleaved import CountedTable

__all__ = ["people"]
AT = datetime(2026, 3, 2, 9, 41, tzinfo=UTC)


class InterruptedTable(CountedTable):
    """A table that counts its calls, and another writer who may come between."""

    between: Any = None

    def update(self, operation: Update) -> Any:
        if self.between:
            between, self.between = self.between, None
            between()
        return super().update(operation)


@pytest.fixture
def actor(people: People) -> Actor:
    return as_actor(people.installer, "page")


@pytest.fixture
def draft(actor: Actor) -> str:
    return create_draft(whole_form(), idempotency_key="brouillon", by=actor).head.dossier_id


def client(**changed: Any) -> dict[str, Any]:
    return dict(whole_form()["client"]) | changed


def shown() -> dict[str, str]:
    return read_base(write_base(Step.CLIENT, client()))


def type_in(dossier_id: str, actor: Actor, table: Table | None = None, **changed: Any) -> Kept:
    posted = Posted(client(**changed), shown())
    return keep_typing(dossier_id, Step.CLIENT, posted, by=actor, table=table, now=AT)


def test_a_save_is_one_query_and_one_conditional_write(
    table: Table, draft: str, actor: Actor
) -> None:
    counting = InterruptedTable(table)
    type_in(draft, actor, counting, last_name="Petit")
    assert counting.methods == ["query", "update_item"]


def test_nothing_new_writes_nothing(table: Table, draft: str, actor: Actor) -> None:
    counting = InterruptedTable(table)
    type_in(draft, actor, counting)
    assert counting.methods == ["query"]


def test_what_was_typed_is_read_wherever_the_draft_is(draft: str, actor: Actor) -> None:
    plant = dict(whole_form()["plant"]) | {"peak_power_kwc": Decimal("8.505")}
    keep_typing(draft, Step.PLANT, Posted(plant), by=actor, now=AT)
    read = load_dossier(draft, seen_by=actor)
    assert read.values_of("plant")["peak_power_kwc"] == Decimal("8.505")
    assert read.values_of("client") == client()
    typed = read.head.typing["plant"]
    assert (typed.by, typed.at, typed.fields) == (actor.person_id, AT, ("peak_power_kwc",))


def test_the_journal_hears_of_it_when_a_button_saves_and_only_then(
    table: Table, draft: str, actor: Actor
) -> None:
    type_in(draft, actor, last_name="Petit")
    assert len(list_whole_journal(table, draft)) == 1
    save_step(draft, Step.CLIENT, client(last_name="Petit"), by=actor)
    told = list_whole_journal(table, draft)[-1]
    assert (told.kind, told.fields) == ("step_saved", ("last_name",))
    saved = load_dossier(draft, seen_by=actor)
    assert (saved.head.typing, saved.head.last_name) == ({}, "Petit")


def test_saving_one_step_keeps_what_was_typed_in_another(draft: str, actor: Actor) -> None:
    type_in(draft, actor, city="Bron")
    save_step(draft, Step.PLANT, dict(whole_form()["plant"]), by=actor)
    assert load_dossier(draft, seen_by=actor).values_of("client")["city"] == "Bron"


def test_a_sent_dossier_holds_what_was_typed_last(
    table: Table, draft: str, actor: Actor, people: People
) -> None:
    give_pieces(table, draft, people.installer)
    type_in(draft, actor, last_name="Petit")
    sent = submit_dossier(draft, by=actor)
    assert (sent.head.last_name, sent.head.typing) == ("Petit", {})
    assert table.get(CASE.pk(draft), "FORM")["form"]["client"]["last_name"] == "Petit"  # type: ignore[index] # it is there
    assert list_whole_journal(table, draft)[-1].fields == ("last_name",)
    with pytest.raises(AlreadySent):
        type_in(draft, actor, last_name="Trop tard")


def test_a_sending_that_comes_between_is_told_and_not_written_into(
    table: Table, draft: str, actor: Actor, people: People
) -> None:
    give_pieces(table, draft, people.installer)
    late = InterruptedTable(table)
    late.between = lambda: submit_dossier(draft, by=actor)
    with pytest.raises(AlreadySent):
        type_in(draft, actor, late, last_name="Petit")
    assert load_dossier(draft, seen_by=actor).values_of("client")["last_name"] == "Durand"


def test_a_colleague_who_comes_between_is_not_overwritten(
    table: Table, draft: str, actor: Actor
) -> None:
    late = InterruptedTable(table)
    late.between = lambda: save_step(draft, Step.CLIENT, client(city="Bron"), by=actor)
    kept = type_in(draft, actor, late, last_name="Petit")
    values = load_dossier(draft, seen_by=actor).values_of("client")
    assert (values["city"], values["last_name"]) == ("Bron", "Petit")
    assert kept.merged.adopted == ("city",)


def test_a_save_that_comes_twice_is_one(table: Table, draft: str, actor: Actor) -> None:
    type_in(draft, actor, last_name="Petit")
    counting = InterruptedTable(table)
    again = type_in(draft, actor, counting, last_name="Petit")
    assert (counting.methods, again.merged.conflicts) == (["query"], ())


def test_a_conflict_leaves_the_stored_value_and_keeps_the_rest(draft: str, actor: Actor) -> None:
    type_in(draft, actor, last_name="Martin")
    kept = type_in(draft, actor, last_name="Petit", city="Bron")
    assert kept.merged.conflicts == ("last_name",)
    values = load_dossier(draft, seen_by=actor).values_of("client")
    assert (values["last_name"], values["city"]) == ("Martin", "Bron")


def test_what_is_typed_waits_for_its_button_to_change_the_lists(draft: str, actor: Actor) -> None:
    type_in(draft, actor, last_name="Petit")
    (line,) = list_dossiers(by=actor).lines
    assert line.last_name == "Durand"


def test_nobody_else_types_into_a_draft(draft: str, people: People) -> None:
    stranger: Person = people.rival
    with pytest.raises(NotFound):
        type_in(draft, as_actor(stranger, "page"))
    with pytest.raises(NotAllowed):
        type_in(draft, as_actor(people.agent, "page"))


def test_a_draft_takes_no_more_than_its_row_can_hold(draft: str, actor: Actor) -> None:
    with pytest.raises(FormTooLong):
        type_in(draft, actor, as_typed={"siret": "9" * 220_000})


def test_what_was_typed_makes_no_row_of_its_own(table: Table, draft: str, actor: Actor) -> None:
    before = {one["sk"] for one in table.query_all(CASE.pk(draft))}
    type_in(draft, actor, last_name="Petit")
    assert {one["sk"] for one in table.query_all(CASE.pk(draft))} == before

"""Agents add, correct, retire and restore models; each act is in the journal, and once."""

from dataclasses import replace
from decimal import Decimal

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.equipment import change_model, model, store
from chalicelib.equipment.change_model import put_model, restore_model, retire_model
from chalicelib.equipment.model import Act, EquipmentKind, EquipmentModel, Origin
from chalicelib.equipment.refusals import CatalogueFull, ModelChanged
from chalicelib.refusals import NotAllowed, NotFound
from tests.equipment.conftest import AGENT

MODEL = EquipmentModel(
    EquipmentKind.INVERTER, "Huawei", "SUN2000-3KTL-L1", Decimal(3000), origin=Origin.AGENTS
)


def acts(table: Table) -> list[Act]:
    return [one.act for one in store.read_records(table)][::-1]


def test_a_model_is_added_corrected_retired_and_restored_with_its_journal(table: Table) -> None:
    assert put_model(MODEL, by=AGENT, table=table).revision == 0
    right = replace(MODEL, power_w=Decimal(3300))
    assert put_model(right, by=AGENT, revision=0, table=table).revision == 1
    assert retire_model(right, by=AGENT, table=table).is_retired
    assert not restore_model(MODEL.key, by=AGENT, table=table).is_retired
    assert acts(table) == [Act.ADDED, Act.CORRECTED, Act.RETIRED, Act.RESTORED]
    corrected = store.read_records(table)[2]
    assert (corrected.power_before_w, corrected.power_w) == (Decimal(3000), Decimal(3300))
    assert (corrected.actor_id, corrected.key) == ("user_agent", MODEL.key)
    (entry,) = store.read_entries(table)
    assert entry.model == right


def test_the_same_act_twice_is_one_line(table: Table) -> None:
    for _ in range(2):
        put_model(MODEL, by=AGENT, table=table)
    for _ in range(2):
        retire_model(MODEL, by=AGENT, table=table)
    for _ in range(2):
        restore_model(MODEL.key, by=AGENT, table=table)
    assert acts(table) == [Act.ADDED, Act.RETIRED, Act.RESTORED]


def test_a_spelling_that_differs_in_signs_is_the_same_model(table: Table) -> None:
    put_model(MODEL, by=AGENT, table=table)
    put_model(replace(MODEL, maker="HUAWEI", name="SUN 2000 3 KTL L1"), by=AGENT, table=table)
    (entry,) = store.read_entries(table)
    assert entry.model.name == "SUN 2000 3 KTL L1"
    assert acts(table) == [Act.ADDED, Act.CORRECTED]


def test_a_model_of_the_seed_is_retired_in_one_act(table: Table) -> None:
    retire_model(MODEL, by=AGENT, table=table)
    assert acts(table) == [Act.RETIRED]
    assert store.read_entries(table)[0].is_retired


def test_whoever_saw_an_older_model_overwrites_nothing(table: Table) -> None:
    put_model(MODEL, by=AGENT, table=table)
    put_model(replace(MODEL, power_w=Decimal(3100)), by=AGENT, revision=0, table=table)
    with pytest.raises(ModelChanged):
        put_model(replace(MODEL, power_w=Decimal(3200)), by=AGENT, revision=0, table=table)
    assert store.read_entries(table)[0].model.power_w == 3100


class Slow(Table):
    """A table behind which another agent is faster: it writes between our read and our write."""

    def __init__(self, table: Table, faster: EquipmentModel) -> None:
        super().__init__(table.name, table._client)
        self.faster: EquipmentModel | None = faster

    def transact(self, operations: object) -> None:
        faster, self.faster = self.faster, None
        if faster:
            put_model(faster, by=Actor("user_other", "agent", "page"), table=self)
        super().transact(operations)  # type: ignore[arg-type] # as they came


def test_of_two_agents_at_once_the_second_is_told(table: Table) -> None:
    with pytest.raises(ModelChanged):
        put_model(MODEL, by=AGENT, table=Slow(table, replace(MODEL, power_w=Decimal(3100))))
    assert put_model(MODEL, by=AGENT, table=Slow(table, MODEL)).model == MODEL
    assert len(store.read_records(table)) == 2


def test_a_write_whose_reply_was_lost_is_found_done(table: Table) -> None:
    assert put_model(MODEL, by=AGENT, table=Slow(table, MODEL)).model == MODEL
    assert acts(table) == [Act.ADDED]


def test_a_full_catalogue_takes_no_more_but_lets_correct(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (store, change_model, model):
        monkeypatch.setattr(module, "MOST_ENTRIES", 2)
    for name in ("A1", "A2"):
        put_model(replace(MODEL, name=name), by=AGENT, table=table)
    with pytest.raises(CatalogueFull):
        put_model(replace(MODEL, name="A3"), by=AGENT, table=table)
    put_model(replace(MODEL, name="A2", power_w=Decimal(9)), by=AGENT, table=table)
    assert len(store.read_entries(table)) == 2


@pytest.mark.parametrize("role", ["installer", "client", "platform", "signatory"])
def test_nobody_but_an_agent_writes(table: Table, role: str) -> None:
    by = Actor("user_x", role, "page")
    for act in (put_model, retire_model):
        with pytest.raises(NotAllowed):
            act(MODEL, by=by, table=table)
    with pytest.raises(NotAllowed):
        restore_model(MODEL.key, by=by, table=table)
    assert store.read_entries(table) == ()


def test_what_was_never_written_cannot_be_restored(table: Table) -> None:
    with pytest.raises(NotFound):
        restore_model(MODEL.key, by=AGENT, table=table)

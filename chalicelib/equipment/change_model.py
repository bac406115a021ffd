"""Add, correct, retire or restore a model: one transaction with its line in the journal.

A model is what its maker and its name say, so adding one that the seed has corrects it, and
adding one twice is adding it once.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now
from chalicelib.aws.items import Operation
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.equipment import store
from chalicelib.equipment.catalogue import forget_catalogue
from chalicelib.equipment.model import MOST_ENTRIES, Act, Entry, EquipmentModel, Record
from chalicelib.equipment.refusals import CatalogueFull, ModelChanged
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import NotFound


def put_model(
    model: EquipmentModel,
    *,
    by: Actor,
    revision: int | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> Entry:
    """Add or correct a model and give it as kept; the same again changes nothing.

    `revision` is the one that was shown, None for whoever adds. Raises NotAllowed, CatalogueFull,
    ModelChanged when another agent was faster.
    """
    require_agent(by)
    table, now = table or open_table(), now or business_now()
    known = store.find_entry(table, model.key)
    if known and known.model == model and not known.is_retired:
        return known
    if known and revision is not None and known.revision != revision:
        raise ModelChanged
    act = Act.CORRECTED if known else Act.ADDED
    return _write(table, Entry(model), known, (act, by, now))


def retire_model(
    model: EquipmentModel, *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> Entry:
    """Propose a model no more, the seed's too; twice is as once. Raises as `put_model`."""
    require_agent(by)
    table, now = table or open_table(), now or business_now()
    known = store.find_entry(table, model.key)
    if known and known.is_retired:
        return known
    wanted = replace(known or Entry(model), is_retired=True)
    return _write(table, wanted, known, (Act.RETIRED, by, now))


def restore_model(
    key: str, *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> Entry:
    """Propose a retired model again; twice is as once. Raises NotAllowed, NotFound, ModelChanged."""
    require_agent(by)
    table, now = table or open_table(), now or business_now()
    known = store.find_entry(table, key)
    if known is None:
        raise NotFound
    if not known.is_retired:
        return known
    return _write(table, replace(known, is_retired=False), known, (Act.RESTORED, by, now))


def _write(
    table: Table, wanted: Entry, known: Entry | None, told: tuple[Act, Actor, datetime]
) -> Entry:
    act, by, now = told
    after = replace(wanted, revision=known.revision + 1 if known else 0)
    record = Record(
        at=now,
        act=act,
        key=after.model.key,
        maker=after.model.maker,
        name=after.model.name,
        power_w=after.model.power_w,
        revision=after.revision,
        actor_id=by.person_id,
        power_before_w=known.model.power_w if known else None,
    )
    operations: list[Operation] = [
        store.put_entry(after, after=known.revision if known else None),
        store.put_record(record),
    ]
    if known is None:
        operations.append(store.count_one_more())
    try:
        table.transact(operations)
    except ConditionFailed as failed:
        return _explain(table, after, failed)
    forget_catalogue()
    return after


def _explain(table: Table, wanted: Entry, failed: ConditionFailed) -> Entry:
    """Tell why a write was refused: the same was written before, the catalogue is full, a race."""
    now_kept = store.find_entry(table, wanted.model.key)
    if now_kept is None:
        raise CatalogueFull(most=MOST_ENTRIES) from failed
    if (now_kept.model, now_kept.is_retired) == (wanted.model, wanted.is_retired):
        forget_catalogue()
        return now_kept
    raise ModelChanged from failed


def require_agent(by: Actor) -> None:
    """Refuse whoever is no agent (NotAllowed)."""
    require(by, Connection.KEEP_EQUIPMENT)

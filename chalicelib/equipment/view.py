"""What the agents' page shows of the catalogue: models to correct, their own, the journal."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.equipment import store
from chalicelib.equipment.catalogue import find_models, find_seeded
from chalicelib.equipment.change_model import require_agent
from chalicelib.equipment.labels import ACTS, KINDS, ORIGINS, tell_about, tell_power
from chalicelib.equipment.model import Entry, EquipmentKind, EquipmentModel, Record
from chalicelib.refusals import NotFound
from chalicelib.words.translation import translate

MOST_SHOWN = 30
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One model as a line of the page."""

    key: str
    kind: str
    title: str
    about: str
    origin: str
    is_retired: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of the journal."""

    at: datetime
    act: str
    title: str
    power: str
    by: str


def search_models(question: str, *, by: Actor, table: Table | None = None) -> tuple[ModelLine, ...]:
    """Search both kinds for the agents, the retired ones excepted."""
    require_agent(by)
    found = (
        model
        for kind in EquipmentKind
        for model in find_models(kind, question, most=MOST_SHOWN, table=table)
    )
    return tuple(_line(Entry(model)) for model in found)


def list_own(*, by: Actor, table: Table | None = None) -> tuple[ModelLine, ...]:
    """List what agents wrote, retired ones too, strongly read."""
    require_agent(by)
    entries = store.read_entries(table or open_table(), consistent=True)
    return tuple(_line(entry, is_own=True) for entry in entries)


def list_records(*, by: Actor, table: Table | None = None) -> tuple[RecordLine, ...]:
    """List the last acts, newest first."""
    require_agent(by)
    return tuple(_record_line(one) for one in store.read_records(table or open_table()))


def load_model(key: str, *, by: Actor, table: Table | None = None) -> Entry:
    """Load a model by its key, the agents' before the seed's; NotFound when there is none."""
    require_agent(by)
    table = table or open_table()
    entry = store.find_entry(table, key) if len(key) <= LONGEST_KEY else None
    if entry:
        return entry
    model = find_seeded(table, key)
    if model is None:
        raise NotFound
    return Entry(model)


def _line(entry: Entry, *, is_own: bool = False) -> ModelLine:
    model = entry.model
    return ModelLine(
        model.key,
        translate(KINDS[model.kind]),
        title_of(model),
        tell_about(model),
        translate(ORIGINS[model.origin]),
        entry.is_retired,
        is_own,
    )


def title_of(model: EquipmentModel) -> str:
    """Write a model's maker and name."""
    return f"{model.maker} {model.name}"


def _record_line(one: Record) -> RecordLine:
    kind = EquipmentKind(one.key.partition("#")[0])
    model = EquipmentModel(kind, one.maker, one.name, one.power_w)
    power = tell_power(model)
    if one.power_before_w is not None and one.power_before_w != one.power_w:
        before = EquipmentModel(kind, one.maker, one.name, one.power_before_w)
        power = f"{tell_power(before)} → {power}"
    return RecordLine(one.at, translate(ACTS[one.act]), title_of(model), power, one.actor_id)

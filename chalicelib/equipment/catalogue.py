"""The catalogue as a process knows it: the seed for its whole life, the agents' models a minute.

A question costs no call while both are known, and two at most when they are not: one query reads
the agents' models, one key the seed of the kind. A deployment, which alone changes the seed, starts
other processes.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.equipment import seed, store
from chalicelib.equipment.model import Entry, EquipmentKind, EquipmentModel, Origin
from chalicelib.equipment.words import compact, fold, list_words

MOST_FOUND: Final = 12
KEPT_FOR: Final = timedelta(minutes=1)
NEAR_W: Final = Decimal(1)
NEAR_SHARE: Final = Decimal("0.02")
"""An inverter's power in the seed is a measured one: a fiftieth away is the same."""


@dataclass(slots=True)
class _Known:
    """What was read, from which table, when (real time)."""

    table: Table | None = None
    lines: dict[EquipmentKind, tuple[str, ...]] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    read_at: datetime | None = None


_known = _Known()


def forget_catalogue() -> None:
    """Forget the agents' models: this process has just changed one."""
    _known.read_at = None


def _of(table: Table) -> _Known:
    if _known.table is not table:
        _known.table, _known.read_at, _known.entries = table, None, ()
        _known.lines = {}
    return _known


def seed_lines(table: Table, kind: EquipmentKind) -> tuple[str, ...]:
    """Give the seed's lines of a kind; none on a stage where no deployment has loaded them."""
    known = _of(table)
    if kind not in known.lines:
        packed = store.find_seed(table, kind)
        if packed is None:
            return ()
        known.lines[kind] = seed.unpack(packed)
    return known.lines[kind]


def list_entries(table: Table, *, real: datetime | None = None) -> tuple[Entry, ...]:
    """List the agents' models, at most a minute old."""
    known, real = _of(table), real or real_now()
    if known.read_at is None or not timedelta(0) <= real - known.read_at < KEPT_FOR:
        known.entries, known.read_at = store.read_entries(table), real
    return known.entries


def find_models(
    kind: EquipmentKind,
    question: str,
    *,
    used: tuple[EquipmentModel, ...] = (),
    most: int = MOST_FOUND,
    table: Table | None = None,
    real: datetime | None = None,
) -> tuple[EquipmentModel, ...]:
    """Find models by their maker's and their own words, in any spelling.

    `used` are those of the asker's former dossiers: they come first, then the agents', then the
    seed's. A retired model is proposed by none of them.
    """
    table = table or open_table()
    entries = {one.model.key: one for one in list_entries(table, real=real)}
    words = list_words(question)
    if not words and not used:
        return ()
    own = [_corrected(one, entries) for one in used if one.kind is kind and _is_meant(one, words)]
    added = [
        e.model for e in entries.values() if e.model.kind is kind and _is_meant(e.model, words)
    ]
    lines = seed.search(seed_lines(table, kind), words, most + len(entries)) if words else ()
    seeded = [line.to_model(kind) for line in lines]
    found = {one.key: one for one in [*seeded, *(added if words else ()), *own]}
    order = dict.fromkeys(one.key for one in [*own, *(added if words else ()), *seeded])
    kept = (found[key] for key in order if not (key in entries and entries[key].is_retired))
    return tuple(kept)[:most]


def _corrected(used: EquipmentModel, entries: dict[str, Entry]) -> EquipmentModel:
    """Give a used model its power of today, when an agent wrote one."""
    entry = entries.get(used.key)
    if entry is None:
        return used
    model = entry.model
    return EquipmentModel(
        used.kind, model.maker, model.name, model.power_w, model.phases, model.area_m2, Origin.USED
    )


def _is_meant(model: EquipmentModel, words: tuple[str, ...]) -> bool:
    return seed.is_found(f"{fold(model.maker)}\t{compact(model.name)}\t", words)


def find_model(
    kind: EquipmentKind, maker: str, name: str, *, table: Table | None = None
) -> EquipmentModel | None:
    """Find the model that a maker's and a model's names mean: the agents' word before the seed's.

    None when there is none, when it is retired, or when several of the seed differ in power.
    """
    table = table or open_table()
    if not fold(maker) or not compact(name):
        return None
    for entry in list_entries(table):
        if entry.model.kind is kind and _is_same(entry.model, maker, name):
            return None if entry.is_retired else entry.model
    lines = tuple(seed.list_same(seed_lines(table, kind), maker, name))
    if len({line.power_w for line in lines}) != 1:
        return None
    return lines[0].to_model(kind)


def find_seeded(table: Table, key: str) -> EquipmentModel | None:
    """Find the seed's model of that key."""
    kind, _sign, rest = key.partition("#")
    maker, _sign, name = rest.partition("#")
    if kind not in set(EquipmentKind) or not name:
        return None
    lines = seed.list_same(seed_lines(table, EquipmentKind(kind)), maker, name)
    models = (line.to_model(EquipmentKind(kind)) for line in lines)
    return next((model for model in models if model.key == key), None)


def _is_same(model: EquipmentModel, maker: str, name: str) -> bool:
    """Whether the model is called so, its maker perhaps shortened by whoever types it."""
    return compact(model.name) == compact(name) and _is_meant(model, tuple(fold(maker).split()))


def find_makers(
    kind: EquipmentKind, question: str, *, most: int = MOST_FOUND, table: Table | None = None
) -> tuple[str, ...]:
    """Find the makers one of whose words begins so, the agents' first."""
    table = table or open_table()
    words = list_words(question)
    if not words:
        return ()
    told = [e.model.maker for e in list_entries(table) if e.model.kind is kind and not e.is_retired]
    found = (
        maker
        for maker in dict.fromkeys([*told, *seed.list_makers(seed_lines(table, kind))])
        if all(f" {word}" in f" {fold(maker)}" for word in words)
    )
    return tuple(maker for _place, maker in zip(range(most), found, strict=False))


def is_near(model: EquipmentModel, typed_w: Decimal) -> bool:
    """Whether a typed power is the model's, for how its source tells it."""
    apart = abs(model.power_w - typed_w)
    if model.kind is EquipmentKind.INVERTER and model.origin is Origin.SEED:
        return apart <= model.power_w * NEAR_SHARE
    return apart < NEAR_W

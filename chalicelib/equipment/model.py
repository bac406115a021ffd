"""A model of the catalogue: who makes it, what it is called, what one of it can give."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from chalicelib.equipment.words import compact, fold

MOST_ENTRIES: Final = 1000
"""How many models agents may add or correct: one query reads them all."""

LONGEST_MAKER: Final = 60
LONGEST_MODEL: Final = 80
"""As long as the form's own fields, which a choice fills."""

VA_PER_KVA: Final = Decimal(1000)


class EquipmentKind(StrEnum):
    """What a model is."""

    PANEL = "panel"
    INVERTER = "inverter"


class Phases(StrEnum):
    """What an inverter feeds; panels, and what no source tells, have none of both."""

    UNTOLD = ""
    SINGLE = "monophase"
    THREE = "triphase"


class Origin(StrEnum):
    """Where a proposal comes from, which is told beside it."""

    USED = "used"
    AGENTS = "agents"
    SEED = "seed"


@dataclass(frozen=True, slots=True)
class EquipmentModel:
    """One model. `power_w` is the peak power of a panel in Wc, the AC power of an inverter in VA."""

    kind: EquipmentKind
    maker: str
    name: str
    power_w: Decimal
    phases: Phases = Phases.UNTOLD
    area_m2: Decimal | None = None
    origin: Origin = Origin.SEED

    @property
    def key(self) -> str:
        """Give what makes it the same model, however its name is spelled."""
        return model_key(self.kind, self.maker, self.name)


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that agents added or corrected; a retired one is proposed no more, seed included."""

    model: EquipmentModel
    revision: int = 0
    is_retired: bool = False


class Act(StrEnum):
    """What an agent did to a model."""

    ADDED = "added"
    CORRECTED = "corrected"
    RETIRED = "retired"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the catalogue's journal: which model, which act, by whom, with what power."""

    at: datetime
    act: Act
    key: str
    maker: str
    name: str
    power_w: Decimal
    revision: int
    actor_id: str
    power_before_w: Decimal | None = None


def model_key(kind: EquipmentKind, maker: str, name: str) -> str:
    """Write the key of a model: `panel#sunpower#sprx22360`."""
    return f"{kind}#{fold(maker)}#{compact(name)}"

"""What the API gives of the catalogue."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.equipment.model import EquipmentKind, Origin, Phases


class ModelAnswer(BaseModel):
    """One model of the catalogue."""

    model_config = ConfigDict(frozen=True)

    kind: EquipmentKind
    maker: str
    model: str
    power_w: Decimal = Field(description="Wc d’un panneau, VA d’un onduleur")
    phases: Phases | None
    area_m2: Decimal | None
    origin: Origin = Field(description="used, agents, ou seed : la liste américaine de 2019")


class ModelsAnswer(BaseModel):
    """The models that were found, the nearest first."""

    model_config = ConfigDict(frozen=True)

    models: list[ModelAnswer]

"""The catalogue's words, as people read them."""

from collections.abc import Mapping
from typing import Final

from chalicelib.equipment.model import (
    VA_PER_KVA,
    Act,
    EquipmentKind,
    EquipmentModel,
    Origin,
    Phases,
)
from chalicelib.words.formats import show_number
from chalicelib.words.translation import _, translate
from chalicelib.words.values import Number, Text

KINDS: Final[Mapping[EquipmentKind, str]] = {
    EquipmentKind.PANEL: _("Panneau"),
    EquipmentKind.INVERTER: _("Onduleur"),
}
PHASES: Final[Mapping[Phases, str]] = {
    Phases.UNTOLD: _("Non précisé"),
    Phases.SINGLE: _("Monophasé"),
    Phases.THREE: _("Triphasé"),
}
ORIGINS: Final[Mapping[Origin, str]] = {
    Origin.USED: _("Déjà utilisé par votre entreprise"),
    Origin.AGENTS: _("Ajouté ou vérifié par un agent"),
    Origin.SEED: _("Liste américaine de 2019 (CEC) : à vérifier sur la fiche technique"),
}
ACTS: Final[Mapping[Act, str]] = {
    Act.ADDED: _("Modèle ajouté"),
    Act.CORRECTED: _("Modèle corrigé"),
    Act.RETIRED: _("Modèle retiré"),
    Act.RESTORED: _("Modèle rétabli"),
}


def power_of(model: EquipmentModel) -> Text:
    """Give what one gives, as a value: `400 Wc`, `3,68 kVA`."""
    if model.kind is EquipmentKind.PANEL:
        return Text(_("{power} Wc"), {"power": Number(model.power_w)})
    return Text(_("{power} kVA"), {"power": Number(model.power_w / VA_PER_KVA)})


def tell_power(model: EquipmentModel) -> str:
    """Tell what one gives: `400 Wc`, `3,68 kVA`."""
    return str(power_of(model))


def tell_about(model: EquipmentModel) -> str:
    """Tell a model's power, phases and area, as far as they are known."""
    parts = [tell_power(model)]
    if model.phases:
        parts.append(translate(PHASES[model.phases]).lower())
    if model.area_m2:
        parts.append(translate(_("{area} m²"), area=show_number(model.area_m2)))
    return ", ".join(parts)

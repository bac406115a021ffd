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
from chalicelib.form.numbers import show_number
from chalicelib.words.translation import _, translate

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


def tell_power(model: EquipmentModel) -> str:
    """Tell what one gives: `400 Wc`, `3,68 kVA`."""
    if model.kind is EquipmentKind.PANEL:
        return translate(_("{power} Wc"), power=show_number(model.power_w))
    return translate(_("{power} kVA"), power=show_number(model.power_w / VA_PER_KVA))


def tell_about(model: EquipmentModel) -> str:
    """Tell a model's power, phases and area, as far as they are known."""
    parts = [tell_power(model)]
    if model.phases:
        parts.append(translate(PHASES[model.phases]).lower())
    if model.area_m2:
        parts.append(translate(_("{area} m²"), area=show_number(model.area_m2)))
    return ", ".join(parts)

"""The catalogue's proposals beside each row of panels and inverters."""

from collections.abc import Mapping

from chalicelib.audit.model import Actor
from chalicelib.deposit.lookups import Choice, Lookup, Lookups, Place, count_of, write_choice
from chalicelib.dossiers.model import Dossier, Space
from chalicelib.dossiers.used_equipment import list_used
from chalicelib.equipment.catalogue import find_models
from chalicelib.equipment.labels import ORIGINS, tell_about
from chalicelib.equipment.model import VA_PER_KVA, EquipmentKind, EquipmentModel
from chalicelib.form.fields_equipment import INVERTERS, PANELS
from chalicelib.form.typed import plain_number
from chalicelib.words.translation import _, translate

KINDS: Mapping[str, EquipmentKind] = {
    "panels": EquipmentKind.PANEL,
    "inverters": EquipmentKind.INVERTER,
}
"""Which kind each group of rows holds."""

NAMES: Mapping[str, str] = {"panels": PANELS.one, "inverters": INVERTERS.one}
"""What one of each is called."""


def list_equipment_lookups(
    dossier: Dossier, texts: Mapping[str, str], place: Place | None, by: Actor
) -> Lookups:
    """A search for each row, the one asked with its proposals."""
    found: Lookups = {}
    for rows in KINDS:
        for index in range(count_of(texts, rows)):
            here = Place(rows, index)
            found[here.text] = _lookup(dossier, texts, here, by, is_open=here == place)
    return found


def _lookup(
    dossier: Dossier, texts: Mapping[str, str], place: Place, by: Actor, *, is_open: bool
) -> Lookup:
    choices: tuple[Choice, ...] = ()
    if is_open:
        row = f"{place.name}.{place.index}"
        question = f"{texts.get(f'{row}.brand', '')} {texts.get(f'{row}.model', '')}"
        kind = KINDS[place.name]
        found = propose_models(kind, question, by=by, space=dossier.head.space)
        choices = tuple(to_choice(one) for one in found)
    return Lookup(
        place.text,
        translate(_("Chercher dans le catalogue")),
        row=f"{translate(NAMES[place.name])} {(place.index or 0) + 1}",
        is_open=is_open,
        legend=translate(_("Modèles proposés")),
        choices=choices,
        take=translate(_("Reprendre ce modèle")),
        told=_tell(choices),
    )


def _tell(choices: tuple[Choice, ...]) -> str:
    if choices:
        return translate(_("Vérifiez sur la fiche technique : le catalogue peut être en retard."))
    return translate(
        _(
            "Aucun modèle trouvé : saisissez le début de la marque ou du modèle, ou tout à la main. "
            "Un modèle absent du catalogue est accepté."
        )
    )


def propose_models(
    kind: EquipmentKind, question: str, *, by: Actor, space: Space = Space.SMALL
) -> tuple[EquipmentModel, ...]:
    """Propose models: the firm's own first, then the agents', then the seed's."""
    return find_models(kind, question, used=list_used(by.firm_id, space))


def to_choice(model: EquipmentModel) -> Choice:
    """Write a model as a proposal of the form."""
    return Choice(
        write_choice(fields_of(model)),
        f"{model.maker} {model.name}",
        f"{tell_about(model)}. {translate(ORIGINS[model.origin])}",
    )


def fields_of(model: EquipmentModel) -> dict[str, str]:
    """The fields that a model fills: brand, model and unit power, in the form's own units."""
    told = {"brand": model.maker, "model": model.name}
    if model.kind is EquipmentKind.PANEL:
        return told | {"unit_power_w": plain_number(model.power_w)}
    return told | {"unit_power_kva": plain_number(model.power_w / VA_PER_KVA)}

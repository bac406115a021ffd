"""Read a power increase as it was typed: totals of the whole plant, or what is wrong and what to do.

One phase carries 6 kVA at most (guide MyLight); above 36 kVA a dossier belongs to the other space
(guide Urban Solar): there it is a new connection, and a new dossier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.amendments.model import CONSUEL_NUMBER, POWERS, Wanted
from chalicelib.dossiers.model import SMALL_POWER_KVA, Dossier, Space
from chalicelib.form.fields_plant import LEAST_POWER, MOST_POWER
from chalicelib.form.figures import SINGLE_PHASE_MOST_KVA, find_number_in
from chalicelib.form.numbers import find_number
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _
from chalicelib.words.values import Number

INSTALLED, CONNECTION, PEAK = POWERS
LIMITED = "is_limited"
LONGEST_CONSUEL = 40
MOST_DECIMALS = 3

type Powers = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Plant:
    """What a dossier says of its plant now: powers in kVA and kWc, and what bounds them."""

    powers: Mapping[str, Decimal]
    is_single_phase: bool
    is_small: bool
    consuel_number: str = ""


def plant_of(dossier: Dossier) -> Plant:
    """Give what a dossier says of its plant now."""
    values = dossier.values_of("plant")
    return Plant(
        {name: find_number_in(values, name) or Decimal(0) for name in POWERS},
        dossier.values_of("electricity").get("phases") == "monophase",
        dossier.head.space is Space.SMALL,
        str(dossier.values_of("documents").get(CONSUEL_NUMBER) or ""),
    )


def read_power(typed: Mapping[str, str], plant: Plant) -> Wanted:
    """Give the totals that are wanted, and the new Consuel's number; InvalidFields names the rest.

    A connection or peak power that is left empty stays as it is.
    """
    powers, problems = _read_numbers(typed, plant)
    if not problems:
        problems = [*_list_limits(powers, plant), *_list_limited(powers, typed)]
    problems += _list_consuel(typed, plant)
    if problems:
        raise InvalidFields(tuple(problems))
    wanted = {name: str(value) for name, value in powers.items() if value != plant.powers[name]}
    return {**wanted, CONSUEL_NUMBER: typed.get(CONSUEL_NUMBER, "").strip()}


def _read_numbers(typed: Mapping[str, str], plant: Plant) -> tuple[Powers, list[FieldProblem]]:
    powers: Powers = dict(plant.powers)
    problems: list[FieldProblem] = []
    for name, (wrong, not_more) in NUMBER_WORDS.items():
        text = typed.get(name, "").strip()
        if not text and name != INSTALLED:
            continue
        number, now = find_number(text), plant.powers[name]
        if number is None or not LEAST_POWER <= number <= MOST_POWER or _is_too_fine(number):
            problems.append(FieldProblem(name, "number", wrong))
        elif number < now or (name == INSTALLED and number == now):
            problems.append(FieldProblem(name, "not-more", not_more, {"now": Number(now)}))
        else:
            powers[name] = number
    return powers, problems


NUMBER_WORDS: Mapping[str, tuple[str, str]] = {
    INSTALLED: (
        _("Puissance installée totale : indiquez un nombre de kVA, par exemple 9 ou 9,5."),
        _(
            "Puissance installée totale : le dossier a déjà {now} kVA. Indiquez la puissance de "
            "toute l’installation, l’ajout compris."
        ),
    ),
    CONNECTION: (
        _("Puissance de raccordement : indiquez un nombre de kVA, par exemple 9 ou 9,5."),
        _(
            "Puissance de raccordement : le dossier a déjà {now} kVA. Laissez vide pour la garder, "
            "ou indiquez-en une plus grande."
        ),
    ),
    PEAK: (
        _("Puissance crête totale : indiquez un nombre de kWc, par exemple 9 ou 9,5."),
        _(
            "Puissance crête totale : le dossier a déjà {now} kWc. Laissez vide pour la garder, "
            "ou indiquez celle de tous les panneaux."
        ),
    ),
}
"""Of each power, what is said of no number, and of one that is no increase."""


def _is_too_fine(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return not isinstance(exponent, int) or -exponent > MOST_DECIMALS


def _list_limits(powers: Powers, plant: Plant) -> list[FieldProblem]:
    """List what one phase, or the space, does not carry."""
    connection = powers[CONNECTION]
    if plant.is_single_phase and connection > SINGLE_PHASE_MOST_KVA:
        words = _(
            "Puissance de raccordement : en monophasé, {most} kVA au plus. Passez d’abord le "
            "branchement en triphasé, ou gardez {most} kVA et bridez l’installation."
        )
        values = {"most": Number(SINGLE_PHASE_MOST_KVA)}
        return [FieldProblem(CONNECTION, "single-phase", words, values)]
    if plant.is_small and connection > SMALL_POWER_KVA:
        words = _(
            "Puissance de raccordement : au-delà de {most} kVA, c’est un nouveau dossier, dans "
            "l’espace de plus de {most} kVA. Copiez ce dossier pour le même client : ses "
            "coordonnées et son point de livraison y sont déjà."
        )
        values = {"most": Number(Decimal(SMALL_POWER_KVA))}
        return [FieldProblem(CONNECTION, "other-space", words, values)]
    return []


def _list_limited(powers: Powers, typed: Mapping[str, str]) -> list[FieldProblem]:
    """Ask to confirm that a plant above its connection is limited (guide MyLight: an attestation)."""
    if powers[INSTALLED] <= powers[CONNECTION] or typed.get(LIMITED):
        return []
    words = _(
        "Puissance installée totale : elle dépasse la puissance de raccordement ({most} kVA). "
        "Demandez-en une plus grande, ou confirmez que l’installation est bridée et joignez "
        "l’attestation de bridage à un message du dossier."
    )
    return [FieldProblem(LIMITED, "not-limited", words, {"most": Number(powers[CONNECTION])})]


def _list_consuel(typed: Mapping[str, str], plant: Plant) -> list[FieldProblem]:
    number = typed.get(CONSUEL_NUMBER, "").strip()
    if not 0 < len(number) <= LONGEST_CONSUEL:
        words = _(
            "Numéro du nouveau Consuel : recopiez-le de l’attestation, {most} caractères au plus."
        )
        return [FieldProblem(CONSUEL_NUMBER, "missing", words, {"most": LONGEST_CONSUEL})]
    if number == plant.consuel_number:
        words = _(
            "Numéro du nouveau Consuel : c’est celui du Consuel que le dossier a déjà. Indiquez "
            "celui de la puissance totale."
        )
        return [FieldProblem(CONSUEL_NUMBER, "same", words)]
    return []

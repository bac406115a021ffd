"""The pieces that a dossier needs, as dated data: which slots its operator and its answers call for.

A row of `NEEDS` names a slot and who needs it. Several rows may stand for one slot: the first
that applies is the dossier's, with its own words and its own due time. Adding a piece, an
operator's wish or a later date is adding a row. What rests on practice says so in its source;
`docs/decisions/0035` reasons about what no guide says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from chalicelib.reference import piece_slots as slots
from chalicelib.reference.piece_slots import BILL, OTHER
from chalicelib.reference.slots import MIB, Due, FileFormat, Slot

__all__ = [
    "BILL",
    "MIB",
    "NEEDS",
    "OTHER",
    "Answers",
    "Due",
    "FileFormat",
    "Form",
    "Need",
    "Slot",
    "find_slot",
    "list_slots_for",
    "read_answers",
    "required_slots",
]

SMALL_SPACE_KVA: Final = Decimal("36.0")
"""Connection power of the first space, inclusive (guide Urban Solar)."""

SINGLE_PHASE_KVA: Final = Decimal(6)
"""What a single phase carries of connection power at most (guide MyLight)."""

WITHOUT_FORMALITY_KWC: Final = Decimal(3)
"""Peak power on the ground that may need no declaration (public guide of self-installers)."""

ENEDIS: Final = frozenset({"enedis", ""})
"""Enedis, and an operator that is not chosen yet: it is the one proposed by default."""

type Answer = object
type Form = Mapping[str, Mapping[str, Answer]]
"""The form's values by step, as the dossier keeps them."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers that decide which pieces a dossier needs; unknown ones count as no."""

    is_large: bool = False
    exceeds_connection: bool = False
    has_storage: bool = False
    is_professional: bool = False
    location: str = ""
    peak_power_kwc: Decimal | None = None

    @property
    def stands_apart(self) -> bool:
        """Say whether the plant is a work of its own, and none on an existing building."""
        return self.location in {"sol", "ombriere"}

    @property
    def is_small_on_ground(self) -> bool:
        """Say whether the plant is on the ground and of 3 kWc at most."""
        power = self.peak_power_kwc
        return self.location == "sol" and power is not None and power <= WITHOUT_FORMALITY_KWC


def read_answers(form: Form) -> Answers:
    """Read the answers that matter out of a form, however incomplete."""
    plant, client = form.get("plant", {}), form.get("client", {})
    connected = _find_number(plant, "connection_power_kva")
    return Answers(
        is_large=connected is not None and connected > SMALL_SPACE_KVA,
        exceeds_connection=_exceeds(form),
        has_storage=plant.get("has_battery") is True,
        is_professional=client.get("client_type") == "professionnel",
        location=str(plant.get("plant_location") or ""),
        peak_power_kwc=_find_number(plant, "peak_power_kwc"),
    )


def _exceeds(form: Form) -> bool:
    """Say whether more is installed than may be connected (guide MyLight: it is then limited).

    A single phase says its limit itself, before the connection power is known.
    """
    plant = form.get("plant", {})
    installed = _find_number(plant, "installed_power_kva")
    connected = _find_number(plant, "connection_power_kva")
    if connected is None and form.get("electricity", {}).get("phases") == "monophase":
        connected = SINGLE_PHASE_KVA
    return installed is not None and connected is not None and installed > connected


def _find_number(values: Mapping[str, Answer], name: str) -> Decimal | None:
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def _always(_answers: Answers) -> bool:
    return True


def _is_company_above_36(answers: Answers) -> bool:
    return answers.is_large and answers.is_professional


def _needs_decision(answers: Answers) -> bool:
    """Say whether the town hall's decision itself is wanted: above 36 kVA, or a work of its own."""
    return answers.is_large or answers.stands_apart


@dataclass(frozen=True, slots=True)
class Need:
    """A slot, and whose dossiers have it: `when` in code, `words` the same for the docs.

    `operators` are codes of operators, empty for all of them.
    """

    slot: Slot
    words: str
    when: Callable[[Answers], bool] = _always
    operators: frozenset[str] = frozenset()


ONLY_IF_ASKED: Final = "whenever the operator asks for it"

NEEDS: Final[Sequence[Need]] = (
    Need(slots.BILL, "always"),
    Need(slots.PHOTO_OF_PLANT, "always"),
    Need(slots.PHOTO_OF_METER, "always"),
    Need(slots.SMALL_ON_GROUND, "on the ground, 3 kWc at most", lambda a: a.is_small_on_ground),
    Need(slots.PERMISSION, "above 36 kVA, on the ground or a canopy", _needs_decision),
    Need(slots.TOWN_HALL, "otherwise"),
    Need(slots.CONSUEL_WITH_STORAGE, "physical storage", lambda a: a.has_storage),
    Need(slots.CONSUEL, "otherwise"),
    Need(slots.LIMITING, "more installed than connected", lambda a: a.exceeds_connection),
    Need(slots.SITE_PLAN, "Enedis, above 36 kVA", lambda a: a.is_large, ENEDIS),
    Need(replace(slots.SITE_PLAN, due=Due.NEVER), ONLY_IF_ASKED),
    Need(slots.LOCATION_PLAN, "Enedis, above 36 kVA", lambda a: a.is_large, ENEDIS),
    Need(replace(slots.LOCATION_PLAN, due=Due.NEVER), ONLY_IF_ASKED),
    Need(slots.COMPANY_MANDATE, "Enedis, a company above 36 kVA", _is_company_above_36, ENEDIS),
    Need(slots.MANDATE, ONLY_IF_ASKED),
    Need(slots.OTHER, ONLY_IF_ASKED),
)
"""Who needs what, in the order in which the slots are shown."""


def required_slots(form: Form, operator: str, on: date) -> tuple[Slot, ...]:
    """List the slots of a dossier with these answers, for this operator, by the rules of that day."""
    return list_slots_for(read_answers(form), operator, on)


def list_slots_for(answers: Answers, operator: str, on: date) -> tuple[Slot, ...]:
    """List the slots that these answers call for: of each code, the first row that applies."""
    found: dict[str, Slot] = {}
    for need in NEEDS:
        if _applies(need, answers, operator, on):
            found.setdefault(need.slot.code, need.slot)
    return tuple(found.values())


def _applies(need: Need, answers: Answers, operator: str, on: date) -> bool:
    wanted = not need.operators or operator in need.operators
    return wanted and need.slot.valid_from <= on and need.when(answers)


def find_slot(slots: Sequence[Slot], code: str) -> Slot | None:
    """Find a slot by its code among those of a dossier."""
    return next((slot for slot in slots if slot.code == code), None)

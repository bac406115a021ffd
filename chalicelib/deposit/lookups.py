"""A search beside the fields of a step: its button, and what it proposes for a person to take.

A proposal never writes by itself. Its value is the fields that it would fill, and taking it is the
same as typing them: they pass through the step's own reading.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from chalicelib.form.field_kinds import Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.steps import Step
from chalicelib.form.typed import count_rows

ADDRESS, PARCELS, COMPANY = "adresse", "parcelle", "entreprise"
FILLED: Final[Mapping[str, frozenset[str]]] = {
    ADDRESS: frozenset({"address", "postcode", "city"}),
    COMPANY: frozenset({"company_name", "siret"}),
    PARCELS: frozenset({"section", "number"}),
    "panels": frozenset({"brand", "model", "unit_power_w"}),
    "inverters": frozenset({"brand", "model", "unit_power_kva"}),
}
"""The fields that each search may fill, and no other."""

PLACE = re.compile(r"(adresse|parcelle|entreprise)|(panels|inverters)-([0-9]{1,2})", re.ASCII)
PARCEL = re.compile(r"[0-9A-Z]{1,2}-[0-9]{1,4}", re.ASCII)
LONGEST_VALUE = 2000
PROPOSAL, TICK = "proposition", "proposition_verifiee"
"""The names of the page's inputs: the proposals, and the tick that they were checked (F99)."""

type Posted = dict[str, list[str]]
type Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One proposal: the fields that it fills, what it is called, what is said of it."""

    value: str
    label: str
    about: str = ""
    warning: str = ""

    @property
    def mark(self) -> str:
        """How an address says that it was ticked: a parcel's section and number, else nothing."""
        return mark_parcel(self.value)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A search and its proposals; without any, `told` says what to do."""

    place: str
    button: str
    row: str = ""
    """What the button is beside, where several of a step are named alike."""
    hint: str = ""
    is_open: bool = False
    legend: str = ""
    choices: tuple[Choice, ...] = ()
    takes_several: bool = False
    tick: str = ""
    take: str = ""
    told: str = ""


type Lookups = dict[str, Lookup]


@dataclass(frozen=True, slots=True)
class Place:
    """Which search: one of the client's step, or one of a row of equipment."""

    name: str
    index: int | None = None

    @property
    def text(self) -> str:
        """Write the place as buttons and addresses name it."""
        return self.name if self.index is None else f"{self.name}-{self.index}"


def find_place(step: Step, text: str) -> Place | None:
    """Find the search of a step that a button or an address names; None for another word."""
    found = PLACE.fullmatch(text)
    if found is None:
        return None
    if found[1]:
        return Place(found[1]) if step is Step.CLIENT else None
    entry = load_step_form(step).find(found[2])
    index = int(found[3])
    if not isinstance(entry, Rows) or index >= entry.most:
        return None
    return Place(found[2], index)


def write_choice(fields: Mapping[str, str]) -> str:
    """Write the fields that a proposal fills."""
    return json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)


def read_choice(place: Place, value: str) -> dict[str, str] | None:
    """Read them back from a page; None for whatever no proposal of that search can be."""
    if len(value) > LONGEST_VALUE:
        return None
    try:
        told = json.loads(value)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not told or not told.keys() <= FILLED[place.name]:
        return None
    if not all(isinstance(text, str) for text in told.values()):
        return None
    return cast(dict[str, str], told)


def mark_parcel(value: str) -> str:
    """Name a proposed parcel in a few letters (`AB-32`); nothing for any other proposal."""
    parcel = read_choice(Place(PARCELS), value) or {}
    mark = "-".join(parcel.get(name, "") for name in ("section", "number"))
    return mark if PARCEL.fullmatch(mark) else ""


def take_choices(place: Place, posted: Posted, choices: Sequence[str]) -> Posted | None:
    """Give the posted fields with the chosen proposals in them; None when none was chosen.

    Several parcels join those that were typed (F97); any other search fills its own fields.
    """
    read = [one for one in (read_choice(place, value) for value in choices) if one]
    if not read:
        return None
    if place.name == PARCELS:
        return _with_parcels(posted, read)
    before = "" if place.index is None else f"{place.text}-"
    filled = {f"{before}{name}": [text] for name, text in read[0].items()}
    if place.name == COMPANY and not any(posted.get("client_type", ())):
        filled["client_type"] = ["professionnel"]
    return {**posted, **filled}


def _with_parcels(posted: Posted, chosen: Sequence[Mapping[str, str]]) -> Posted:
    """Add the parcels that are not there yet, after the last row."""
    after = max(list_parcels(posted), default=-1) + 1
    new = _list_new(posted, chosen)
    added = {
        f"parcels-{after + place}-{name}": [text]
        for place, one in enumerate(new)
        for name, text in one.items()
    }
    return {**posted, **added}


def count_parcels(posted: Posted, choices: Sequence[str]) -> int:
    """How many parcels a dossier would have with the chosen ones."""
    read = [one for one in (read_choice(Place(PARCELS), value) for value in choices) if one]
    return len(list_parcels(posted)) + len(_list_new(posted, read))


def _list_new(posted: Posted, chosen: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The chosen parcels that were not typed, each once."""
    typed = {_told(parcel) for parcel in list_parcels(posted).values()}
    unique = {_told(one): one for one in chosen}
    return [one for told, one in unique.items() if told not in typed]


def list_parcels(posted: Mapping[str, Sequence[str]]) -> dict[int, dict[str, str]]:
    """List the parcels that a page posts, by the number of their row."""
    found: dict[int, dict[str, str]] = {}
    for name, texts in posted.items():
        row = re.fullmatch(r"parcels-([0-9]{1,3})-(section|number)", name, re.ASCII)
        if row and texts and texts[-1].strip():
            found.setdefault(int(row[1]), {})[row[2]] = texts[-1].strip()
    return found


def _told(parcel: Mapping[str, str]) -> tuple[str, str]:
    return parcel.get("section", "").upper().lstrip("0"), parcel.get("number", "").lstrip("0")


def place_once_saved(place: Place, posted: Posted) -> Place:
    """Give the row's number once empty rows are left out, as saving does."""
    if place.index is None:
        return place
    index = place.index
    return Place(place.name, sum(1 for one in _filled_rows(place, posted) if one < index))


def count_filled(place: Place, posted: Posted) -> int:
    """How many rows beside a search are filled, and stay once the step is saved."""
    return len(_filled_rows(place, posted))


def _filled_rows(place: Place, posted: Posted) -> set[int]:
    """The numbers of the rows that hold something."""
    return {
        int(found[1])
        for name, texts in posted.items()
        if (found := re.fullmatch(rf"{place.name}-([0-9]{{1,3}})-\w+", name, re.ASCII))
        and any(text.strip() for text in texts)
    }


def count_of(texts: Texts, rows: str) -> int:
    """How many rows of that name a step shows at most: those that are filled, and one."""
    entry = load_step_form(Step.EQUIPMENT).find(rows)
    most = entry.most if isinstance(entry, Rows) else 0
    return min(most, count_rows(texts, rows) + 1)

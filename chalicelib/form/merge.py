"""Two people, or two pages, on one step: what each changed is kept, and nothing is overwritten.

A page remembers what each field held when it was shown, as a short print (`write_base`). When it
comes back, each field is looked at by itself: what only one side changed is taken, what both
changed differently is a conflict that stays as it was stored until somebody chooses. Rows
(parcels, panels) are compared as one whole: their numbers mean nothing between two pages.
Pure.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from chalicelib.form.field_kinds import Field, Kind, Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.figures import StepValues
from chalicelib.form.steps import AS_TYPED, Step
from chalicelib.form.values import FormValue

PRINT_LETTERS = 8
EMPTY = ""
"""The print of a field that holds nothing."""

TOGETHER: Mapping[str, str] = {"email_confirmation": "email"}
"""A field that is kept and judged with another one."""

BASE = re.compile(r"([a-z_0-9]{1,40})=([0-9a-f]{8})", re.ASCII)


class Side(StrEnum):
    """Whose value a person chose: the one of this page, or the one stored meanwhile."""

    MINE = "mienne"
    THEIRS = "autre"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for a field, and the print of the stored value that they saw then."""

    side: Side
    seen: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A step as a page sends it back.

    `base` is what the page was shown, None when it does not say (what it sends then counts as
    it is). `sent` is what the same page sent before without hearing whether it arrived.
    """

    values: StepValues
    base: Mapping[str, str] | None = None
    choices: Mapping[str, Choice] = field(default_factory=dict)
    sent: StepValues | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """A step once both sides are in it.

    `adopted` are the fields whose stored value was taken over the one that was posted, since
    this page had not touched it; `conflicts` those that both changed: the stored value stands.
    """

    values: dict[str, FormValue]
    adopted: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def merge_step(step: Step, posted: Posted, stored: StepValues) -> Merged:
    """Put what a page sends back together with what is stored now."""
    values: dict[str, FormValue] = {}
    typed: dict[str, FormValue] = {}
    adopted: list[str] = []
    conflicts: list[str] = []
    for name in list_units(step):
        taken = take_side(step, name, posted, stored)
        if taken is None:
            conflicts.append(name)
        elif taken is Side.THEIRS and not _is_same(step, name, posted.values, stored):
            adopted.append(name)
        is_new = name not in stored and _is_same(step, name, posted.values, stored)
        source = posted.values if taken is Side.MINE or is_new else stored
        values |= {name: source[name]} if name in source else {}
        typed |= list_typed(source, name)
    if typed:
        values[AS_TYPED] = typed
    return Merged(values, tuple(adopted), tuple(conflicts))


def take_side(step: Step, name: str, posted: Posted, stored: StepValues) -> Side | None:
    """Say whose value of a field counts; None while both changed it and nobody chose."""
    mine, theirs = print_of(step, posted.values, name), print_of(step, stored, name)
    base = theirs if posted.base is None else posted.base.get(name, EMPTY)
    if mine == theirs:
        return Side.THEIRS
    if theirs == base or (posted.sent and theirs == print_of(step, posted.sent, name)):
        return Side.MINE
    if mine == base:
        return Side.THEIRS
    choice = posted.choices.get(name)
    return choice.side if choice and choice.seen == theirs else None


def _is_same(step: Step, name: str, one: StepValues, other: StepValues) -> bool:
    return print_of(step, one, name) == print_of(step, other, name)


def list_changed(step: Step, before: StepValues, after: StepValues) -> tuple[str, ...]:
    """List the fields of a step that two states of it do not hold alike."""
    return tuple(name for name in list_units(step) if not _is_same(step, name, before, after))


def list_units(step: Step) -> Iterator[str]:
    """List what is compared by itself: each field, and each group of rows."""
    return (one.name for one in load_step_form(step).entries() if one.name not in TOGETHER)


def list_typed(values: StepValues, name: str) -> dict[str, FormValue]:
    """What was typed wrongly in a field, in its rows or in the field that goes with it."""
    typed = values.get(AS_TYPED)
    if not isinstance(typed, dict):
        return {}
    return {path: text for path, text in typed.items() if unit_of(path) == name}


def unit_of(path: str) -> str:
    """The field or group of rows by which a path is compared."""
    bare = path.partition(".")[0]
    return TOGETHER.get(bare, bare)


def only(values: StepValues, names: Collection[str]) -> dict[str, FormValue]:
    """Some fields of a step alone, with what was typed wrongly in them."""
    kept = {name: values[name] for name in names if name in values}
    typed = {path: text for name in names for path, text in list_typed(values, name).items()}
    return {**kept, AS_TYPED: typed} if typed else kept


def print_of(step: Step, values: StepValues, name: str) -> str:
    """A short print of what a field holds, empty when it holds nothing."""
    entry = load_step_form(step).find(name)
    value = values.get(name)
    if value in (None, "", []) or (value is False and _is_checkbox(entry)):
        value = None
    typed = list_typed(values, name)
    if value is None and not typed:
        return EMPTY
    plain = json.dumps([_plain(value), _plain(typed)], sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:PRINT_LETTERS]


def _is_checkbox(entry: Field | Rows | None) -> bool:
    return isinstance(entry, Field) and entry.kind is Kind.CHECKBOX


def _plain(value: FormValue) -> object:
    """Write a value so that equal ones are written alike: 9, 9.0 and 9.00 are one number."""
    match value:
        case bool() | str() | None:
            return value
        case int() | Decimal():
            return {"n": f"{Decimal(value).normalize():f}"}
        case list():
            return [_plain(one) for one in value]
        case _:
            return {name: _plain(one) for name, one in value.items()}


def write_base(step: Step, stored: StepValues, known: Mapping[str, str] | None = None) -> str:
    """Write what a page is shown, field by field; `known` are prints that it must keep.

    A field in conflict keeps the print of what its page saw first, until somebody chooses.
    """
    prints = {name: print_of(step, stored, name) for name in list_units(step)}
    prints.update(known or {})
    return " ".join(f"{name}={print_}" for name, print_ in prints.items() if print_)


def read_base(text: str) -> dict[str, str]:
    """Read what a page was shown; what is no print of ours is passed over."""
    return dict(found.groups() for found in map(BASE.fullmatch, text.split()) if found)  # type: ignore[misc] # two groups, always there


def read_choice(text: str) -> Choice | None:
    """Read a choice as its button sends it, `mienne:3f2a91bc`; None when it is none."""
    side, _colon, seen = text.partition(":")
    return Choice(Side(side), seen) if side in Side else None

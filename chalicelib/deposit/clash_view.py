"""What a page shows when two people, or two pages, changed the same fields: both values, a choice.

What is typed stays in the fields; nothing stored is overwritten before somebody chose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.deposit.keep_typing import Kept
from chalicelib.deposit.meanwhile import find_meanwhile, tell_meanwhile
from chalicelib.form.fields import find_field
from chalicelib.form.figures import StepValues
from chalicelib.form.merge import EMPTY, Posted, Side, only, print_of, unit_of, write_base
from chalicelib.form.recap import show_unit
from chalicelib.form.steps import Step
from chalicelib.form.typed import to_texts
from chalicelib.words.translation import translate


@dataclass(frozen=True, slots=True)
class Both:
    """A field with its two values, and what each choice sends back."""

    name: str
    label: str
    mine: str
    theirs: str
    choose_mine: str
    choose_theirs: str


@dataclass(frozen=True, slots=True)
class Clash:
    """All that a page shows of a conflict: who and when, each field twice, the texts to show."""

    told: str
    fields: tuple[Both, ...]
    texts: Mapping[str, str]
    base: str


def make_clash(step: Step, posted: Posted, kept: Kept, by: Actor, now: datetime) -> Clash | None:
    """Make what is shown of a conflict, None when there is none; one more read at most."""
    names = kept.merged.conflicts
    if not names:
        return None
    stored = kept.dossier.values_of(step)
    return Clash(
        tell_meanwhile(find_meanwhile(kept.before, step, names, by), now),
        tuple(_show_both(step, name, posted, stored) for name in names),
        _list_texts(step, posted, stored, names),
        write_base(step, stored, {name: (posted.base or {}).get(name, EMPTY) for name in names}),
    )


def _show_both(step: Step, name: str, posted: Posted, stored: StepValues) -> Both:
    entry, seen = find_field(step, name), print_of(step, stored, name)
    return Both(
        name,
        translate(entry.label if entry else name),
        show_unit(step, posted.values, name),
        show_unit(step, stored, name),
        f"{Side.MINE}:{seen}",
        f"{Side.THEIRS}:{seen}",
    )


def _list_texts(
    step: Step, posted: Posted, stored: StepValues, names: tuple[str, ...]
) -> dict[str, str]:
    """The stored texts, with this page's own in the fields that are to be chosen."""
    texts = to_texts(step, stored)
    kept = {path: text for path, text in texts.items() if unit_of(path) not in names}
    return kept | to_texts(step, only(posted.values, names))


def name_fields(step: Step, names: tuple[str, ...]) -> str:
    """The labels of fields, one after the other."""
    entries = (find_field(step, name) for name in names)
    return ", ".join(translate(entry.label).removesuffix(" ?") for entry in entries if entry)

"""Make a form of a line's texts, or say at which field it is wrong and what to do.

The texts are read as a page's are, with the same checks: what a sheet may say is what a person
may type. Loads the form's models, which only this work of the jobs needs.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from chalicelib.form.completeness import list_obstacles
from chalicelib.form.field_kinds import Field, Kind
from chalicelib.form.fields import find_field, find_step_of
from chalicelib.form.read_step import build_body, check, collect, to_values
from chalicelib.form.steps import STEPS, Step
from chalicelib.form.values import Form, FormValue
from chalicelib.reference.operators import OPERATORS
from chalicelib.refusals import FieldProblem
from chalicelib.sheets.columns import LONGEST_REFERENCE, REFERENCE, fold
from chalicelib.sheets.model import LONGEST_CELL, SheetLine
from chalicelib.words.translation import _

EPOCH_ON = date(1899, 12, 30)
"""The day from which workbooks count days."""
EARLIEST_DAY, LATEST_DAY = 36_526, 73_050
"""From 2000 to 2099: a date of ours as a workbook counts."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A line as a form, and what is wrong with it; `lacks` counts what its sending still needs."""

    form: Form = field(default_factory=dict)
    problems: tuple[FieldProblem, ...] = ()
    lacks: int = 0


def fill_form(line: SheetLine) -> Filled:
    """Read a line's texts into a form; with a problem there is no form."""
    form: dict[str, dict[str, FormValue]] = {}
    problems = list(_list_own_problems(line))
    for step in STEPS:
        typed = collect(step, {_html(path): [text] for path, text in _texts_of(line, step)})
        body = build_body(step, typed) if typed else {}
        found = check(step, body) if typed else ()
        problems += found
        if typed and not found:
            form[step.value] = _to_values(step, body)
    if not line.texts:
        problems.append(_problem("", "empty-line", _("Cette ligne ne dit rien du client.")))
    if problems:
        return Filled(problems=tuple(problems))
    return Filled(form, lacks=len(list_obstacles(form)))


def key_of(line: SheetLine) -> str:
    """Give what a line is known by when it comes again: its own reference, or all that it says."""
    if line.reference:
        return f"sheet-reference#{line.reference}"
    said = json.dumps(dict(line.texts), sort_keys=True, ensure_ascii=False)
    return f"sheet-line#{hashlib.sha256(said.encode()).hexdigest()}"


def _to_values(step: Step, body: object) -> dict[str, FormValue]:
    from chalicelib.form.models import STEP_MODELS

    return to_values(STEP_MODELS[step].model_validate(body))


def _texts_of(line: SheetLine, step: Step) -> Iterator[tuple[str, str]]:
    for path, text in line.texts.items():
        entry = find_field(step, path)
        if isinstance(entry, Field):
            yield path, _as_typed(entry, text)


def _as_typed(entry: Field, text: str) -> str:
    """Give a cell's text as its field takes it: an answer by its words or its code, a counted day."""
    folded = fold(text)
    match entry.kind:
        case Kind.CHOICE:
            named = {fold(one.label): one.value for one in entry.choices}
            return named.get(folded, text)
        case Kind.OPERATOR:
            named = {fold(one.label): one.code for one in OPERATORS.values()}
            return named.get(folded, folded if folded in OPERATORS else text)
        case Kind.DATE if text.isdecimal() and EARLIEST_DAY <= int(text[:6]) <= LATEST_DAY:
            return (EPOCH_ON + timedelta(days=int(text))).isoformat()
        case _:
            return text


def _list_own_problems(line: SheetLine) -> Iterator[FieldProblem]:
    """List what only a sheet can have wrong: formulas, endless cells, an endless reference."""
    if len(line.reference) > LONGEST_REFERENCE:
        long = _("{label} : {most} caractères au plus.")
        yield _problem("reference", "too-long", long, label=REFERENCE, most=LONGEST_REFERENCE)
    for path, text in line.texts.items():
        step = find_step_of(path)
        entry = find_field(step, path) if step else None
        label = entry.label if entry else path
        if text.startswith("="):
            words = _("{label} : une formule n’est pas lue, écrivez sa valeur.")
            yield _problem(path, "formula", words, label=label)
        elif len(text) > LONGEST_CELL:
            words = _("{label} : {most} caractères au plus.")
            yield _problem(path, "too-long", words, label=label, most=LONGEST_CELL)


def _problem(path: str, code: str, words: str, **values: str | int) -> FieldProblem:
    return FieldProblem(path, code, words, values)


def _html(path: str) -> str:
    return path.replace(".", "-")

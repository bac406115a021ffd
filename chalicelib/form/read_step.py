"""Reading a step as it comes in: as JSON, or as a page posts it.

JSON is taken whole or refused whole. A page's draft is never refused: what is right is kept as
values, what is wrong is kept as it was typed and shown again with its error.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import ValidationError

from chalicelib.form import problems
from chalicelib.form.field_kinds import Field, Kind, Rows
from chalicelib.form.fields import find_field, load_step_form
from chalicelib.form.models import STEP_MODELS, DossierForm, StepDraft
from chalicelib.form.numbers import find_number
from chalicelib.form.steps import AS_TYPED, STEPS, Step
from chalicelib.form.values import FormValue
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.web.problems import field_problems

ROW_INDEX = re.compile(r"[0-9]{1,3}", re.ASCII)
YES_WORDS = {"oui", "on", "1", "true"}
NO_WORDS = {"non", "0", "false"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A step as posted by a page: the right values, and the wrong ones as they were typed."""

    values: Mapping[str, FormValue]
    as_typed: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[FieldProblem, ...] = ()

    def to_keep(self) -> dict[str, FormValue]:
        """What is saved of the step."""
        kept = dict(self.values)
        if self.as_typed:
            kept[AS_TYPED] = dict(self.as_typed)
        return kept


def to_values(read: StepDraft) -> dict[str, FormValue]:
    """The values of a validated step, without what was left out; a confirmation is not kept.

    Raises InvalidFields when an e-mail address and its confirmation differ.
    """
    values = cast(dict[str, FormValue], read.model_dump(exclude_none=True))
    confirmation = values.pop("email_confirmation", None)
    if confirmation is not None and confirmation != values.get("email"):
        raise InvalidFields((confirmation_problem(),))
    return values


def merge_values(current: Mapping[str, FormValue], read: StepDraft) -> dict[str, FormValue]:
    """A step's values with those that came in put over them; null removes one."""
    wanted = to_values(read)
    removed = {name for name in read.model_fields_set if getattr(read, name) is None}
    merged = {name: value for name, value in current.items() if name not in removed} | wanted
    typed = merged.pop(AS_TYPED, None)
    kept = without_paths(typed, read.model_fields_set) if isinstance(typed, dict) else {}
    return {**merged, AS_TYPED: kept} if kept else merged


def without_paths(
    typed: Mapping[str, FormValue], replaced: Collection[str]
) -> dict[str, FormValue]:
    """What was typed wrongly, without the fields that were given again."""
    return {path: text for path, text in typed.items() if path.partition(".")[0] not in replaced}


def to_form(read: DossierForm) -> dict[str, dict[str, FormValue]]:
    """The values of the steps that came in."""
    steps = {step: getattr(read, step) for step in STEPS}
    return {step: to_values(one) for step, one in steps.items() if one is not None}


def read_json(step: Step, body: object) -> dict[str, FormValue]:
    """The step's values from a plain body; InvalidFields otherwise."""
    try:
        return to_values(STEP_MODELS[step].model_validate(body))
    except ValidationError as error:
        raise InvalidFields(field_problems(error)) from None


def read_page(step: Step, posted: Mapping[str, Sequence[str]]) -> Draft:
    """The step's values from a page's fields (`pdl`, `panels-0-brand`); never refuses."""
    typed = collect(step, posted)
    confirmation = typed.pop("email_confirmation", "")
    body = build_body(step, typed)
    found = check(step, body)
    for problem in found:
        remove(body, problem.field)
    read = STEP_MODELS[step].model_validate(body)
    draft = Draft(
        values=cast(dict[str, FormValue], read.model_dump(exclude_none=True)),
        as_typed={one.field: typed[one.field] for one in found if one.field in typed},
        problems=found,
    )
    return confirm_email(draft, typed.get("email", ""), confirmation)


def check(step: Step, body: object) -> tuple[FieldProblem, ...]:
    """What is wrong with a step's body, each at its field."""
    try:
        STEP_MODELS[step].model_validate(body)
    except ValidationError as error:
        return field_problems(error)
    return ()


def confirm_email(draft: Draft, email: str, confirmation: str) -> Draft:
    """An e-mail address counts once it was typed twice alike (guide Urban Solar, step 1)."""
    kept = draft.values.get("email")
    if kept is None or confirmation.strip().casefold() in {email.casefold(), str(kept).casefold()}:
        return draft
    values = {name: value for name, value in draft.values.items() if name != "email"}
    return Draft(
        values,
        {**draft.as_typed, "email": email, "email_confirmation": confirmation},
        (*draft.problems, confirmation_problem(is_empty=not confirmation.strip())),
    )


def confirmation_problem(*, is_empty: bool = False) -> FieldProblem:
    """Both addresses must be the same; a second that is not there yet is asked for."""
    entry = find_field(Step.CLIENT, "email_confirmation")
    code = "email-again" if is_empty else "email-confirmation"
    return problems.name_problem("email_confirmation", code, entry)


def collect(step: Step, posted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What was typed, by path, without the blanks; rows are numbered anew without empty ones."""
    plain: dict[str, str] = {}
    for entry in load_step_form(step).entries():
        if isinstance(entry, Rows):
            plain |= collect_rows(entry, posted)
        elif text := last(posted, entry.name):
            plain[entry.name] = text
    return plain


def collect_rows(entry: Rows, posted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The cells of the rows that hold something."""
    numbers = sorted(
        int(index)
        for index in {name.split("-")[1] for name in posted if name.startswith(f"{entry.name}-")}
        if ROW_INDEX.fullmatch(index)
    )
    filled: list[dict[str, str]] = []
    for number in numbers:
        cells = {
            field.name: last(posted, f"{entry.name}-{number}-{field.name}")
            for field in entry.fields
        }
        if any(cells.values()):
            filled.append({name: text for name, text in cells.items() if text})
    return {
        f"{entry.name}.{index}.{name}": text
        for index, cells in enumerate(filled)
        for name, text in cells.items()
    }


def last(posted: Mapping[str, Sequence[str]], name: str) -> str:
    """The last text posted under a name, trimmed."""
    texts = posted.get(name, ())
    return texts[-1].strip() if texts else ""


def build_body(step: Step, typed: Mapping[str, str]) -> dict[str, Any]:
    """The JSON that the typed texts stand for; a text that is no number stays a text."""
    body: dict[str, Any] = {
        entry.name: False
        for entry in load_step_form(step).entries()
        if isinstance(entry, Field) and entry.kind is Kind.CHECKBOX
    }
    for path, text in typed.items():
        entry = find_field(step, path)
        value = read_text(entry, text) if isinstance(entry, Field) else text
        name, _dot, rest = path.partition(".")
        if not rest:
            body[name] = value
            continue
        index, _dot, column = rest.partition(".")
        rows = body.setdefault(name, [])
        if int(index) == len(rows):
            rows.append({})
        rows[int(index)][column] = value
    return body


def read_text(entry: Field, text: str) -> object:
    """A typed text as its field's kind of value, or the text itself when it is none."""
    match entry.kind:
        case Kind.NUMBER:
            number = find_number(text)
            return text if number is None else number
        case Kind.WHOLE:
            number = find_number(text)
            whole = number is not None and number == number.to_integral_value()
            return int(number) if number is not None and whole else text
        case Kind.YES_NO | Kind.CHECKBOX:
            word = text.casefold()
            return True if word in YES_WORDS else False if word in NO_WORDS else text
        case _:
            return text


def remove(body: dict[str, Any], path: str) -> None:
    """Take the value at a path out of a body; rows keep their places."""
    name, _dot, rest = path.partition(".")
    if not rest:
        body.pop(name, None)
        return
    index, _dot, column = rest.partition(".")
    body[name][int(index)].pop(column, None)

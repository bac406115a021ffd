"""A step's fields as a page's inputs: what each shows, its help beside it, its error at it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default

from chalicelib.form.completeness import is_due
from chalicelib.form.field_help import Help, find_help
from chalicelib.form.field_kinds import Due, Field, Kind, Rows, StepForm
from chalicelib.form.fields import find_field, find_step_of
from chalicelib.form.typed import count_rows
from chalicelib.form.values import Form
from chalicelib.reference.communes import list_communes_of
from chalicelib.reference.operators import OPERATORS
from chalicelib.refusals import FieldProblem
from chalicelib.words.translation import _, translate

YES_NO = (("oui", _("Oui")), ("non", _("Non")))
SHORT_LENGTH, MEDIUM_LENGTH = 15, 45


@dataclass(frozen=True, slots=True)
class Input:
    """One input: `name` is the HTML name, `shape` the macro that draws it."""

    name: str
    shape: str
    label: str
    value: str = ""
    hint: str = ""
    error: str = ""
    required: bool = False
    unit: str = ""
    width: str = "long"
    inputmode: str = ""
    kind: str = "text"
    max_length: int = 100
    options: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()
    caution: str = ""
    offer: tuple[str, str] | None = None
    watch: Mapping[str, str] = with_default(default_factory=dict)
    help: Help | None = None


@dataclass(frozen=True, slots=True)
class RowInputs:
    """Repeated rows of inputs, with what removes one and what adds one."""

    name: str
    label: str
    one: str
    add: str
    hint: str
    error: str
    rows: tuple[tuple[Input, ...], ...]
    shape: str = "rows"
    help: Help | None = None


@dataclass(frozen=True, slots=True)
class PartInputs:
    """Inputs shown together under a title."""

    title: str
    inputs: tuple[Input | RowInputs, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the inputs of a step are made from: texts and problems by path, the whole form."""

    form: Form
    texts: Mapping[str, str]
    errors: Mapping[str, str]
    more_rows: str = ""
    cautions: Mapping[str, str] = with_default(default_factory=dict)
    watches: Mapping[str, Mapping[str, str]] = with_default(default_factory=dict)
    offers: Mapping[str, tuple[str, str]] = with_default(default_factory=dict)


def html_name(path: str) -> str:
    """The HTML name of a path: `panels.0.brand` is `panels-0-brand`."""
    return path.replace(".", "-")


def anchor_of(path: str) -> str:
    """Give the place of a field on its step's page: an input's own, or that of the rows."""
    step = find_step_of(path)
    is_rows = step is not None and isinstance(find_field(step, path), Rows)
    return f"{'rows' if is_rows else 'field'}-{html_name(path)}"


def tell_problems(problems: tuple[FieldProblem, ...]) -> dict[str, str]:
    """The words of each problem by HTML name, the first of each field."""
    told: dict[str, str] = {}
    for problem in problems:
        told.setdefault(html_name(problem.field), translate(problem.message, **problem.values))
    return told


def make_parts(step: StepForm, sheet: Sheet) -> tuple[PartInputs, ...]:
    """The step's parts, ready to be drawn."""
    return tuple(
        PartInputs(
            translate(part.title),
            tuple(
                make_rows(entry, sheet) if isinstance(entry, Rows) else make_input(entry, sheet)
                for entry in part.fields
            ),
        )
        for part in step.parts
    )


def make_rows(entry: Rows, sheet: Sheet) -> RowInputs:
    """Rows of inputs: those that are filled, at least one, and one more when asked for."""
    filled = max(1, count_rows(sheet.texts, entry.name))
    shown = min(entry.most, filled + (1 if sheet.more_rows == entry.name else 0))
    return RowInputs(
        name=entry.name,
        label=translate(entry.label),
        one=translate(entry.one),
        add=translate(entry.add),
        hint=translate(entry.hint),
        error=sheet.errors.get(entry.name, ""),
        rows=tuple(
            tuple(make_input(field, sheet, f"{entry.name}.{index}.") for field in entry.fields)
            for index in range(shown)
        ),
        help=find_help(entry.name),
    )


def make_input(field: Field, sheet: Sheet, before: str = "") -> Input:
    """One input with its text, its help, its error and what deserves a second look."""
    path = f"{before}{field.name}"
    kind, inputmode = kind_of(field)
    error = sheet.errors.get(html_name(path), "")
    caution = "" if error else sheet.cautions.get(html_name(path), "")
    return Input(
        name=html_name(path),
        shape=shape_of(field),
        label=translate(field.label),
        value=sheet.texts.get(path, ""),
        hint=translate(field.hint),
        error=error_beside(translate(field.label), error),
        required=is_starred(field, sheet.form),
        unit=field.unit,
        width=width_of(field),
        inputmode=inputmode,
        kind=kind,
        max_length=field.max_length,
        options=options_of(field),
        suggestions=suggest(field, sheet),
        caution=error_beside(translate(field.label), caution),
        offer=sheet.offers.get(path),
        watch=sheet.watches.get(path, {}),
        help=find_help(field.name, before),
    )


def suggest(field: Field, sheet: Sheet) -> tuple[str, ...]:
    """What is proposed for a field, which may be typed freely all the same.

    A commune is proposed from the postcode beside it (F96). What is proposed stays as the
    operators read it, in French; the page says in the reader's language what it means.
    """
    if field.kind is not Kind.COMMUNE:
        return field.suggestions
    postcode = sheet.texts.get("postcode", "")
    return tuple(one.name for one in list_communes_of(postcode.strip()))


def error_beside(label: str, message: str) -> str:
    """The message as it stands right below its label, which it need not repeat.

    Each language has its own space before a colon and a question mark, or none.
    """
    spoken = re.escape(label.removesuffix("?").rstrip())
    words = re.sub(rf"^{spoken}\s?:\s", "", message)
    return words[:1].upper() + words[1:]


def is_starred(field: Field, form: Form) -> bool:
    """Whether a field carries the star; an e-mail address is always typed twice."""
    return field.name == "email_confirmation" or (
        field.due is not Due.NEVER and is_due(field.due, form)
    )


def shape_of(field: Field) -> str:
    """The macro that draws a kind of field."""
    match field.kind:
        case Kind.CHOICE if len(field.choices) > 3:
            return "select"
        case Kind.OPERATOR:
            return "select"
        case Kind.CHOICE | Kind.YES_NO:
            return "choice"
        case Kind.CHECKBOX:
            return "checkbox"
        case Kind.LONG_TEXT:
            return "textarea"
        case _:
            return "field"


def kind_of(field: Field) -> tuple[str, str]:
    """The HTML type of an input and the keyboard that phones show for it."""
    match field.kind:
        case Kind.EMAIL:
            return "email", "email"
        case Kind.MOBILE:
            return "tel", "tel"
        case Kind.DATE:
            return "date", ""
        case Kind.NUMBER:
            return "text", "decimal"
        case Kind.WHOLE | Kind.PDL | Kind.SIRET | Kind.POSTCODE | Kind.PARCEL:
            return "text", "numeric"
        case _:
            return "text", ""


def width_of(field: Field) -> str:
    """How wide an input is, after what it holds."""
    if field.kind in {Kind.NUMBER, Kind.WHOLE, Kind.DATE} or field.max_length <= SHORT_LENGTH:
        return "short"
    return "medium" if field.max_length <= MEDIUM_LENGTH else "long"


def options_of(field: Field) -> tuple[tuple[str, str], ...]:
    """The answers of a closed list, as value and words."""
    if field.kind is Kind.YES_NO:
        return tuple((value, translate(label)) for value, label in YES_NO)
    if field.kind is Kind.OPERATOR:
        return tuple((operator.code, operator.label) for operator in OPERATORS.values())
    return tuple((choice.value, translate(choice.label)) for choice in field.choices)

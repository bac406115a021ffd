"""The pieces to have ready, before any dossier is begun: the questions are the form's own fields.

Nothing is read from the table: the answers come with the question, the pieces are reference data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from chalice.app import Response

from chalicelib.aws.clock import business_now
from chalicelib.aws.ids import new_token
from chalicelib.documents.slot_views import DUE_WORDS, Guide, guide_to
from chalicelib.form.field_kinds import Field
from chalicelib.form.fields import find_field
from chalicelib.form.inputs import Input, Sheet, make_input, tell_problems
from chalicelib.form.steps import Step
from chalicelib.form.values import Form, FormValue
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.reference.days import legal_day
from chalicelib.reference.required_pieces import Due, Slot, required_slots
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

QUESTIONS: Final[Mapping[str, Step]] = {
    "operator": Step.ELECTRICITY,
    "phases": Step.ELECTRICITY,
    "connection_power_kva": Step.PLANT,
    "installed_power_kva": Step.PLANT,
    "peak_power_kwc": Step.PLANT,
    "plant_location": Step.PLANT,
    "has_battery": Step.PLANT,
    "client_type": Step.CLIENT,
}
"""What is asked, all of it optional, and the step of a dossier that asks the same."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The answers as typed and as read, what is wrong with them, and the slots they call for."""

    texts: Mapping[str, str]
    form: Form
    problems: tuple[FieldProblem, ...]
    slots: tuple[Slot, ...]


def foresee_pieces(query: Mapping[str, str], on: date) -> Ahead:
    """Foresee the slots of a dossier with these answers; a wrong answer counts as none."""
    from chalicelib.form.completeness import list_contradictions
    from chalicelib.form.read_step import read_page

    texts = {name: query[name].strip() for name in QUESTIONS if query.get(name, "").strip()}
    form: dict[str, Mapping[str, FormValue]] = {}
    problems: list[FieldProblem] = []
    for step in dict.fromkeys(QUESTIONS.values()):
        asked = {name: [text] for name, text in texts.items() if QUESTIONS[name] is step}
        draft = read_page(step, asked)
        form[step.value] = draft.values
        problems += draft.problems
    problems += list_contradictions(form)
    operator = str(form[Step.ELECTRICITY].get("operator") or "")
    return Ahead(texts, form, tuple(problems), required_slots(form, operator, on))


def require_answers(ahead: Ahead) -> tuple[Slot, ...]:
    """Give the slots; InvalidFields, naming each, when an answer cannot be read."""
    if ahead.problems:
        raise InvalidFields(ahead.problems)
    return ahead.slots


def list_inputs(ahead: Ahead) -> list[Input]:
    """List the questions as inputs, with what was answered; none has to be."""
    sheet = Sheet(ahead.form, ahead.texts, tell_problems(ahead.problems))
    fields = ((name, find_field(step, name)) for name, step in QUESTIONS.items())
    return [
        replace(make_input(field, sheet), required=False)
        for _name, field in fields
        if isinstance(field, Field)
    ]


def list_answered(ahead: Ahead) -> list[tuple[str, str]]:
    """List what was answered, in words: the page says which installation its list is for."""
    return [
        (one.label, _in_words(one)) for one in list_inputs(ahead) if one.value and not one.error
    ]


def _in_words(one: Input) -> str:
    """Say an answer as its input shows it: a choice by its words, a number with its unit."""
    if one.shape == "checkbox":
        return translate(_("Oui"))
    return dict(one.options).get(one.value, f"{one.value} {one.unit}".strip())


def group_by_due(slots: Sequence[Slot]) -> list[tuple[str, list[Guide]]]:
    """Group slots by when they are due, the earliest first, each group under its words."""
    groups = {due: [guide_to(slot) for slot in slots if slot.due is due] for due in Due}
    return [(translate(DUE_WORDS[due]), guides) for due, guides in groups.items() if guides]


def draw_pieces_ahead(visit: Visit) -> Response:
    """Draw the questions and the pieces that the answers call for."""
    ahead = foresee_pieces(visit.query, legal_day(business_now()))
    return visit.show(
        "documents/ahead.html",
        inputs=list_inputs(ahead),
        errors=tell_problems(ahead.problems),
        answered=list_answered(ahead),
        groups=group_by_due(ahead.slots),
        may_begin=can(visit.person, Connection.BEGIN),
        new_key=new_token(),
    )

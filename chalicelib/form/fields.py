"""The fields of a dossier's five steps: names, kinds, bounds, choices and words, as data.

Everything that reads, checks, shows or describes a field (pages, API, OpenAPI, completeness)
reads these tables, so a field is written once. Which fields exist, and which carry the star of
a required one, is the guide Urban Solar's; where the guide is unreadable or silent the choice
is ours and said in `docs/fields.md`.
"""

from collections.abc import Mapping

from chalicelib.form.field_kinds import Field, Rows, StepForm
from chalicelib.form.fields_client import CLIENT
from chalicelib.form.fields_equipment import DOCUMENTS, EQUIPMENT
from chalicelib.form.fields_plant import ELECTRICITY, PLANT
from chalicelib.form.steps import STEPS, Step

STEP_FORMS: Mapping[Step, StepForm] = {
    form.step: form for form in (CLIENT, ELECTRICITY, PLANT, EQUIPMENT, DOCUMENTS)
}


def load_step_form(step: Step) -> StepForm:
    """The step's table."""
    return STEP_FORMS[step]


def find_field(step: Step, path: str) -> Field | Rows | None:
    """The field at a path like `pdl`, `panels` or `panels.0.brand`, or None."""
    name, _dot, rest = path.partition(".")
    entry = load_step_form(step).find(name)
    if not isinstance(entry, Rows) or not rest:
        return None if rest else entry
    _index, _dot, column = rest.partition(".")
    return next((field for field in entry.fields if field.name == column), None)


def find_step_of(name: str) -> Step | None:
    """The step that holds the field of that name (the part before any dot)."""
    bare = name.partition(".")[0]
    return next((step for step in STEPS if load_step_form(step).find(bare)), None)

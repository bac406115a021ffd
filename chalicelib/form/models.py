"""The pydantic models of a dossier's form, made from the tables of fields.

One model per step for drafts (everything optional, everything typed and bounded, nothing
unknown) and `DossierForm` for the five together. What a dossier needs to be sent is
`completeness`'s, which reads what was kept and not what comes in.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    create_model,
    model_validator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from chalicelib.form import problems
from chalicelib.form.field_kinds import Field as FormField
from chalicelib.form.field_kinds import Rows
from chalicelib.form.field_types import field_type
from chalicelib.form.fields import load_step_form
from chalicelib.form.steps import Step


class StepDraft(BaseModel):
    """A step as it comes in: strict types, no unknown field, everything optional."""

    # A form of five steps is built once, by the model that comes in, and not each of its parts too.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)
    entries: ClassVar[tuple[FormField | Rows, ...]] = ()

    @model_validator(mode="wrap")
    @classmethod
    def tell_in_our_words(cls, body: Any, check: ModelWrapValidatorHandler[Self]) -> Self:
        """Validate, and tell what is wrong with each field's own label."""
        try:
            return check(body)
        except ValidationError as error:
            told = [tell_error(cls.entries, one) for one in error.errors(include_url=False)]
            raise ValidationError.from_exception_data(cls.__name__, told) from None


def tell_error(entries: tuple[FormField | Rows, ...], error: ErrorDetails) -> InitErrorDetails:
    """One of pydantic's errors in our words; those of rows were told by the row."""
    place, kind, context = error["loc"], error["type"], error.get("ctx", {})
    entry = next((one for one in entries if place and one.name == place[-1]), None)
    if "msgid" in context and (entry is None or "label" in context["values"]):
        ours = PydanticCustomError(cast(Any, kind), "refused", context)
        return InitErrorDetails(type=ours, loc=place, input=error["input"])
    code = problems.CODES.get(kind, kind)
    name = place[-1] if place else ""
    told = problems.name_problem(name if isinstance(name, str) else "", code, entry)
    words = str(context.get("msgid", told.message)) if entry else told.message
    ours = PydanticCustomError(
        cast(Any, told.code), "refused", {"msgid": words, "values": dict(told.values)}
    )
    return InitErrorDetails(type=ours, loc=place, input=error["input"])


def describe(entry: FormField | Rows) -> str:
    """The words of a field in the API's description."""
    unit = f" ({entry.unit})" if isinstance(entry, FormField) and entry.unit else ""
    return " ".join(part for part in (f"{entry.label}{unit}.", entry.hint) if part)


def optional(entry: FormField | Rows) -> tuple[object, object]:
    """The field as pydantic takes it: optional, with its words."""
    if isinstance(entry, Rows):
        row = make_model(f"{entry.name.title()}Row", entry.one, entry.fields)
        rows: Any = Annotated[list[row], Field(max_length=entry.most)]  # type: ignore[valid-type] # made at run time
        return (rows | None, Field(default=None, description=describe(entry)))
    kept = cast(Any, field_type(entry)) | None
    return (kept, Field(default=None, description=describe(entry)))


def make_model(name: str, words: str, entries: tuple[FormField | Rows, ...]) -> type[StepDraft]:
    """A model with these fields, all optional."""
    definitions = {entry.name: optional(entry) for entry in entries}
    model = create_model(name, __base__=StepDraft, __doc__=words, **cast(Any, definitions))
    model.entries = entries
    return model


def make_step_model(step: Step) -> type[StepDraft]:
    """The model of a step."""
    form = load_step_form(step)
    return make_model(f"{step.value.title()}Step", form.title, tuple(form.entries()))


ClientStep = make_step_model(Step.CLIENT)
ElectricityStep = make_step_model(Step.ELECTRICITY)
PlantStep = make_step_model(Step.PLANT)
EquipmentStep = make_step_model(Step.EQUIPMENT)
DocumentsStep = make_step_model(Step.DOCUMENTS)

STEP_MODELS: Mapping[Step, type[StepDraft]] = {
    Step.CLIENT: ClientStep,
    Step.ELECTRICITY: ElectricityStep,
    Step.PLANT: PlantStep,
    Step.EQUIPMENT: EquipmentStep,
    Step.DOCUMENTS: DocumentsStep,
}


class DossierForm(StepDraft):
    """The five steps of a dossier; any of them may come later."""

    client: ClientStep | None = None  # type: ignore[valid-type] # made at run time
    electricity: ElectricityStep | None = None  # type: ignore[valid-type] # made at run time
    plant: PlantStep | None = None  # type: ignore[valid-type] # made at run time
    equipment: EquipmentStep | None = None  # type: ignore[valid-type] # made at run time
    documents: DocumentsStep | None = None  # type: ignore[valid-type] # made at run time

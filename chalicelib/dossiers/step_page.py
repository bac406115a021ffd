"""What the page of a step shows: its fields with what was typed, what they lack, the indicator."""

from chalice.app import Response

from chalicelib.aws.clock import business_now
from chalicelib.dossiers.acting import as_actor
from chalicelib.dossiers.look_up import list_lookups
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.needed_slots import list_needed_slots
from chalicelib.dossiers.submit import list_missing_pieces
from chalicelib.form.completeness import (
    list_contradictions,
    list_missing,
    list_warnings,
    list_wrong,
)
from chalicelib.form.fields import find_step_of, load_step_form
from chalicelib.form.figures import find_installed_power_kva, find_peak_power_kwc
from chalicelib.form.inputs import Sheet, html_name, make_parts, tell_problems
from chalicelib.form.numbers import show_number
from chalicelib.form.steps import STEPS, Step
from chalicelib.form.typed import to_texts, wrong_texts
from chalicelib.reference.operators import propose_operator
from chalicelib.refusals import FieldProblem
from chalicelib.registries.configured import is_demonstration
from chalicelib.web.visit import Visit
from chalicelib.web.words import _, tell


def list_step_problems(
    dossier: Dossier, step: Step, wrong: tuple[FieldProblem, ...]
) -> tuple[FieldProblem, ...]:
    """What keeps a step from being complete: wrong, missing, contradictory."""
    known = {problem.field for problem in wrong} | wrong_texts(dossier.values_of(step)).keys()
    missing = (one for one in list_missing(dossier.form, step) if one.field not in known)
    contradictions = (
        one for one in list_contradictions(dossier.form) if find_step_of(one.field) is step
    )
    return (*wrong, *missing, *contradictions)


def reread_wrong(dossier: Dossier, step: Step) -> tuple[FieldProblem, ...]:
    """What is wrong with what a draft kept as it was typed."""
    values = dossier.values_of(step)
    if not wrong_texts(values):
        return ()
    from chalicelib.form.read_step import read_page

    return read_page(
        step, {html_name(path): [text] for path, text in to_texts(step, values).items()}
    ).problems


def draw_step(
    visit: Visit,
    dossier: Dossier,
    step: Step,
    problems: tuple[FieldProblem, ...],
    *,
    status: int = 200,
) -> Response:
    """Draw a step's page: its fields with what was typed, its errors in place and at the top."""
    form = load_step_form(step)
    texts = to_texts(step, dossier.values_of(step))
    if step is Step.ELECTRICITY:
        texts.setdefault("operator", propose_operator(dossier.head.postcode).code)
    errors = tell_problems(problems)
    sheet = Sheet(dossier.form, texts, errors, visit.query.get("ligne", ""))
    asked = visit.query.get("chercher", "")
    return visit.show(
        "dossiers/step.html",
        status=status,
        lookups=list_lookups(dossier, step, asked, as_actor(visit.person, "page")),
        registries_are_local=step is Step.CLIENT and is_demonstration(),
        dossier=dossier,
        step=form,
        title=tell(form.title),
        steps=make_steps(dossier, step),
        parts=make_parts(form, sheet),
        errors=errors,
        warnings=list_step_warnings(dossier, step),
        figures=list_figures(dossier) if step in {Step.PLANT, Step.EQUIPMENT} else (),
    )


def list_step_warnings(dossier: Dossier, step: Step) -> list[str]:
    """What deserves a second look about this step, and about the one it must agree with."""
    shown = [one for one in list_warnings(dossier.form) if find_step_of(one.field) is step]
    if step is Step.EQUIPMENT:
        from chalicelib.dossiers.equipment_warnings import list_equipment_warnings

        shown += (*list_contradictions(dossier.form), *list_equipment_warnings(dossier.form))
    return [tell(one.message, **one.values) for one in shown]


def list_figures(dossier: Dossier) -> list[tuple[str, str]]:
    """The figures that follow from the equipment, once it is known."""
    equipment = dossier.values_of(Step.EQUIPMENT)
    found = (
        (_("Puissance crête d’après les panneaux"), find_peak_power_kwc(equipment), "kWc"),
        (_("Puissance installée d’après le matériel"), find_installed_power_kva(equipment), "kVA"),
    )
    return [
        (tell(label), f"{show_number(number)} {unit}")
        for label, number, unit in found
        if number is not None
    ]


def make_steps(dossier: Dossier, current: Step | None) -> list[dict[str, object]]:
    """The five steps for the indicator: filled, being filled, to be completed, to come."""
    here = f"/dossiers/{dossier.head.dossier_id}/etape"
    return [
        {
            "label": tell(load_step_form(step).short),
            "url": f"{here}/{place}",
            "state": "now" if step is current else state_of(dossier, step),
        }
        for place, step in enumerate(STEPS, start=1)
    ]


def state_of(dossier: Dossier, step: Step) -> str:
    """How far a step is filled."""
    if step.value not in dossier.form:
        return "next"
    lacks = list_missing(dossier.form, step) or list_wrong(dossier.form, step)
    if step is Step.DOCUMENTS and not lacks:
        lacks = list_missing_pieces(dossier, list_needed_slots(dossier, business_now()))
    return "wait" if lacks else "done"


def first_open_step(dossier: Dossier) -> int:
    """The number of the first step that is not complete, the last when all are."""
    states = [state_of(dossier, step) for step in STEPS]
    return next((place for place, state in enumerate(states, 1) if state != "done"), len(STEPS))

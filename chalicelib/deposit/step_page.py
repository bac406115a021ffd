"""What the page of a step shows: its fields with what was typed, what they lack, the indicator."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import business_now
from chalicelib.deposit.clash_view import Clash
from chalicelib.deposit.figures_view import list_figures, list_watches
from chalicelib.deposit.look_up import list_lookups
from chalicelib.deposit.meanwhile import find_at_work, tell_hour
from chalicelib.deposit.problem_links import list_links
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.step_states import state_of
from chalicelib.form.client_checks import typed_email
from chalicelib.form.completeness import (
    list_contradictions,
    list_missing,
    list_warnings,
    single_phase_limit,
)
from chalicelib.form.fields import find_step_of, load_step_form
from chalicelib.form.inputs import Sheet, html_name, make_parts, tell_problems
from chalicelib.form.mail_domains import propose_address
from chalicelib.form.merge import write_base
from chalicelib.form.steps import STEPS, Step
from chalicelib.form.typed import to_texts, wrong_texts
from chalicelib.reference.operators import propose_operator
from chalicelib.refusals import FieldProblem
from chalicelib.registries.configured import is_demonstration
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

NO_PROBLEMS: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a step's page has to tell at its top: what is wrong, what both sides changed, a note."""

    problems: tuple[FieldProblem, ...] = NO_PROBLEMS
    clash: Clash | None = None
    note: str = ""


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
    visit: Visit, dossier: Dossier, step: Step, told: Told, *, status: int = 200
) -> Response:
    """Draw a step's page: its fields with what was typed, its errors in place and at the top."""
    form, stored, clash = load_step_form(step), dossier.values_of(step), told.clash
    texts = dict(clash.texts) if clash else to_texts(step, stored)
    if step is Step.ELECTRICITY:
        texts.setdefault("operator", propose_operator(dossier.head.postcode).code)
    errors = tell_problems(told.problems)
    asked = visit.query.get("chercher", "")
    warned = list_step_warnings(dossier, step)
    sheet = Sheet(
        dossier.form,
        texts,
        errors,
        visit.query.get("ligne", ""),
        cautions=tell_cautions(warned, step),
        watches=list_watches(dossier, step),
        offers=list_offers(dossier, step),
    )
    return visit.show(
        "deposit/step.html",
        status=status,
        dossier=dossier,
        step=form,
        title=translate(form.title),
        steps=make_steps(dossier, step),
        parts=make_parts(form, sheet),
        errors=errors,
        clash=clash,
        base=clash.base if clash else write_base(step, stored),
        lookups=list_lookups(dossier, step, asked, as_actor(visit.person, "page")),
        ticked=frozenset(visit.query.get("coche", "").split(",")) - {""},
        registries_are_local=step is Step.CLIENT and is_demonstration(),
        note=told.note or tell_at_work(visit, dossier, step),
        is_refused=status >= 400,
        warnings=list_links(warned),
        figures=list_figures(dossier, step),
    )


def tell_at_work(visit: Visit, dossier: Dossier, step: Step) -> str:
    """Say that a colleague has been typing here of late, before anybody overlaps."""
    now = business_now()
    found = find_at_work(dossier, step, as_actor(visit.person, "page"), now)
    if found is None:
        return ""
    return translate(
        _(
            "Un collègue remplit cette étape : sa dernière saisie est de {hour}. Vous pouvez la "
            "remplir aussi, rien ne sera écrasé."
        ),
        hour=tell_hour(found.at, now),
    )


def list_step_warnings(dossier: Dossier, step: Step) -> list[FieldProblem]:
    """What deserves a second look about this step, and about the one it must agree with."""
    shown = [one for one in list_warnings(dossier.form) if find_step_of(one.field) is step]
    if step is Step.ELECTRICITY:
        shown += single_phase_limit(dossier.form)
    if step is Step.EQUIPMENT:
        shown += list_contradictions(dossier.form)
        from chalicelib.deposit.equipment_warnings import list_equipment_warnings

        shown += list_equipment_warnings(dossier.form)
    return shown


def tell_cautions(warned: Iterable[FieldProblem], step: Step) -> dict[str, str]:
    """What deserves a second look, at the fields of this step, by HTML name."""
    return tell_problems(tuple(one for one in warned if find_step_of(one.field) is step))


def list_offers(dossier: Dossier, step: Step) -> dict[str, tuple[str, str]]:
    """What a button beside a field proposes to put into it: the act and its words."""
    if step is not Step.CLIENT:
        return {}
    proposed = propose_address(typed_email(dossier.values_of(step)))
    words = translate(_("Utiliser {address}"), address=proposed or "")
    return {"email": ("adopter:email", words)} if proposed else {}


def make_steps(dossier: Dossier, current: Step | None) -> list[dict[str, object]]:
    """The five steps for the indicator: filled, being filled, to be completed, to come."""
    here = f"/dossiers/{dossier.head.dossier_id}/etape"
    return [
        {
            "label": translate(load_step_form(step).short),
            "url": f"{here}/{place}",
            "state": "now" if step is current else state_of(dossier, step),
        }
        for place, step in enumerate(STEPS, start=1)
    ]

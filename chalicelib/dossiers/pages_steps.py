"""The five steps of a draft, a page each: every button saves what was typed, right or wrong.

What a page shows is `step_page`'s, imported when one is shown: a cold start pays it for no other.
"""

import re
from dataclasses import dataclass

from chalice.app import Response

from chalicelib.dossiers.acting import as_actor
from chalicelib.dossiers.blueprints import pages
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.form.steps import STEPS, Step, load_step
from chalicelib.refusals import FieldProblem, NotFound
from chalicelib.web.form import Form as PostedForm
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.web.words import _

STEP_PATH = "/dossiers/{dossier_id}/etape/{number}"
SLOT = re.compile(r"[a-z_]{1,40}", re.ASCII)
"""The code of a slot, as a button names it."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The button that was pressed: what to do once the step is saved, and with which rows."""

    act: str
    on: str = ""


@page(pages, STEP_PATH, allow=("installer",))
def show_step(visit: Visit, dossier_id: str, number: str) -> Response:
    """Show a step of a draft; a sent dossier is read on its own page."""
    step = read_step(number)
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    if dossier.head.status is not Status.DRAFT:
        return visit.go(f"/dossiers/{dossier_id}")
    from chalicelib.dossiers.step_page import draw_step, reread_wrong

    return draw_step(visit, dossier, step, reread_wrong(dossier, step))


@page(pages, STEP_PATH, allow=("installer",), method="POST")
def save(visit: Visit, dossier_id: str, number: str) -> Response:
    """Save a step, then go where the pressed button leads."""
    from chalicelib.dossiers.save_step import save_step
    from chalicelib.dossiers.search_step import read_search
    from chalicelib.form.read_step import read_page

    step, pressed = read_step(number), read_pressed(visit.form)
    posted = list_posted(visit.form, pressed)
    search = read_search(step, pressed.act, pressed.on, visit.form, posted)
    draft = read_page(step, search.posted if search else posted)
    actor = as_actor(visit.person, "page")
    dossier = save_step(dossier_id, step, draft.to_keep(), by=actor)
    here = f"/dossiers/{dossier_id}/etape/{number}"
    if search:
        return visit.go(f"{here}{search.then}", flash=search.flash)
    match pressed.act:
        case "ajouter":
            return visit.go(f"{here}?ligne={pressed.on}#rows-{pressed.on}")
        case "retirer":
            return visit.go(f"{here}#rows-{pressed.on.partition('-')[0]}")
        case "brouillon":
            return visit.go(
                here, flash=_("Brouillon enregistré : vous pouvez y revenir plus tard.")
            )
        case "deposer" if SLOT.fullmatch(pressed.on):
            return visit.go(f"/dossiers/{dossier_id}/pieces/{pressed.on}/depot")
        case "deposer" | "actualiser":
            return visit.go(f"{here}#pieces")
        case _:
            return go_on(visit, dossier, step, draft.problems)


def go_on(visit: Visit, dossier: Dossier, step: Step, wrong: tuple[FieldProblem, ...]) -> Response:
    """Go to the next step, or say what this one still lacks and where."""
    from chalicelib.dossiers.step_page import draw_step, list_step_problems

    problems = list_step_problems(dossier, step, wrong)
    if problems:
        return draw_step(visit, dossier, step, problems, status=422)
    place = STEPS.index(step) + 1
    if place == len(STEPS):
        return visit.go(f"/dossiers/{dossier.head.dossier_id}/recapitulatif")
    return visit.go(f"/dossiers/{dossier.head.dossier_id}/etape/{place + 1}")


def read_step(number: str) -> Step:
    """The step in the address; NotFound for another word."""
    try:
        return load_step(int(number))
    except (ValueError, LookupError):
        raise NotFound from None


def read_pressed(form: PostedForm) -> Pressed:
    """The button that was pressed, `suivant` when none says otherwise."""
    act, _colon, on = form.text("action").partition(":")
    return Pressed(act or "suivant", on)


def list_posted(form: PostedForm, pressed: Pressed) -> dict[str, list[str]]:
    """The posted fields by name, without the row that is to be removed."""
    posted: dict[str, list[str]] = {}
    for name, text in form:
        if not (pressed.act == "retirer" and name.startswith(f"{pressed.on}-")):
            posted.setdefault(name, []).append(text)
    return posted

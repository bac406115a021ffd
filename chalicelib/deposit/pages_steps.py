"""The five steps of a draft, a page each: every button saves what was typed, right or wrong.

What a page shows is `step_page`'s, imported when one is shown: a cold start pays it for no other.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.blueprints import pages
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.form.steps import STEPS, Step, load_step
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.refusals import FieldProblem, NotFound
from chalicelib.web.cookies import Flash
from chalicelib.web.form import Form as PostedForm
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

if TYPE_CHECKING:
    from chalicelib.deposit.keep_typing import Kept
    from chalicelib.form.read_step import Draft

STEP_PATH = "/dossiers/{dossier_id}/etape/{number}"
SAVED = _("Brouillon enregistré : vous pouvez y revenir plus tard.")
SLOT = re.compile(r"[a-z_]{1,40}", re.ASCII)
"""The code of a slot, as a button names it."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The button that was pressed: what to do once the step is saved, and with which rows."""

    act: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What is to be told of a step once it is saved: what is wrong in it, and who changed it too."""

    wrong: tuple[FieldProblem, ...] = ()
    told: Flash | None = None


@page(pages, STEP_PATH, allow=INSTALLERS)
def show_step(visit: Visit, dossier_id: str, number: str) -> Response:
    """Show a step of a draft; a sent dossier is read on its own page."""
    step = read_step(number)
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    if dossier.head.status is not Status.DRAFT:
        return visit.go(f"/dossiers/{dossier_id}")
    from chalicelib.deposit.step_page import Told, draw_step, reread_wrong

    return draw_step(visit, dossier, step, Told(reread_wrong(dossier, step)))


@page(pages, STEP_PATH, allow=INSTALLERS, method="POST")
def save(visit: Visit, dossier_id: str, number: str) -> Response:
    """Save a step, then go where the pressed button leads, or say what two people changed."""
    from chalicelib.deposit.posted_step import read_posted
    from chalicelib.deposit.save_typed import save_typed
    from chalicelib.deposit.search_step import read_search

    step, pressed = read_step(number), read_pressed(visit.form)
    fields = list_posted(visit.form, pressed)
    search = read_search(step, pressed.act, pressed.on, visit.form, fields)
    posted, draft = read_posted(step, search.posted if search else fields)
    kept = save_typed(dossier_id, step, posted, by=as_actor(visit.person, "page"))
    if kept.merged.conflicts:
        from chalicelib.deposit.typing_page import draw_clash

        return draw_clash(visit, step, posted, kept)
    told: Flash | None = None
    if kept.merged.adopted:
        from chalicelib.deposit.typing_page import tell_adopted

        told = tell_adopted(visit, step, kept)
    if search:
        here = f"/dossiers/{dossier_id}/etape/{number}"
        return visit.go(f"{here}{search.then}", flash=told or search.flash)
    return go_where_pressed(
        visit, kept.dossier, step, pressed, Saved(own_problems(draft, kept), told)
    )


def own_problems(draft: "Draft", kept: "Kept") -> tuple[FieldProblem, ...]:
    """What is wrong in the fields that count as this page sent them."""
    from chalicelib.form.merge import unit_of

    return tuple(one for one in draft.problems if unit_of(one.field) not in kept.merged.adopted)


def go_where_pressed(
    visit: Visit, dossier: Dossier, step: Step, pressed: Pressed, saved: Saved
) -> Response:
    """Go where a button leads once its step is saved."""
    whole = f"/dossiers/{dossier.head.dossier_id}"
    here = f"{whole}/etape/{STEPS.index(step) + 1}"
    match pressed.act:
        case "ajouter":
            way = f"{here}?ligne={pressed.on}#rows-{pressed.on}"
        case "retirer":
            way = f"{here}#rows-{pressed.on.partition('-')[0]}"
        case "brouillon":
            return visit.go(here, flash=saved.told or Flash(SAVED))
        case "adopter":
            way = f"{here}#field-email"
        case "verifier":
            way = f"{whole}/recapitulatif#a-corriger"
        case "deposer" if SLOT.fullmatch(pressed.on):
            way = f"{whole}/pieces/{pressed.on}/depot"
        case "deposer" | "actualiser":
            way = f"{here}#pieces"
        case _:
            return go_on(visit, dossier, step, saved)
    return visit.go(way, flash=saved.told)


def go_on(visit: Visit, dossier: Dossier, step: Step, saved: Saved) -> Response:
    """Go to the next step, or say what this one still lacks and where."""
    from chalicelib.deposit.step_page import Told, draw_step, list_step_problems, reread_wrong

    known = {problem.field for problem in saved.wrong}
    others = (one for one in reread_wrong(dossier, step) if one.field not in known)
    problems = list_step_problems(dossier, step, (*saved.wrong, *others))
    if problems:
        note = translate(saved.told.message, **saved.told.values) if saved.told else ""
        return draw_step(visit, dossier, step, Told(problems, note=note), status=422)
    place = STEPS.index(step) + 1
    if place == len(STEPS):
        return visit.go(f"/dossiers/{dossier.head.dossier_id}/recapitulatif", flash=saved.told)
    return visit.go(f"/dossiers/{dossier.head.dossier_id}/etape/{place + 1}", flash=saved.told)


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
    """The posted fields by name, without the row to be removed, with the proposal to be taken."""
    posted: dict[str, list[str]] = {}
    for name, text in form:
        if not (pressed.act == "retirer" and name.startswith(f"{pressed.on}-")):
            posted.setdefault(name, []).append(text)
    return adopt_address(posted) if pressed == Pressed("adopter", "email") else posted


def adopt_address(posted: dict[str, list[str]]) -> dict[str, list[str]]:
    """Put the proposed address into both fields, when the typed one resembles a usual one."""
    from chalicelib.form.mail_domains import propose_address

    proposed = propose_address(posted.get("email", [""])[-1])
    return posted | {"email": [proposed], "email_confirmation": [proposed]} if proposed else posted

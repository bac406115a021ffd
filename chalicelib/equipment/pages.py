"""The agents' pages of the catalogue: search it, add a model, correct one, retire it."""

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.policy.audiences import AGENTS
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

pages = Blueprint(__name__)

CATALOGUE = "/catalogue"
MODEL = f"{CATALOGUE}/modele"


@page(pages, CATALOGUE, allow=AGENTS)
def show_catalogue(visit: Visit) -> Response:
    """Show what agents wrote, the journal, and what a search finds in the whole catalogue."""
    from chalicelib.equipment.view import list_own, list_records, search_models

    actor, question = as_actor(visit.person, "page"), visit.query.get("q", "").strip()
    return visit.show(
        "equipment/catalogue.html",
        question=question,
        found=search_models(question, by=actor) if question else None,
        own=list_own(by=actor),
        records=list_records(by=actor),
    )


@page(pages, MODEL, allow=AGENTS)
def show_model(visit: Visit) -> Response:
    """Show an empty form, or the model of a key to be corrected."""
    from chalicelib.equipment.model_form import texts_of
    from chalicelib.equipment.view import load_model

    key = visit.query.get("cle", "")
    if not key:
        return _draw(visit, texts_of(None), {})
    entry = load_model(key, by=as_actor(visit.person, "page"))
    return _draw(
        visit,
        texts_of(entry.model) | {"key": key, "revision": str(entry.revision)},
        {},
        is_retired=entry.is_retired,
    )


@page(pages, MODEL, method="POST", allow=AGENTS)
def keep_model(visit: Visit) -> Response:
    """Add or correct a model; a double click does it once."""
    from chalicelib.equipment.change_model import put_model
    from chalicelib.equipment.model_form import read_model, texts_of

    typed = texts_of(None) | visit.form.as_mapping()
    revision = typed.get("revision", "")
    try:
        put_model(
            read_model(typed),
            by=as_actor(visit.person, "page"),
            revision=int(revision) if revision.isdecimal() and len(revision) < 8 else None,
        )
    except InvalidFields as invalid:
        errors = {one.field: translate(one.message, **one.values) for one in invalid.problems}
        return _draw(visit, typed, errors, status=422)
    return visit.go(CATALOGUE, flash=_("Le modèle est au catalogue : il est proposé en premier."))


@page(pages, f"{MODEL}/retrait", method="POST", allow=AGENTS)
def retire(visit: Visit) -> Response:
    """Propose a model no more."""
    from chalicelib.equipment.change_model import retire_model
    from chalicelib.equipment.view import load_model

    actor = as_actor(visit.person, "page")
    retire_model(load_model(visit.form.text("key"), by=actor).model, by=actor)
    return visit.go(CATALOGUE, flash=_("Le modèle est retiré : il n’est plus proposé."))


@page(pages, f"{MODEL}/retablissement", method="POST", allow=AGENTS)
def restore(visit: Visit) -> Response:
    """Propose a retired model again."""
    from chalicelib.equipment.change_model import restore_model

    restore_model(visit.form.text("key"), by=as_actor(visit.person, "page"))
    return visit.go(CATALOGUE, flash=_("Le modèle est rétabli : il est proposé de nouveau."))


def _draw(
    visit: Visit,
    typed: dict[str, str],
    errors: dict[str, str],
    *,
    is_retired: bool = False,
    status: int = 200,
) -> Response:
    from chalicelib.equipment.model_form import list_options

    return visit.show(
        "equipment/model.html",
        status=status,
        typed={"key": "", "revision": "", **typed},
        errors=errors,
        options=list_options(),
        is_retired=is_retired,
    )

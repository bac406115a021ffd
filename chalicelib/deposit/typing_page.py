"""What is told of a step that others changed meanwhile: as a page, as a flash, as an answer."""

import json

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import business_now
from chalicelib.deposit.clash_view import Clash, make_clash, name_fields
from chalicelib.deposit.keep_typing import Kept
from chalicelib.deposit.meanwhile import find_meanwhile, tell_hour
from chalicelib.deposit.step_page import Told, draw_step, tell_cautions
from chalicelib.form.completeness import list_contradictions, list_warnings
from chalicelib.form.field_kinds import Field
from chalicelib.form.fields import find_field
from chalicelib.form.inputs import error_beside, html_name
from chalicelib.form.merge import Posted, unit_of, write_base
from chalicelib.form.steps import Step
from chalicelib.form.typed import to_texts
from chalicelib.web.cookies import Flash
from chalicelib.web.headers import endpoint_headers
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

BY_COLLEAGUE = _(
    "Enregistré. Un collègue avait modifié entre-temps : {fields}. Sa saisie et la vôtre sont "
    "réunies, rien n’est écrasé."
)
BY_SELF = _(
    "Enregistré. Vous aviez modifié dans une autre page : {fields}. Vos deux saisies sont réunies, "
    "rien n’est écrasé."
)


def draw_clash(visit: Visit, step: Step, posted: Posted, kept: Kept) -> Response:
    """Draw the step again with both values of each field in conflict; the rest is saved."""
    actor = as_actor(visit.person, "page")
    clash = make_clash(step, posted, kept, actor, business_now())
    return draw_step(visit, kept.dossier, step, Told(clash=clash), status=409)


def tell_adopted(visit: Visit, step: Step, kept: Kept) -> Flash:
    """Say which fields somebody else changed meanwhile, and who that was."""
    names = kept.merged.adopted
    found = find_meanwhile(kept.before, step, names, as_actor(visit.person, "page"))
    words = BY_SELF if found and found.is_own else BY_COLLEAGUE
    return Flash(words, "done", {"fields": name_fields(step, names)})


def answer_typing(visit: Visit, step: Step, posted: Posted, kept: Kept) -> Response:
    """Answer the script: when it was saved, what others changed, what to choose, what to look at."""
    now = business_now()
    clash = make_clash(step, posted, kept, as_actor(visit.person, "page"), now)
    stored = kept.dossier.values_of(step)
    told = {
        "said": translate(_("Enregistré à {hour}"), hour=tell_hour(now, now)),
        "base": clash.base if clash else write_base(step, stored),
        "fields": list_adopted_texts(step, posted, kept),
        "note": note_adopted(visit, step, kept) if kept.merged.adopted else "",
        "cautions": list_cautions(step, kept),
        "clash": draw_panel(visit, clash) if clash else "",
    }
    return visit.answer(json.dumps(told, ensure_ascii=False), 200, endpoint_headers())


def note_adopted(visit: Visit, step: Step, kept: Kept) -> str:
    """The same words as the flash's, for a page that stays open."""
    flash = tell_adopted(visit, step, kept)
    return translate(flash.message, **flash.values)


def list_adopted_texts(step: Step, posted: Posted, kept: Kept) -> dict[str, str]:
    """The texts that the page must show now, by HTML name: those it sent otherwise."""
    texts = to_texts(step, kept.dossier.values_of(step))
    sent = to_texts(step, posted.values)
    names = set(kept.merged.adopted) | set(posted.choices) - set(kept.merged.conflicts)
    return {
        html_name(path): texts.get(path, "")
        for path in sorted(texts.keys() | sent.keys())
        if unit_of(path) in names and texts.get(path, "") != sent.get(path, "")
    }


def list_cautions(step: Step, kept: Kept) -> dict[str, str]:
    """What deserves a second look now, at its field and without its label."""
    form = kept.dossier.form
    told = tell_cautions((*list_contradictions(form), *list_warnings(form)), step)
    found = {name: find_field(step, name) for name in told}
    return {
        name: error_beside(translate(entry.label), told[name])
        for name, entry in found.items()
        if isinstance(entry, Field)
    }


def draw_panel(visit: Visit, clash: Clash) -> str:
    """Draw both values of each field, for the script to put at the top of the form."""
    from chalicelib.web.render import page_environment

    template = page_environment().get_template("deposit/_clash.html")
    return template.render(clash=clash, visit=visit)

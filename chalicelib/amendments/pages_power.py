"""The installer's page of a power increase: the totals, the new Consuel, and what is kept meanwhile.

What was typed is kept while the file is fetched, as the words of a message are.
"""

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.amendments.blueprints import pages
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

POWER = "/dossiers/{dossier_id}/puissance"
REMOVE = "retirer:"


@page(pages, POWER, allow=INSTALLERS)
def show_power(visit: Visit, dossier_id: str) -> Response:
    """Show what the dossier says of the power, and where to ask for more."""
    from chalicelib.amendments.leave_typed import find_typed

    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    return _draw(visit, dossier, typed=find_typed(dossier, visit.person.user_id))


@page(pages, POWER, method="POST", allow=INSTALLERS)
def ask_power(visit: Visit, dossier_id: str) -> Response:
    """Ask for more power, or fetch the Consuel first: nothing that was typed is lost either way."""
    from chalicelib.amendments.ask_amendment import ask_amendment
    from chalicelib.amendments.model import AmendmentKind

    actor, typed = as_actor(visit.person, "page"), visit.form.as_mapping()
    try:
        if typed.get("action"):
            return _leave(visit, dossier_id, typed["action"])
        files = visit.form.list_texts("files")
        words = typed.get("words", "")
        ask_amendment(dossier_id, AmendmentKind.POWER, typed, words, files=files, by=actor)
    except InvalidFields as refusal:
        errors = {one.field: translate(one.message, **one.values) for one in refusal.problems}
        dossier = load_dossier(dossier_id, seen_by=actor)
        return _draw(visit, dossier, typed=typed, errors=errors)
    flash = _("Votre demande est envoyée : nos équipes y répondent ici.")
    return visit.go(f"/dossiers/{dossier_id}/modifications", flash=flash)


def _leave(visit: Visit, dossier_id: str, action: str) -> Response:
    """Keep what was typed, then do what the button says: deposit, take the file out, look again."""
    from chalicelib.amendments.leave_typed import leave_typed
    from chalicelib.reference.attached_slots import TOTAL_CONSUEL

    actor, here = as_actor(visit.person, "page"), f"/dossiers/{dossier_id}/puissance#fichiers"
    removed = action.removeprefix(REMOVE) if action.startswith(REMOVE) else ""
    leave_typed(dossier_id, visit.form.as_mapping(), take_out_id=removed, by=actor)
    if action == "joindre":
        return visit.go(f"/dossiers/{dossier_id}/pieces/{TOTAL_CONSUEL.code}/depot")
    return visit.go(here, flash=_("Le fichier est retiré.") if removed else None)


def _draw(
    visit: Visit,
    dossier: Dossier,
    *,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
) -> Response:
    from chalicelib.amendments import views
    from chalicelib.amendments.model import POWERS, may_grow
    from chalicelib.amendments.read_power import plant_of
    from chalicelib.reference.attached_slots import TOTAL_CONSUEL

    plant = plant_of(dossier)
    here = f"/dossiers/{dossier.head.dossier_id}/puissance"
    return visit.show(
        "amendments/power.html",
        status=422 if errors else 200,
        head=dossier.head,
        dossier=dossier,
        may_grow=may_grow(dossier),
        is_pending=views.is_power_pending(dossier),
        now={name: views.show_value(name, str(plant.powers[name])) for name in POWERS},
        consuel=plant.consuel_number,
        is_other_space="connection_power_kva" in (errors or {}) and plant.is_small,
        errors=errors or {},
        typed=typed,
        slot_code=TOTAL_CONSUEL.code,
        slots_at=here,
    )

"""A search that was pressed in a step, or a proposal that was taken: what is saved, where one goes.

Whatever was typed is saved first, as with every other button; a proposal that is taken is saved
as if it had been typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.deposit import lookups
from chalicelib.deposit.lookups import Place, Posted
from chalicelib.form.steps import Step
from chalicelib.web.cookies import Flash
from chalicelib.web.form import Form as PostedForm
from chalicelib.words.translation import _

SEARCH, TAKE = "chercher", "reprendre"
ACTS = frozenset({SEARCH, TAKE})

TAKEN = _("Proposition reprise et enregistrée : vérifiez-la.")
NOTHING_CHOSEN = _("Choisissez une proposition, ou gardez ce que vous avez saisi.")
NOT_CHECKED = _(
    "Parcelles non ajoutées : vérifiez-les sur le plan cadastral ou l’acte, cochez que c’est fait, "
    "puis recommencez."
)
TOO_MANY = _(
    "Parcelles non ajoutées : un dossier en a {most} au plus. Retirez-en, ou cochez-en moins."
)
MOST_PARCELS = 10
"""As many rows of parcels as the form takes: one more and it would keep none of them."""

FIRST_FIELDS: Mapping[str, str] = {
    lookups.ADDRESS: "field-address",
    lookups.COMPANY: "field-company_name",
    lookups.PARCELS: "rows-parcels",
}


@dataclass(frozen=True, slots=True)
class Search:
    """What is saved of a step, the end of the address to go to, and what is said there."""

    posted: Posted
    then: str
    flash: Flash | None = None


def read_search(step: Step, act: str, on: str, form: PostedForm, posted: Posted) -> Search | None:
    """Read the pressed search of a step; None when another button was pressed."""
    place = lookups.find_place(step, on) if act in ACTS else None
    if place is None:
        return None
    if act == SEARCH:
        return Search(posted, _open_saved(place, posted))
    if place.name == lookups.PARCELS and not form.text(lookups.TICK):
        return Search(posted, _open(place, _ticked(form)), Flash(NOT_CHECKED, "trouble"))
    chosen = form.list_texts(lookups.PROPOSAL)
    if place.name == lookups.PARCELS and lookups.count_parcels(posted, chosen) > MOST_PARCELS:
        flash = Flash(TOO_MANY, "trouble", {"most": MOST_PARCELS})
        return Search(posted, _open(place, _ticked(form)), flash)
    taken = lookups.take_choices(place, posted, chosen)
    if taken is None:
        return Search(posted, _open_saved(place, posted), Flash(NOTHING_CHOSEN, "trouble"))
    return Search(taken, _after(place, taken), Flash(TAKEN))


def _open(place: Place, row: str = "") -> str:
    """The step with a search's proposals."""
    return f"?chercher={place.text}{row}#propositions"


def _ticked(form: PostedForm) -> str:
    """The parcels that were ticked, so that they still are when the page asks for more."""
    marks = (lookups.mark_parcel(one) for one in form.list_texts(lookups.PROPOSAL))
    told = ",".join(sorted({one for one in marks if one})[: 2 * MOST_PARCELS])
    return f"&coche={told}" if told else ""


def _open_saved(place: Place, posted: Posted) -> str:
    """The same once the step is saved; a row that nobody filled yet is shown for its search."""
    saved = lookups.place_once_saved(place, posted)
    is_shown = saved.index is None or saved.index < max(1, lookups.count_filled(place, posted))
    return _open(saved, "" if is_shown else f"&ligne={saved.name}")


def _after(place: Place, taken: Posted) -> str:
    """Where a taken proposal leads: an address to its parcels (F98), anything else to its fields."""
    from chalicelib.registries.configured import find_parcels

    if place.name == lookups.ADDRESS and find_parcels() and not lookups.list_parcels(taken):
        return _open(Place(lookups.PARCELS))
    saved = lookups.place_once_saved(place, taken)
    return f"#{FIRST_FIELDS.get(place.name) or f'field-{saved.text}-brand'}"

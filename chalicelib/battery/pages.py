"""The storage's page, its entry and import by agents, and its line on the dossier's page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.policy.audiences import AGENTS, SIGNED_IN
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

if TYPE_CHECKING:
    from chalicelib.battery.import_readings import LineReport

pages = Blueprint(__name__)

STORAGE = "/dossiers/{dossier_id}/stockage"
IMPORT = "/releves"
LONGEST_YEAR = 4


def tell_storage_of(dossier: Dossier) -> str:
    """Tell what stands in a dossier's storage; empty before the commissioning. No call."""
    from chalicelib.battery.read_storage import read_storage
    from chalicelib.battery.views import tell_storage

    storage = read_storage(dossier)
    return tell_storage(storage) if storage else ""


provide("tell_storage", tell_storage_of)


@page(pages, STORAGE, allow=SIGNED_IN)
def show_storage(visit: Visit, dossier_id: str) -> Response:
    """Show a year of a dossier's storage: table and drawing."""
    return _draw(visit, load_dossier(dossier_id, seen_by=as_actor(visit.person, "page")))


@page(pages, STORAGE, method="POST", allow=AGENTS)
def note_month(visit: Visit, dossier_id: str) -> Response:
    """Note a month's reading; what was wrongly typed is shown again with what to do."""
    from chalicelib.battery.model import read_month, require_month
    from chalicelib.battery.note_reading import note_reading
    from chalicelib.battery.read_figures import read_figures

    actor, form = as_actor(visit.person, "page"), visit.form
    try:
        month = require_month(read_month(form.text("month")), "0000-01", "9999-12")
        reading = read_figures(month, form.text("injected_kwh"), form.text("drawn_kwh"))
        fate = note_reading(dossier_id, reading, by=actor)
    except InvalidFields as refusal:
        errors = {one.field: translate(one.message, **one.values) for one in refusal.problems}
        return _draw(visit, load_dossier(dossier_id, seen_by=actor), errors=errors)
    return visit.go(f"/dossiers/{dossier_id}/stockage?annee={month[:4]}", flash=SAID[fate])


SAID: Mapping[str, str] = {
    "noted": _("Le relevé est noté."),
    "replaced": _("Le relevé remplace l’ancien, que le journal garde."),
    "unchanged": _("Ce relevé était déjà noté : rien n’a changé."),
}


@page(pages, IMPORT, allow=AGENTS)
def show_import(visit: Visit) -> Response:
    """Show where readings of several dossiers are brought at once."""
    return _draw_import(visit)


@page(pages, IMPORT, method="POST", allow=AGENTS)
def import_lines(visit: Visit) -> Response:
    """Import the lines, and tell of each what became of it."""
    from chalicelib.battery.import_readings import import_readings

    text = visit.form.text("lines")
    try:
        reports = import_readings(text, by=as_actor(visit.person, "page"))
    except InvalidFields as refusal:
        errors = {one.field: translate(one.message, **one.values) for one in refusal.problems}
        return _draw_import(visit, text=text, errors=errors)
    return _draw_import(visit, reports=reports)


def _draw_import(
    visit: Visit,
    *,
    text: str = "",
    errors: Mapping[str, str] | None = None,
    reports: tuple["LineReport", ...] = (),
) -> Response:
    from chalicelib.battery.import_readings import MOST_LINES
    from chalicelib.battery.views import FATES

    return visit.show(
        "battery/import.html",
        status=422 if errors else 200,
        text=text,
        errors=errors or {},
        most=MOST_LINES,
        reports=[(one, translate(FATES[one.fate])) for one in reports],
    )


def _draw(visit: Visit, dossier: Dossier, *, errors: Mapping[str, str] | None = None) -> Response:
    from chalicelib.battery.read_storage import read_storage
    from chalicelib.battery.views import HEIGHT, WIDTH, show_year, tell_storage

    storage = read_storage(dossier)
    typed = visit.form.as_mapping() if errors else {}
    return visit.show(
        "battery/storage.html",
        status=422 if errors else 200,
        head=dossier.head,
        storage=storage,
        told=tell_storage(storage) if storage else "",
        year=show_year(storage, _year(visit)) if storage else None,
        is_agent=can(visit.person, Connection.NOTE_READING),
        size=(WIDTH, HEIGHT),
        errors=errors or {},
        typed=typed,
    )


def _year(visit: Visit) -> int | None:
    text = visit.query.get("annee", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == LONGEST_YEAR else None

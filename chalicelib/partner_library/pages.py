"""The library's pages: the shelf's downloads for everybody, the documents' keeping for agents.

The list of dossiers shows the shelf, so this module opens with it: what only agents need is
imported by their own pages.
"""

from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.partner_library.shelf_view import shelf_for
from chalicelib.policy.audiences import AGENTS, SIGNED_IN
from chalicelib.refusals import InvalidFields
from chalicelib.verdicts.limits import MIB, UPLOAD_MAX_BYTES
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

if TYPE_CHECKING:
    from chalicelib.partner_library.model import LibraryItem

pages = Blueprint(__name__)

provide("list_shelf", shelf_for)

LIBRARY = "/bibliotheque"
ITEM = f"{LIBRARY}/{{item_id}}"


@page(pages, LIBRARY, allow=AGENTS)
def show_library(visit: Visit) -> Response:
    """Show every document of the library, in the shelf's order."""
    from chalicelib.partner_library.list_library import list_library
    from chalicelib.partner_library.views import show_items

    items = list_library(by=as_actor(visit.person, "page"))
    return visit.show("library/library.html", lines=show_items(items))


@page(pages, f"{ITEM}/fichier", allow=SIGNED_IN)
def read_current(visit: Visit, item_id: str) -> Response:
    """Send the browser to the current version's served copy, for a few minutes."""
    from chalicelib.partner_library.read_item import read_item

    return visit.go(read_item(item_id, by=as_actor(visit.person, "page")))


@page(pages, f"{LIBRARY}/nouveau", allow=AGENTS)
def show_new(visit: Visit) -> Response:
    """Show an empty sheet."""
    from chalicelib.aws.ids import new_token

    return _draw_new(visit, {}, new_token(), {})


@page(pages, f"{LIBRARY}/nouveau", method="POST", allow=AGENTS)
def add(visit: Visit) -> Response:
    """Add a document; a double click adds one."""
    from chalicelib.partner_library.add_item import add_item
    from chalicelib.partner_library.sheet_form import read_sheet

    typed = visit.form.as_mapping()
    key = typed.get("key", "")
    try:
        actor = as_actor(visit.person, "page")
        item = add_item(read_sheet(typed), by=actor, idempotency_key=key)
    except InvalidFields as invalid:
        return _draw_new(visit, typed, key, _errors(invalid), status=422)
    return visit.go(_place_of(item), flash=_("Document ajouté : déposez maintenant son fichier."))


@page(pages, ITEM, allow=AGENTS)
def show_item(visit: Visit, item_id: str) -> Response:
    """Show a document: its file, its sheet, its versions, its journal."""
    return _draw_item(visit, item_id, {})


@page(pages, ITEM, method="POST", allow=AGENTS)
def edit(visit: Visit, item_id: str) -> Response:
    """Write another sheet."""
    from chalicelib.partner_library.edit_item import edit_item
    from chalicelib.partner_library.sheet_form import read_sheet

    try:
        sheet = read_sheet(visit.form.as_mapping())
        item = edit_item(item_id, sheet, by=as_actor(visit.person, "page"))
    except InvalidFields as invalid:
        return _draw_item(visit, item_id, _errors(invalid), status=422)
    return visit.go(_place_of(item), flash=_("La fiche est enregistrée."))


@page(pages, f"{ITEM}/retrait", method="POST", allow=AGENTS)
def withdraw(visit: Visit, item_id: str) -> Response:
    """Take a document off the shelf."""
    from chalicelib.partner_library.edit_item import withdraw_item

    item = withdraw_item(item_id, by=as_actor(visit.person, "page"))
    return visit.go(
        _place_of(item), flash=_("Le document est retiré : seuls les agents le voient.")
    )


@page(pages, f"{ITEM}/retablissement", method="POST", allow=AGENTS)
def restore(visit: Visit, item_id: str) -> Response:
    """Put a withdrawn document back."""
    from chalicelib.partner_library.edit_item import restore_item

    item = restore_item(item_id, by=as_actor(visit.person, "page"))
    return visit.go(_place_of(item), flash=_("Le document est rétabli."))


@page(pages, f"{ITEM}/place", method="POST", allow=AGENTS)
def move(visit: Visit, item_id: str) -> Response:
    """Give a document another place on the shelf."""
    from chalicelib.partner_library.edit_item import move_item

    wanted = visit.form.text("position")
    position = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 1
    move_item(item_id, position, by=as_actor(visit.person, "page"))
    return visit.go(LIBRARY, flash=_("L’ordre est enregistré."))


@page(pages, f"{ITEM}/depot", allow=AGENTS)
def show_deposit(visit: Visit, item_id: str) -> Response:
    """Show a form that posts one file straight to the bucket, without JavaScript."""
    from chalicelib.partner_library.list_library import load_item
    from chalicelib.partner_library.ticket import open_form

    actor = as_actor(visit.person, "page")
    ticket = open_form(item_id, by=actor)
    item = load_item(item_id, by=actor).item
    return visit.show("library/deposit.html", item=item, ticket=ticket, back=_place_of(item))


@page(pages, f"{ITEM}/recu", allow=AGENTS)
def receive_back(visit: Visit, item_id: str) -> Response:
    """Come back from the bucket after a deposit without JavaScript: a button leads on."""
    from chalicelib.partner_library.list_library import load_item

    load_item(item_id, by=as_actor(visit.person, "page"))
    return visit.show("documents/received.html", document_id=visit.query.get("document", ""))


@page(pages, f"{ITEM}/recu", method="POST", allow=AGENTS)
def note_received(visit: Visit, item_id: str) -> Response:
    """Keep the row of a version that was deposited without JavaScript."""
    from chalicelib.partner_library.ticket import note_arrival

    document_id = visit.form.text("document")
    note_arrival(item_id, document_id, by=as_actor(visit.person, "page"))
    flash = _("Fichier reçu : sa vérification commence.")
    return visit.go(f"{LIBRARY}/{item_id}#fichier", flash=flash)


@page(pages, f"{ITEM}/billet", method="POST", allow=AGENTS)
def give_ticket(visit: Visit, item_id: str) -> Response:
    """Give the script a ticket for one picked file, or the sentence that says why not."""
    from chalicelib.cases.files.answer_ticket import answer_ticket
    from chalicelib.partner_library.ticket import open_ticket

    return answer_ticket(visit, lambda **picked: open_ticket(item_id, **picked))


@page(pages, f"{ITEM}/versions/{{document_id}}", allow=AGENTS)
def read_older(visit: Visit, item_id: str, document_id: str) -> Response:
    """Send an agent's browser to the served copy of any accepted version."""
    from chalicelib.partner_library.read_item import read_version

    return visit.go(read_version(item_id, document_id, by=as_actor(visit.person, "page")))


@page(pages, f"{ITEM}/versions/{{document_id}}/relance", method="POST", allow=AGENTS)
def check_again(visit: Visit, item_id: str, document_id: str) -> Response:
    """Have a held version judged once more."""
    from chalicelib.partner_library.check_again import check_version_again

    item = check_version_again(item_id, document_id, by=as_actor(visit.person, "page"))
    flash = _("La vérification est relancée.")
    return visit.go(f"{_place_of(item)}#fichier", flash=flash)


def _place_of(item: "LibraryItem") -> str:
    return f"{LIBRARY}/{item.item_id}"


def _errors(invalid: InvalidFields) -> dict[str, str]:
    return {one.field: translate(one.message, **one.values) for one in invalid.problems}


def _draw_new(
    visit: Visit, typed: dict[str, str], key: str, errors: dict[str, str], *, status: int = 200
) -> Response:
    from chalicelib.partner_library.sheet_form import list_options, texts_of

    return visit.show(
        "library/new.html",
        status=status,
        typed=texts_of(None) | typed,
        options=list_options(),
        errors=errors,
        key=key,
    )


def _draw_item(
    visit: Visit, item_id: str, errors: dict[str, str], *, status: int = 200
) -> Response:
    from chalicelib.partner_library.list_library import load_item
    from chalicelib.partner_library.sheet_form import list_options, texts_of
    from chalicelib.partner_library.views import show_records, show_versions, state_of

    whole = load_item(item_id, by=as_actor(visit.person, "page"))
    typed = {"for_clients": ""} | visit.form.as_mapping() if errors else {}
    return visit.show(
        "library/item.html",
        status=status,
        item=whole.item,
        state=state_of(whole.item),
        is_pending=whole.is_pending,
        most_mb=UPLOAD_MAX_BYTES // MIB,
        versions=show_versions(whole),
        records=show_records(whole.records),
        typed=texts_of(whole.item.sheet) | typed,
        options=list_options(),
        errors=errors,
    )

"""The JSON API of the library: what one may read and download, and the agents' acts."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.partner_library.answers import View, view_item, view_ticket, view_whole
from chalicelib.policy.audiences import AGENTS, SIGNED_IN
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.partner_library.forms import Move, NewVersion, SheetIn
    from chalicelib.partner_library.model import Sheet

api = Blueprint(__name__)

FORMS = "chalicelib.partner_library.forms"
ITEM = "/library/{item_id}"


@endpoint(
    api,
    "GET",
    "/library",
    allow=SIGNED_IN,
    summary=_("Lister les documents de la bibliothèque"),
    gives=f"{FORMS}:ItemsAnswer",
)
def list_items(call: Call) -> View:
    """List what the caller may read; agents see withdrawn and unpublished documents too."""
    actor = as_actor(call.person, "api")
    if can(actor, Connection.KEEP_LIBRARY):
        from chalicelib.partner_library.list_library import list_library

        return {"items": [view_item(item) for item in list_library(by=actor)]}
    from chalicelib.partner_library.shelf import list_shelf

    return {"items": [view_item(item) for item in list_shelf(by=actor)]}


@endpoint(
    api,
    "GET",
    ITEM + "/file",
    allow=SIGNED_IN,
    summary=_("Télécharger un document de la bibliothèque (redirection, 5 minutes)"),
    succeeds=(303,),
)
def download_item(call: Call, item_id: str) -> Reply:
    """Redirect to the served copy of the current version."""
    from chalicelib.partner_library.read_item import read_item

    url = read_item(item_id, by=as_actor(call.person, "api"))
    return Reply(None, 303, {"Location": url})


@endpoint(
    api,
    "POST",
    "/library",
    allow=AGENTS,
    creates=True,
    summary=_("Ajouter un document à la bibliothèque"),
    takes=f"{FORMS}:SheetIn",
    gives=f"{FORMS}:ItemAnswer",
)
def create_item(call: Call) -> Reply:
    """Add a document; its file comes as a version."""
    from chalicelib.partner_library.add_item import add_item

    wanted: SheetIn = call.body
    actor = as_actor(call.person, "api")
    item = add_item(_read_sheet(wanted), by=actor, idempotency_key=call.idempotency_key)
    return Reply(view_item(item), 201, {"Location": f"/api/v1/library/{item.item_id}"})


@endpoint(
    api,
    "GET",
    ITEM,
    allow=AGENTS,
    summary=_("Lire un document de la bibliothèque, ses versions et son journal"),
    gives=f"{FORMS}:ItemWholeAnswer",
)
def read_whole(call: Call, item_id: str) -> View:
    """Give a document with its versions and journal."""
    from chalicelib.partner_library.list_library import load_item

    return view_whole(load_item(item_id, by=as_actor(call.person, "api")))


@endpoint(
    api,
    "PUT",
    ITEM,
    allow=AGENTS,
    summary=_("Modifier la fiche d’un document de la bibliothèque"),
    takes=f"{FORMS}:SheetIn",
    gives=f"{FORMS}:ItemAnswer",
)
def replace_sheet(call: Call, item_id: str) -> View:
    """Write another sheet."""
    from chalicelib.partner_library.edit_item import edit_item

    wanted: SheetIn = call.body
    actor = as_actor(call.person, "api")
    return view_item(edit_item(item_id, _read_sheet(wanted), by=actor))


@endpoint(
    api,
    "POST",
    ITEM + "/versions",
    allow=AGENTS,
    creates=True,
    summary=_("Annoncer une version et recevoir le formulaire qui l’envoie au stockage"),
    takes=f"{FORMS}:NewVersion",
    gives=f"{FORMS}:LibraryTicketAnswer",
)
def announce_version(call: Call, item_id: str) -> Reply:
    """Open a ticket for one file; its form lives fifteen minutes."""
    from chalicelib.partner_library.ticket import open_ticket

    wanted: NewVersion = call.body
    ticket = open_ticket(
        item_id,
        file_name=wanted.file_name,
        size_bytes=wanted.size_bytes,
        by=as_actor(call.person, "api"),
        idempotency_key=call.idempotency_key,
    )
    return Reply(view_ticket(ticket), 201)


@endpoint(
    api,
    "GET",
    ITEM + "/versions/{document_id}/file",
    allow=AGENTS,
    summary=_("Télécharger une version acceptée, ancienne comprise (redirection, 5 minutes)"),
    succeeds=(303,),
)
def download_version(call: Call, item_id: str, document_id: str) -> Reply:
    """Redirect to the served copy of any accepted version."""
    from chalicelib.partner_library.read_item import read_version

    url = read_version(item_id, document_id, by=as_actor(call.person, "api"))
    return Reply(None, 303, {"Location": url})


@endpoint(
    api,
    "POST",
    ITEM + "/versions/{document_id}/check-again",
    allow=AGENTS,
    summary=_("Relancer la vérification d’une version retenue"),
    gives=f"{FORMS}:ItemAnswer",
)
def check_again(call: Call, item_id: str, document_id: str) -> View:
    """Have a held version judged once more."""
    from chalicelib.partner_library.check_again import check_version_again

    return view_item(check_version_again(item_id, document_id, by=as_actor(call.person, "api")))


@endpoint(
    api,
    "POST",
    ITEM + "/withdraw",
    allow=AGENTS,
    summary=_("Retirer un document de la bibliothèque"),
    gives=f"{FORMS}:ItemAnswer",
)
def withdraw(call: Call, item_id: str) -> View:
    """Take a document off the shelf."""
    from chalicelib.partner_library.edit_item import withdraw_item

    return view_item(withdraw_item(item_id, by=as_actor(call.person, "api")))


@endpoint(
    api,
    "POST",
    ITEM + "/restore",
    allow=AGENTS,
    summary=_("Rétablir un document retiré"),
    gives=f"{FORMS}:ItemAnswer",
)
def restore(call: Call, item_id: str) -> View:
    """Put a withdrawn document back."""
    from chalicelib.partner_library.edit_item import restore_item

    return view_item(restore_item(item_id, by=as_actor(call.person, "api")))


@endpoint(
    api,
    "POST",
    ITEM + "/move",
    allow=AGENTS,
    summary=_("Changer la place d’un document dans la bibliothèque"),
    takes=f"{FORMS}:Move",
    gives=f"{FORMS}:ItemAnswer",
)
def move(call: Call, item_id: str) -> View:
    """Give a document another place: the same position twice is as once."""
    from chalicelib.partner_library.edit_item import move_item

    wanted: Move = call.body
    return view_item(move_item(item_id, wanted.position, by=as_actor(call.person, "api")))


def _read_sheet(wanted: "SheetIn") -> "Sheet":
    """Read a sheet by the rules of the form, so that both entrances take the same."""
    from chalicelib.partner_library.sheet_form import read_sheet

    return read_sheet(
        {
            "kind": wanted.kind,
            "title": wanted.title,
            "language": wanted.language,
            "words": wanted.words,
            "for_clients": "oui" if wanted.for_clients else "",
        }
    )

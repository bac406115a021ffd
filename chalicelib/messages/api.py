"""The JSON API of a dossier's messages."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.dossiers.acting import as_actor
from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.messages.forms import NewMessage, Reading

api = Blueprint(__name__)

FORMS = "chalicelib.messages.forms"
MESSAGES = "/dossiers/{dossier_id}/messages"


@endpoint(
    api,
    "GET",
    MESSAGES,
    allow=PROFESSIONALS,
    summary=_(
        "Lister les messages du dossier, le plus récent d’abord ; les lire ne les marque pas"
    ),
    queries=("start",),
    gives=f"{FORMS}:MessagesShape",
)
def list_page(call: Call, dossier_id: str) -> object:
    """List a page of a dossier's messages."""
    return _list(call, dossier_id, call.query.get("start"))


@endpoint(
    api,
    "POST",
    MESSAGES,
    allow=PROFESSIONALS,
    creates=True,
    summary=_("Écrire un message sur le dossier ; la même clé l’écrit une seule fois"),
    takes=f"{FORMS}:NewMessage",
    gives=f"{FORMS}:MessagesShape",
)
def post(call: Call, dossier_id: str) -> Reply:
    """Write a message."""
    from chalicelib.messages.post_message import post_message

    wanted: NewMessage = call.body
    actor = as_actor(call.person, "api")
    post_message(
        dossier_id,
        wanted.words,
        key=call.idempotency_key,
        seen=wanted.seen,
        files=wanted.files,
        by=actor,
    )
    return Reply(_list(call, dossier_id, None), 201)


@endpoint(
    api,
    "POST",
    MESSAGES + "/read",
    allow=PROFESSIONALS,
    summary=_("Marquer comme lus les messages jusqu’à un numéro"),
    takes=f"{FORMS}:Reading",
    gives=f"{FORMS}:MessagesShape",
)
def read(call: Call, dossier_id: str) -> object:
    """Note that the caller's side has read its messages up to one."""
    from chalicelib.messages.mark_read import mark_read

    wanted: Reading = call.body
    mark_read(dossier_id, wanted.up_to, by=as_actor(call.person, "api"))
    return _list(call, dossier_id, None)


def _list(call: Call, dossier_id: str, start: str | None) -> object:
    from chalicelib.messages.list_messages import list_messages
    from chalicelib.messages.views import view_messages

    actor = as_actor(call.person, "api")
    return view_messages(list_messages(dossier_id, by=actor, start=start))

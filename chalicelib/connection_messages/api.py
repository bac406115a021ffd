"""The JSON API of a dossier's messages."""

from chalice.app import Blueprint

from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

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
    from chalicelib.messages.answering import answer_page

    return answer_page(call, dossier_id, call.query.get("start"))


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
    from chalicelib.messages.answering import answer_posting

    return answer_posting(call, dossier_id)


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
    from chalicelib.messages.answering import answer_reading

    return answer_reading(call, dossier_id)

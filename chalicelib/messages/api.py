"""The JSON API of a case's messages."""

from chalice.app import Blueprint

from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)

FORMS = "chalicelib.messages.forms"
MESSAGES = "/cases/{case_id}/messages"


@endpoint(
    api,
    "GET",
    MESSAGES,
    allow=PROFESSIONALS,
    summary=_("Lister les messages d’un cas, le plus récent d’abord ; les lire ne les marque pas"),
    queries=("start",),
    gives=f"{FORMS}:MessagesShape",
)
def list_page(call: Call, case_id: str) -> object:
    """List a page of a case's messages."""
    from chalicelib.messages.answering import answer_page

    return answer_page(call, case_id, call.query.get("start"))


@endpoint(
    api,
    "POST",
    MESSAGES,
    allow=PROFESSIONALS,
    creates=True,
    summary=_("Écrire un message sur un cas ; la même clé l’écrit une seule fois"),
    takes=f"{FORMS}:NewMessage",
    gives=f"{FORMS}:MessagesShape",
)
def post(call: Call, case_id: str) -> Reply:
    """Write a message."""
    from chalicelib.messages.answering import answer_posting

    return answer_posting(call, case_id)


@endpoint(
    api,
    "POST",
    MESSAGES + "/read",
    allow=PROFESSIONALS,
    summary=_("Marquer comme lus les messages jusqu’à un numéro"),
    takes=f"{FORMS}:Reading",
    gives=f"{FORMS}:MessagesShape",
)
def read(call: Call, case_id: str) -> object:
    """Note that the caller's side has read its messages up to one."""
    from chalicelib.messages.answering import answer_reading

    return answer_reading(call, case_id)

"""The JSON API of the notices: a dossier's mails, the client's address, his link."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.connection_mails.list_dossier_notices import list_dossier_notices
from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.subscription.ask_link import ask_link
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.connection_mails.forms import ClientEmail

api = Blueprint(__name__)

FORMS = "chalicelib.connection_mails.forms"


@endpoint(
    api,
    "GET",
    "/dossiers/{dossier_id}/notices",
    allow=PROFESSIONALS,
    summary=_("Lister les mails d’un dossier et ce que chacun est devenu"),
    gives=f"{FORMS}:NoticesAnswer",
)
def list_mails(call: Call, dossier_id: str) -> dict[str, object]:
    """List a dossier's mails, newest first."""
    return _mails_of(call, dossier_id)


@endpoint(
    api,
    "PUT",
    "/dossiers/{dossier_id}/client-email",
    allow=PROFESSIONALS,
    summary=_(
        "Corriger l’adresse du client pour un motif ; le lien de souscription repart aussitôt, "
        "l’ancienne adresse est prévenue"
    ),
    takes=f"{FORMS}:ClientEmail",
    gives=f"{FORMS}:NoticesAnswer",
)
def correct_address(call: Call, dossier_id: str) -> dict[str, object]:
    """Correct the client's address; putting it twice is putting it once."""
    wanted: ClientEmail = call.body
    correct_client_email(dossier_id, wanted.email, wanted.reason, by=as_actor(call.person, "api"))
    return _mails_of(call, dossier_id)


@endpoint(
    api,
    "POST",
    "/dossiers/{dossier_id}/subscription-link",
    allow=PROFESSIONALS,
    summary=_("Renvoyer au client un lien de souscription"),
    gives=f"{FORMS}:NoticesAnswer",
)
def resend_link(call: Call, dossier_id: str) -> dict[str, object]:
    """Have a new link mailed; asking again within ten minutes changes nothing."""
    ask_link(dossier_id, by=as_actor(call.person, "api"))
    return _mails_of(call, dossier_id)


def _mails_of(call: Call, dossier_id: str) -> dict[str, object]:
    actor = as_actor(call.person, "api")
    dossier, notices = list_dossier_notices(dossier_id, seen_by=actor)
    shown = [
        {name: value for name, value in asdict(one).items() if name not in {"to", "tone"}}
        for one in notices
    ]
    return {"client_unreachable": dossier.head.client_unreachable, "notices": shown}

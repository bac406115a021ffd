"""The JSON API of a dossier's time."""

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)


@endpoint(
    api,
    "GET",
    "/dossiers/{dossier_id}/time",
    allow=SIGNED_IN,
    summary=_(
        "Lire à qui c’était de jouer, en jours, et ce que les mêmes étapes ont duré ailleurs"
    ),
    gives="chalicelib.ledger.forms:TimeShape",
)
def read_time(call: Call, dossier_id: str) -> object:
    """Read the ledger of a dossier, and the estimate of the step that it is in."""
    from chalicelib.ledger.find_estimate import find_estimate
    from chalicelib.ledger.read_ledger import read_ledger
    from chalicelib.ledger.views import view_estimate, view_ledger

    dossier, ledger = read_ledger(dossier_id, by=as_actor(call.person, "api"))
    found = find_estimate(dossier)
    told = view_ledger(ledger, dossier.head.operator, dossier.head.postcode)
    return {**told, "estimates": [view_estimate(found)] if found else []}

"""The file of a dossier's request, in the profile that operators' drops take."""

from chalicelib.dossiers.model import Dossier, OperatorRequest, RequestState
from chalicelib.operators.filing import filing_of
from chalicelib.operators.model import request_key
from chalicelib.operators.outbound_file import write_request
from chalicelib.refusals import Refusal
from chalicelib.words.translation import _

FIRST = 1


class NoRequestYet(Refusal):
    """A draft has no number, and its answers may still change."""

    code = "no-request-yet"
    status = 409
    message = _("Le fichier de la demande se télécharge une fois le dossier envoyé.")


def write_request_file(dossier: Dossier) -> str:
    """Write the file of the current request, or of the one to come; with its mark (UTF-8).

    It is the very file that our connector writes. Raises NoRequestYet for a draft, and for a
    dossier whose person was erased.
    """
    head = dossier.head
    if not head.reference or head.erased_at:
        raise NoRequestYet
    request = dossier.current_request() or OperatorRequest(
        FIRST, head.operator, RequestState.TO_FILE, head.updated_at
    )
    return write_request(filing_of(dossier, request)).decode()


def name_request_file(dossier: Dossier) -> str:
    """Name the file as an operator's drop expects it."""
    request = dossier.current_request()
    number = request.number if request else FIRST
    return f"{request_key(dossier.head.dossier_id, number)}.demande.csv"

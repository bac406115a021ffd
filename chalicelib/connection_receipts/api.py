"""The JSON API of a dossier's receipts."""

from chalice.app import Blueprint

from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)

FORMS = "chalicelib.receipts.forms"
RECEIPTS = "/dossiers/{dossier_id}/receipts"


@endpoint(
    api,
    "GET",
    RECEIPTS,
    allow=SIGNED_IN,
    summary=_("Lister les reçus scellés du dossier"),
    gives=f"{FORMS}:ReceiptsShape",
)
def list_sealed(call: Call, dossier_id: str) -> object:
    """List a dossier's receipts, oldest first."""
    from chalicelib.receipts.answering import answer_list

    return answer_list(call, dossier_id)


@endpoint(
    api,
    "POST",
    RECEIPTS,
    allow=SIGNED_IN,
    summary=_("Sceller un reçu de l’état présent ; sceller deux fois le même état ne fait rien"),
    gives=f"{FORMS}:ReceiptShape",
)
def make_receipt(call: Call, dossier_id: str) -> object:
    """Seal a receipt of the present state."""
    from chalicelib.receipts.answering import answer_sealing

    return answer_sealing(call, dossier_id)


@endpoint(
    api,
    "GET",
    RECEIPTS + "/{number}/file",
    allow=SIGNED_IN,
    summary=_("Télécharger un reçu, `format` json ou pdf (redirection, 5 minutes)"),
    queries=("format",),
    succeeds=(303,),
)
def download_receipt(call: Call, dossier_id: str, number: str) -> Reply:
    """Redirect to one form of a receipt."""
    from chalicelib.receipts.answering import answer_file

    return answer_file(call, dossier_id, number)


@endpoint(
    api,
    "GET",
    RECEIPTS + "/{number}/verification",
    allow=SIGNED_IN,
    summary=_("Vérifier un reçu : le journal du dossier jusqu’à lui, et ses deux fichiers"),
    gives=f"{FORMS}:VerificationShape",
)
def verify_sealed(call: Call, dossier_id: str, number: str) -> object:
    """Verify a receipt against the journal and the bytes that we keep."""
    from chalicelib.receipts.answering import answer_verification

    return answer_verification(call, dossier_id, number)

"""The JSON API of a case's receipts; and the check that needs no token."""

from chalice.app import Blueprint

from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)

FORMS = "chalicelib.receipts.forms"
RECEIPTS = "/cases/{case_id}/receipts"


@endpoint(
    api,
    "GET",
    RECEIPTS,
    allow=SIGNED_IN,
    summary=_("Lister les reçus scellés d’un cas"),
    gives=f"{FORMS}:ReceiptsShape",
)
def list_sealed(call: Call, case_id: str) -> object:
    """List a case's receipts, oldest first."""
    from chalicelib.receipts.answering import answer_list

    return answer_list(call, case_id)


@endpoint(
    api,
    "POST",
    RECEIPTS,
    allow=SIGNED_IN,
    summary=_(
        "Sceller un reçu de l’état présent d’un cas ; sceller deux fois le même état ne fait rien"
    ),
    gives=f"{FORMS}:ReceiptShape",
)
def make_receipt(call: Call, case_id: str) -> object:
    """Seal a receipt of the present state."""
    from chalicelib.receipts.answering import answer_sealing

    return answer_sealing(call, case_id)


@endpoint(
    api,
    "GET",
    RECEIPTS + "/{number}/file",
    allow=SIGNED_IN,
    summary=_("Télécharger un reçu d’un cas, `format` json ou pdf (redirection, 5 minutes)"),
    queries=("format",),
    succeeds=(303,),
)
def download_receipt(call: Call, case_id: str, number: str) -> Reply:
    """Redirect to one form of a receipt."""
    from chalicelib.receipts.answering import answer_file

    return answer_file(call, case_id, number)


@endpoint(
    api,
    "GET",
    RECEIPTS + "/{number}/verification",
    allow=SIGNED_IN,
    summary=_("Vérifier un reçu : le journal du cas jusqu’à lui, et ses deux fichiers"),
    gives=f"{FORMS}:VerificationShape",
)
def verify_sealed(call: Call, case_id: str, number: str) -> object:
    """Verify a receipt against the journal and the bytes that we keep."""
    from chalicelib.receipts.answering import answer_verification

    return answer_verification(call, case_id, number)


@endpoint(
    api,
    "GET",
    "/receipts/check",
    allow="public",
    summary=_("Vérifier un reçu, ou un fichier par rapport à lui, par leurs empreintes SHA-256"),
    queries=("receipt", "file"),
    gives=f"{FORMS}:CheckShape",
)
def check_sealed(call: Call) -> object:
    """Check a receipt by its fingerprint, and a file against it; anybody may."""
    from chalicelib.receipts.check_copy import check_copy
    from chalicelib.receipts.views import view_answer

    receipt, copy = call.query.get("receipt", ""), call.query.get("file", "")
    return view_answer(check_copy(receipt, copy, source_address=call.source_address))

"""The JSON API of receipts: list, seal, read and verify; and the check that needs no token."""

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.load import load_dossier
from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.receipts.model import read_ordinal
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
    from chalicelib.receipts.store import list_receipts
    from chalicelib.receipts.views import view_receipt

    dossier = load_dossier(dossier_id, seen_by=as_actor(call.person, "api"))
    return {"receipts": [view_receipt(one) for one in list_receipts(dossier)]}


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
    from chalicelib.receipts.seal_receipt import seal_receipt
    from chalicelib.receipts.views import view_receipt

    return view_receipt(seal_receipt(dossier_id, by=as_actor(call.person, "api")))


@endpoint(
    api,
    "GET",
    RECEIPTS + "/{number}/file",
    allow=SIGNED_IN,
    summary=_("Télécharger un reçu, `format` json ou pdf (redirection, 5 minutes)"),
    queries=("format",),
)
def download_receipt(call: Call, dossier_id: str, number: str) -> Reply:
    """Redirect to one form of a receipt."""
    from chalicelib.receipts.model import Format
    from chalicelib.receipts.read_receipt import read_receipt

    form = Format.PDF if call.query.get("format") == Format.PDF else Format.JSON
    actor = as_actor(call.person, "api")
    url = read_receipt(dossier_id, read_ordinal(number), form, by=actor)
    return Reply(None, 303, {"Location": url})


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
    from chalicelib.receipts.verify_receipt import verify_receipt
    from chalicelib.receipts.views import view_verification

    actor = as_actor(call.person, "api")
    return view_verification(verify_receipt(dossier_id, read_ordinal(number), by=actor))


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

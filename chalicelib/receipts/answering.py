"""What the API answers of a case's receipts, whichever address they are asked for under."""

from chalicelib.accounts.acting import as_actor
from chalicelib.receipts.model import ReceiptFormat, read_ordinal
from chalicelib.receipts.read_receipt import list_receipts, load_with_receipts, read_receipt
from chalicelib.receipts.views import view_receipt, view_verification
from chalicelib.web.call import Call, Reply


def answer_list(call: Call, case_id: str) -> object:
    """List a case's receipts, oldest first."""
    case = load_with_receipts(case_id, by=as_actor(call.person, "api"))
    return {"receipts": [view_receipt(one) for one in list_receipts(case)]}


def answer_sealing(call: Call, case_id: str) -> object:
    """Seal a receipt of the present state."""
    from chalicelib.receipts.seal_receipt import seal_receipt

    return view_receipt(seal_receipt(case_id, by=as_actor(call.person, "api")))


def answer_file(call: Call, case_id: str, number: str) -> Reply:
    """Redirect to one form of a receipt."""
    form = (
        ReceiptFormat.PDF if call.query.get("format") == ReceiptFormat.PDF else ReceiptFormat.JSON
    )
    actor = as_actor(call.person, "api")
    url = read_receipt(case_id, read_ordinal(number), form, by=actor)
    return Reply(None, 303, {"Location": url})


def answer_verification(call: Call, case_id: str, number: str) -> object:
    """Verify a receipt against the journal and the bytes that we keep."""
    from chalicelib.receipts.verify_receipt import verify_receipt

    actor = as_actor(call.person, "api")
    return view_verification(verify_receipt(case_id, read_ordinal(number), by=actor))

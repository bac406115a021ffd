"""What is sealed of a booking once it is confirmed."""

from chalicelib.receipts.of_kind import Receipts, Words
from chalicelib.receipts.plain_lines import tell_data

LABELS = {"name": "Client", "city": "Ville", "on": "Jour de la visite", "email": "E-mail"}
STATUS_LABELS = {"asked": "Demandée", "confirmed": "Confirmée", "visited": "Faite"}
SLOT_LABELS = {"photo": "Photo du lieu"}

RECEIPTS = Receipts(
    event="booking_confirmed",
    name_case=lambda case: case.head.case_id.upper().replace("_", "-"),
    label_status=lambda head: STATUS_LABELS[head.status],
    tell=lambda case: tell_data(case, "La visite", LABELS),
    list_files=lambda case: ((one, SLOT_LABELS[one.slot]) for one in case.files),
    words=Words(case="Visite", done="Confirmée le", title="Reçu scellé de la confirmation"),
)

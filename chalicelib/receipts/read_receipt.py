"""Read a receipt: a short-lived address of one of its two forms, for those who may."""

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import sign_get
from chalicelib.aws.table import Table
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.receipts.model import CONTENT_TYPES, Format, Receipt
from chalicelib.receipts.store import list_receipts
from chalicelib.refusals import NotFound
from chalicelib.settings import load_settings

__all__ = ["list_receipts", "load_receipt", "read_receipt"]

LINK_S = 300


def load_receipt(dossier: Dossier, ordinal: int) -> Receipt:
    """Give a dossier's receipt by its place, counted from 1; NotFound when it has none there."""
    found = next((one for one in list_receipts(dossier) if one.ordinal == ordinal), None)
    if found is None:
        raise NotFound
    return found


def read_receipt(
    dossier_id: str, ordinal: int, form: Format, *, by: Actor, table: Table | None = None
) -> str:
    """Give an address from which one form of a receipt downloads for five minutes.

    NotFound for a foreign dossier or an unknown receipt.
    """
    receipt = load_receipt(load_dossier(dossier_id, seen_by=by, table=table), ordinal)
    return sign_get(
        load_settings().documents_bucket,
        receipt.form(form).key,
        version_id="",
        disposition=f'attachment; filename="{receipt.file_name(form)}"',
        content_type=CONTENT_TYPES[form],
        expires_s=LINK_S,
    )

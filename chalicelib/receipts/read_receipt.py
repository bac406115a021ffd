"""Read receipts: a case with its own, and a short-lived address of one's two forms, for those who may."""

from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import sign_get
from chalicelib.aws.table import Table
from chalicelib.cases.load import load_case
from chalicelib.cases.model import CaseLike
from chalicelib.cases.registry import kind_of
from chalicelib.receipts.model import CONTENT_TYPES, Receipt, ReceiptFormat
from chalicelib.receipts.of_kind import receipts_of
from chalicelib.receipts.store import list_receipts
from chalicelib.refusals import NotFound
from chalicelib.settings import load_settings

__all__ = ["list_receipts", "load_receipt", "load_with_receipts", "read_receipt"]

LINK_S = 300


def load_with_receipts(case_id: str, *, by: Actor, table: Table | None = None) -> Any:
    """Load a case that may have receipts.

    NotFound for one that is none of the reader's business, or whose kind has no receipts.
    """
    kind = kind_of(case_id)
    receipts_of(kind)
    return load_case(kind, case_id, seen_by=by, table=table)


def load_receipt(case: CaseLike, ordinal: int) -> Receipt:
    """Give a case's receipt by its place, counted from 1; NotFound when it has none there."""
    found = next((one for one in list_receipts(case) if one.ordinal == ordinal), None)
    if found is None:
        raise NotFound
    return found


def read_receipt(
    case_id: str, ordinal: int, form: ReceiptFormat, *, by: Actor, table: Table | None = None
) -> str:
    """Give an address from which one form of a receipt downloads for five minutes.

    NotFound for a foreign case or an unknown receipt.
    """
    receipt = load_receipt(load_with_receipts(case_id, by=by, table=table), ordinal)
    return sign_get(
        load_settings().documents_bucket,
        receipt.form(form).key,
        version_id="",
        disposition=f'attachment; filename="{receipt.file_name(form)}"',
        content_type=CONTENT_TYPES[form],
        expires_s=LINK_S,
    )

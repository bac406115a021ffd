"""Have a held version of the library judged once more: the next sweep announces it."""

from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.partner_library import decisions
from chalicelib.partner_library.change_item import change_item
from chalicelib.partner_library.decisions import Decided, Kept
from chalicelib.partner_library.keys import is_document_id
from chalicelib.partner_library.model import LibraryItem
from chalicelib.refusals import NotFound


def check_version_again(
    item_id: str, document_id: str, *, by: Actor, table: Table | None = None
) -> LibraryItem:
    """Put a held version back among those without verdict. Raises NotFound, CannotCheckAgain."""
    if not is_document_id(document_id):
        raise NotFound

    def decide(kept: Kept, now: datetime) -> Decided:
        del now
        return decisions.check_again(kept, real_now())

    return change_item(item_id, decide, by=by, document_id=document_id, table=table).item

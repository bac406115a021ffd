"""Have a held version of the library judged once more: the next sweep announces it."""

from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.cases.files.refusals import CannotCheckAgain
from chalicelib.cases.files.transitions import find_file
from chalicelib.cases.plain import PlainChange
from chalicelib.partner_library.change_item import change_document
from chalicelib.partner_library.kind import LibraryCase
from chalicelib.partner_library.model import LibraryItem
from chalicelib.partner_library.slots import SLOTS
from chalicelib.refusals import NotFound


def check_version_again(
    item_id: str, document_id: str, *, by: Actor, table: Table | None = None
) -> LibraryItem:
    """Put a held version back among those without verdict. Raises NotFound, CannotCheckAgain."""

    def decide(case: LibraryCase, now: datetime) -> PlainChange:
        if find_file(case.files, document_id) is None:
            raise NotFound
        change = SLOTS.check_again(case, document_id, real_now(), now)
        if change is None:
            raise CannotCheckAgain
        return change

    return change_document(item_id, decide, by=by, table=table)

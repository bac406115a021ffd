"""Ask for the erasure of a case's person: noted at once, done by the daily job."""

import logging

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.load import load_any
from chalicelib.policy.require import require
from chalicelib.retention import store
from chalicelib.retention.of_kind import find_of_kind

log = logging.getLogger(__name__)


def ask_erasure(case_id: str, *, by: Actor, table: Table | None = None) -> bool:
    """Note that an agent asks for an erasure; False when it is asked for or done already.

    Raises NotAllowed, and what the kind refuses while the data are needed.
    """
    of_kind = find_of_kind(case_id)
    require(by, of_kind.erase)
    table = table or open_table()
    case = load_any(case_id, seen_by=by, table=table)
    of_kind.require_erasable(case)
    if case.head.erased_at:
        return False
    log.info("erasure asked for", extra={"case_id": case_id, "by": by.person_id})
    return store.add_erasure(table, case_id, by.person_id, business_now())

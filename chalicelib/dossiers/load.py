"""Load a dossier: whole in one strong query, or only its head."""

from chalicelib.audit.model import Actor, Event
from chalicelib.audit.store import list_events
from chalicelib.aws.ids import LONGEST_ID, is_reference
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers import store
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.sight import require_sight
from chalicelib.refusals import InvalidCursor, NotFound
from chalicelib.rows.cases import CASE, HEAD
from chalicelib.rows.leads import REFERENCE


def load_dossier(dossier_id: str, *, seen_by: Actor, table: Table | None = None) -> Dossier:
    """Load a whole dossier, strongly read in one query.

    Raises NotFound when there is none or when it is none of the reader's business.
    """
    _require_short(dossier_id)
    table = table or open_table()
    items = table.query_all(CASE.pk(dossier_id), consistent=True)
    dossier = store.dossier_from_items(items)
    if dossier is None:
        raise NotFound
    require_sight(seen_by, dossier.head)
    return dossier


def load_head(dossier_id: str, *, seen_by: Actor, table: Table | None = None) -> Head:
    """Load a dossier's head alone, strongly read; NotFound as for the whole."""
    _require_short(dossier_id)
    table = table or open_table()
    item = table.get(*HEAD.key(dossier_id), consistent=True)
    if item is None:
        raise NotFound
    head = store.head_from_item(item)
    require_sight(seen_by, head)
    return head


def _require_short(dossier_id: str) -> None:
    if len(dossier_id) > LONGEST_ID:
        raise NotFound


def find_by_reference(reference: str, *, seen_by: Actor, table: Table | None = None) -> str | None:
    """Find a dossier's id by the reference number that people read aloud."""
    if not is_reference(reference):
        return None
    letters = reference.upper().replace("-", "").replace(" ", "")
    table = table or open_table()
    item = table.get(*REFERENCE.key(f"{letters[:4]}-{letters[4:]}"))
    if item is None:
        return None
    try:
        return load_head(item["dossier_id"], seen_by=seen_by, table=table).dossier_id
    except NotFound:
        return None


def read_journal(
    dossier_id: str, *, seen_by: Actor, start: str | None = None, table: Table | None = None
) -> tuple[tuple[Event, ...], str | None]:
    """Read a page of a dossier's journal, newest first, and the cursor of the next page.

    Raises NotFound as `load_dossier` does, InvalidCursor for a cursor of another list.
    """
    table = table or open_table()
    load_head(dossier_id, seen_by=seen_by, table=table)
    try:
        return list_events(table, dossier_id, start=start)
    except ValueError as error:
        raise InvalidCursor from error

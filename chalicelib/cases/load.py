"""Load a case, whole, in one strong query: of one kind or of whichever its id names."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.aws.ids import LONGEST_ID
from chalicelib.aws.table import BATCH_GET_ITEMS, Table, open_table
from chalicelib.cases.kind import AnyKind, Kind
from chalicelib.cases.model import CaseChange, CaseLike
from chalicelib.cases.registry import kind_of
from chalicelib.policy.actors import Actor
from chalicelib.policy.decide import may
from chalicelib.policy.model import Allowed
from chalicelib.policy.require import asker_of
from chalicelib.refusals import NotFound
from chalicelib.rows.cases import CASE, HEAD

log = logging.getLogger(__name__)


def load_any(case_id: str, *, seen_by: Actor, table: Table | None = None) -> Any:
    """Load a case of whatever kind its id names; NotFound as `load_case`."""
    return load_case(kind_of(case_id), case_id, seen_by=seen_by, table=table)


def load_case[C: CaseLike, X: CaseChange](
    kind: Kind[C, X], case_id: str, *, seen_by: Actor, table: Table | None = None
) -> C:
    """Load a whole case of a kind, strongly read in one query.

    Raises NotFound when there is none of this kind or when it is none of the reader's business.
    """
    require_shape(kind, case_id)
    items = (table or open_table()).query_all(CASE.pk(case_id), consistent=True)
    case = kind.codec.read(items)
    if case is None:
        raise NotFound
    require_sight(kind, seen_by, case.head)
    return case


def load_head(
    case_id: str, *, seen_by: Actor, kind: AnyKind | None = None, table: Table | None = None
) -> Any:
    """Load a case's head alone, strongly read; NotFound as for the whole."""
    kind = kind or kind_of(case_id)
    require_shape(kind, case_id)
    item = (table or open_table()).get(*HEAD.key(case_id), consistent=True)
    case = kind.codec.read((item,)) if item else None
    if case is None:
        raise NotFound
    require_sight(kind, seen_by, case.head)
    return case.head


def load_heads(kind: AnyKind, case_ids: Sequence[str], *, table: Table) -> Mapping[str, Any]:
    """Load the heads of cases of a kind by id, strongly read, a hundred a call; absent ones are left out.

    For jobs, and for lists that ask the policy about each: nobody's sight is asked here.
    """
    heads: dict[str, Any] = {}
    for first in range(0, len(case_ids), BATCH_GET_ITEMS):
        keys = [HEAD.key(one) for one in case_ids[first : first + BATCH_GET_ITEMS]]
        for item in table.batch_get(keys, consistent=True):
            try:
                case = kind.codec.read((item,))
            except ValueError:  # of a later release, say: it keeps no other from being read
                log.exception("head cannot be read", extra={"partition": item["pk"]})
                continue
            if case is not None:
                heads[case.head.case_id] = case.head
    return heads


def require_shape(kind: AnyKind, case_id: str) -> None:
    """Refuse an id that is none of this kind (NotFound): nothing is asked for it."""
    if len(case_id) > LONGEST_ID or not case_id.startswith(f"{kind.prefix}_"):
        raise NotFound


def require_sight(kind: AnyKind, actor: Actor, head: Any) -> None:
    """Refuse with the same answer as for a case that does not exist."""
    if not is_seen(kind, actor, head):
        raise NotFound


def is_seen(kind: AnyKind, actor: Actor, head: Any) -> bool:
    """Say whether a case is somebody's to see."""
    return isinstance(may(asker_of(actor), kind.see, kind.facts(head)), Allowed)

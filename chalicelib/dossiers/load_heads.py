"""Load the heads of many dossiers at once, for jobs that watch over all of them."""

from collections.abc import Mapping, Sequence

from chalicelib.aws.table import BATCH_GET_ITEMS, Table
from chalicelib.dossiers import store
from chalicelib.dossiers.model import Head
from chalicelib.rows.cases import HEAD


def load_heads(dossier_ids: Sequence[str], *, table: Table) -> Mapping[str, Head]:
    """Load the heads of dossiers by id, strongly read, a hundred a call; absent ones are left out."""
    heads: dict[str, Head] = {}
    for first in range(0, len(dossier_ids), BATCH_GET_ITEMS):
        keys = [HEAD.key(one) for one in dossier_ids[first : first + BATCH_GET_ITEMS]]
        for item in table.batch_get(keys, consistent=True):
            heads[item["dossier_id"]] = store.head_from_item(item)
    return heads

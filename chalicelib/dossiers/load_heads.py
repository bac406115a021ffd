"""Load the heads of many dossiers at once, for jobs that watch over all of them."""

from collections.abc import Mapping, Sequence

from chalicelib.aws.table import Table
from chalicelib.cases import load
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.model import Head


def load_heads(dossier_ids: Sequence[str], *, table: Table) -> Mapping[str, Head]:
    """Load the heads of dossiers by id, strongly read, a hundred a call; absent ones are left out."""
    return load.load_heads(DOSSIER, dossier_ids, table=table)

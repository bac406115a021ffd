"""Versions stored beyond a dossier's files: a signed form used again until it expires (R8).

They are removed unread, and counted beside the dossier's files: quotas count what was stored.
"""

from chalicelib.dossiers.model import Dossier
from chalicelib.rows.cases import SURPLUS


def surplus_of(dossier: Dossier) -> tuple[int, int]:
    """Give how many surplus versions were stored for a dossier, and their bytes."""
    row = dossier.rows.get(SURPLUS.sk(), {})
    return int(row.get("files", 0)), int(row.get("bytes", 0))

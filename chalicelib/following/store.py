"""How links made by hand are kept: one row of their dossier, with the instant of the last cut."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.aws.items import Put
from chalicelib.following.model import PRINTS, MadeLink
from chalicelib.rows.beside import FOLLOWING


def put_following(dossier_id: str, links: Sequence[MadeLink], cut_at: datetime | None) -> Put:
    """Write the operation that keeps a dossier's links, and up to when earlier ones are dead."""
    words = " ".join(
        f"{link.print_}|{link.made_at.isoformat()}|{link.maker_id}|{link.epoch}" for link in links
    )
    return Put(
        {
            **FOLLOWING.columns(dossier_id),
            PRINTS: words,
            "cut_at": cut_at.isoformat() if cut_at else None,
        }
    )

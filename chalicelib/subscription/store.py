"""How links and the state of a subscription are kept: a link by the fingerprint of its secret."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from chalicelib.aws.ids import fingerprint
from chalicelib.aws.items import Put
from chalicelib.aws.table import Table
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.signing import read_subscription
from chalicelib.rows.beside import SIGNED
from chalicelib.rows.visitors import SUBSCRIPTION_LINK
from chalicelib.subscription.model import LINK_MEMORY, Link
from chalicelib.subscription.papers import Paper


def put_link(link: Link) -> Put:
    """Write the operation that stores a link; the table forgets it by itself."""
    return Put(
        {
            **SUBSCRIPTION_LINK.columns(fingerprint(link.secret)),
            "dossier_id": link.dossier_id,
            "address_print": link.address_print,
            "sent_at": link.sent_at.isoformat(),
            "expires_at": link.expires_at.isoformat(),
            "expires_s": int((link.expires_at + LINK_MEMORY).timestamp()),
        },
        absent=True,
    )


def find_link(table: Table, secret: str) -> Link | None:
    """Find a link by its secret: one strong read."""
    item = table.get(*SUBSCRIPTION_LINK.key(fingerprint(secret)), consistent=True)
    if item is None:
        return None
    return Link(
        secret=secret,
        dossier_id=item["dossier_id"],
        address_print=item["address_print"],
        sent_at=datetime.fromisoformat(item["sent_at"]),
        expires_at=datetime.fromisoformat(item["expires_at"]),
    )


def asked_at(dossier: Dossier) -> datetime | None:
    """Give the real instant at which a new link was last asked for."""
    found = read_subscription(dossier).get("link_asked_at")
    return datetime.fromisoformat(found).astimezone(UTC) if found else None


def put_paper(dossier_id: str, paper: Paper) -> Put:
    """Write the operation that keeps a signed paper, once."""
    row: dict[str, Any] = msgspec.to_builtins(paper)
    return Put({**row, **SIGNED.columns(dossier_id, paper.text_id)}, absent=True)

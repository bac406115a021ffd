"""How links and the state of a subscription are kept: a link by the fingerprint of its secret."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from chalicelib.aws.ids import fingerprint
from chalicelib.aws.items import Put
from chalicelib.aws.table import Table
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.signing import SUBSCRIPTION_SK
from chalicelib.subscription.model import LINK_MEMORY, Link
from chalicelib.subscription.papers import PAPER_PREFIX, Paper

LINK_SK = "LINK"


def put_link(link: Link) -> Put:
    """Write the operation that stores a link; the table forgets it by itself."""
    return Put(
        {
            "pk": f"L#{fingerprint(link.secret)}",
            "sk": LINK_SK,
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
    item = table.get(f"L#{fingerprint(secret)}", LINK_SK, consistent=True)
    if item is None:
        return None
    return Link(
        secret=secret,
        dossier_id=item["dossier_id"],
        address_print=item["address_print"],
        sent_at=datetime.fromisoformat(item["sent_at"]),
        expires_at=datetime.fromisoformat(item["expires_at"]),
    )


def put_subscription(dossier: Dossier, said: Mapping[str, Any]) -> Put:
    """Write the operation that adds what was said to the state of a dossier's subscription."""
    known = dossier.rows.get(SUBSCRIPTION_SK, {})
    key = {"pk": f"D#{dossier.head.dossier_id}", "sk": SUBSCRIPTION_SK}
    return Put({**known, **said, **key})


def asked_at(dossier: Dossier) -> datetime | None:
    """Give the real instant at which a new link was last asked for."""
    found = dossier.rows.get(SUBSCRIPTION_SK, {}).get("link_asked_at")
    return datetime.fromisoformat(found).astimezone(UTC) if found else None


def put_paper(pk: str, paper: Paper) -> Put:
    """Write the operation that keeps a signed paper, once."""
    row: dict[str, Any] = msgspec.to_builtins(paper)
    return Put({**row, "pk": pk, "sk": f"{PAPER_PREFIX}{paper.text_id}"}, absent=True)

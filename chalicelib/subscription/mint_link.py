"""Mint a link for the client: its secret goes into the mail, its fingerprint into the table."""

from datetime import datetime

from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import new_token
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.model import Head
from chalicelib.subscription.model import LINK_LIFE, Link, print_address
from chalicelib.subscription.store import put_link


def mint_link(
    head: Head, *, table: Table | None = None, now: datetime | None = None
) -> tuple[str, datetime]:
    """Mint a link to the subscription of a dossier, for the client's address of this moment.

    Gives its path, such as `/souscription/…`, and the real instant at which it expires. Links
    minted before stay good: a reminder must not kill the mail that the client is reading.
    """
    now = now or real_now()
    token = new_token()
    link = Link(
        secret=token,
        dossier_id=head.dossier_id,
        address_print=print_address(token, head.email),
        sent_at=now,
        expires_at=now + LINK_LIFE,
    )
    (table or open_table()).write(put_link(link))
    return f"/souscription/{token}", link.expires_at

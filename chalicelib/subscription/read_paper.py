"""Read a signed paper: a short-lived address, for those who may see its dossier."""

from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import sign_get
from chalicelib.aws.table import Table
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.refusals import NotFound
from chalicelib.settings import load_settings
from chalicelib.subscription.open_link import open_link
from chalicelib.subscription.papers import find_paper

LINK_S = 300


def read_paper(dossier_id: str, text_id: str, *, by: Actor, table: Table | None = None) -> str:
    """Give an address from which a signed paper downloads for five minutes.

    NotFound for a foreign dossier, or a paper that is not (yet) made.
    """
    return _sign(load_dossier(dossier_id, seen_by=by, table=table), text_id)


def read_paper_by_link(
    token: str, text_id: str, *, table: Table | None = None, real: datetime | None = None
) -> str:
    """Give the same to whoever holds the client's link: the contract is theirs to keep.

    Raises LinkUnknown, LinkExpired, and NotFound for a paper that is not (yet) made.
    """
    return _sign(open_link(token, table=table, real=real).dossier, text_id)


def _sign(dossier: Dossier, text_id: str) -> str:
    paper = find_paper(dossier, text_id)
    if paper is None:
        raise NotFound
    return sign_get(
        load_settings().documents_bucket,
        paper.key,
        version_id="",
        disposition=f'attachment; filename="{paper.file_name(dossier.head.reference)}"',
        content_type="application/pdf",
        expires_s=LINK_S,
    )

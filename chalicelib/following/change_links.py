"""Make a link by hand, or cut every link: by the installer's firm, the client or an agent."""

import logging
from datetime import datetime

from chalicelib.accounts.epoch import check_epoch
from chalicelib.accounts.refusals import AccessEnded
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Put
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.following.mint_link import following_path, mint_secret
from chalicelib.following.model import (
    MOST_LINKS,
    MadeLink,
    cut_at,
    list_working,
    made_by_hand,
    require_maker,
)
from chalicelib.following.store import put_following

log = logging.getLogger(__name__)


def make_link(
    dossier_id: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> str:
    """Make a link and give its path: it is shown once, for the table keeps its print alone.

    It opens while its maker has not left. Raises NotFound for a dossier of others, NotAllowed,
    NothingToFollow, AccessEnded when the maker's access ended meanwhile.
    """
    secret, print_ = mint_secret()
    made = MadeLink(print_, real or real_now(), by.person_id, by.epoch)
    standing = (check_epoch(by.person_id, by.epoch),) if by.epoch else ()

    def decide(dossier: Dossier, _now: datetime) -> Change:
        require_maker(by, dossier)
        kept = (*made_by_hand(dossier), made)[-MOST_LINKS:]
        row = put_following(dossier_id, kept, cut_at(dossier))
        return Change(EventKind.FOLLOWING_LINK_MADE, dossier.head, also=(row, *standing))

    try:
        change_dossier(dossier_id, decide, by=by, table=table, now=now)
    except ConditionFailed as failed:
        raise AccessEnded from failed
    return following_path(dossier_id, secret)


def cut_links(
    dossier_id: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Cut every link made until now, those of mails included; mails to come bring new ones.

    Cutting when nothing works changes nothing. Raises as `make_link` does.
    """
    cut = real or real_now()

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        require_maker(by, dossier)
        working = list_working(dossier, cut)
        if not working:
            return None
        row = write_cut(dossier_id, cut)
        details = {"links": len(working)}
        return Change(EventKind.FOLLOWING_CUT, dossier.head, details=details, also=(row,))

    after = change_dossier(dossier_id, decide, by=by, table=table, now=now)
    log.info("following links cut", extra={"dossier_id": dossier_id})
    return after


def write_cut(dossier_id: str, cut: datetime) -> Put:
    """Write the operation that ends every link made until a real instant, those of mails included."""
    return put_following(dossier_id, (), cut)

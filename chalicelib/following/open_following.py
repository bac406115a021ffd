"""Open a private link: one read for the caller's tries, one query, whether it is right or wrong.

One that was made by hand costs a read of its maker's access more, once its secret is the right one.
"""

from datetime import datetime

from chalicelib.accounts.epoch import has_left_since
from chalicelib.accounts.tries import count_wrong_try, refuse_hasty_source
from chalicelib.audit.model import platform
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.following.model import (
    FollowingUnknown,
    Key,
    find_link,
    print_of,
    print_of_calendar,
    read_token,
)
from chalicelib.refusals import NotFound


def open_following(
    token: str, *, source_address: str, table: Table | None = None, real: datetime | None = None
) -> Dossier:
    """Open the page of a token and give its dossier; FollowingUnknown, SourceSlowed."""
    key = read_token(token)
    return _open(key, print_of(key.secret), source_address, table or open_table(), real)


def open_calendar(
    token: str, *, source_address: str, table: Table | None = None, real: datetime | None = None
) -> Dossier:
    """Open the calendar of a token and give its dossier; FollowingUnknown, SourceSlowed."""
    key = read_token(token)
    print_ = print_of_calendar(key.secret)
    return _open(key, print_, source_address, table or open_table(), real)


def _open(
    key: Key, print_: str, source_address: str, table: Table, real: datetime | None
) -> Dossier:
    now = real or real_now()
    refuse_hasty_source(table, source_address, now)
    dossier = _find(key.dossier_id, table)
    link = find_link(dossier, print_, now) if dossier else None
    if dossier is None or link is None or has_left_since(table, link.maker_id, link.epoch):
        count_wrong_try(table, source_address, now)
        raise FollowingUnknown
    return dossier


def _find(dossier_id: str, table: Table) -> Dossier | None:
    try:
        return load_dossier(dossier_id, seen_by=platform("page"), table=table)
    except NotFound:
        return None

"""The mails of a case that was loaded whole: no call."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.cases.model import CaseLike
from chalicelib.notices.model import Notice
from chalicelib.rows.beside import NOTICE


def notice_from_item(item: Mapping[str, Any]) -> Notice:
    """Read a notice back, from its row or from the work index."""
    return msgspec.convert(dict(item), Notice)


def list_notices(case: CaseLike) -> tuple[Notice, ...]:
    """List the notices of a case that was loaded whole, oldest first."""
    rows = NOTICE.among(case.rows)
    return tuple(sorted(map(notice_from_item, rows), key=lambda one: (one.event_seq, one.kind)))

"""The private link of who follows a dossier without an account: its secret, its life, its end.

The address of a page holds the dossier's id and a secret of 256 bits; the address of a calendar
holds the hash of that secret, from which nobody comes back to the page. The table keeps the hash
of the hash: it opens neither. A mail's print stands in the row of its notice, which is written
anyway when the mail leaves; the prints of links made by hand stand in one row of the dossier.
Links live in real time. Pure.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.dossiers.model import Dossier
from chalicelib.policy.connection import Connection
from chalicelib.policy.decide import may
from chalicelib.policy.model import Allowed, Asker, Facts, Grant, Ground
from chalicelib.policy.require import require
from chalicelib.policy.roles import Stand
from chalicelib.refusals import NotFound, Refusal
from chalicelib.rows.beside import FOLLOWING
from chalicelib.words.translation import _

LINK_LIFE = timedelta(days=365)
"""A link outlives the longest legal delay of a connection (twelve months), and no more."""

MOST_LINKS = 5
"""Links made by hand that work at once: a sixth ends the oldest."""

PRINTS = "follows"
"""The attribute of a row that holds prints, oldest first, parted by spaces."""

ID_PREFIX, ID_LETTERS = "dos_", 32
PRINT_LETTERS = 32
TOKEN = re.compile(r"[0-9a-f]{32}[A-Za-z0-9_-]{43}")
NOWHERE = f"{ID_PREFIX}{'0' * ID_LETTERS}"
"""No dossier has this id: what is no token at all is looked for there, at the same cost."""


class FollowingUnknown(NotFound):
    """No link that works has this secret."""

    code = "following-unknown"
    status = 404
    message = _(
        "Ce lien de suivi n’est pas le bon, ou il ne sert plus. Ouvrez celui de notre dernier "
        "mail, ou demandez-en un nouveau à votre installateur."
    )


class NothingToFollow(Refusal):
    """A draft, or a dossier whose person was erased, is followed by nobody."""

    code = "nothing-to-follow"
    status = 409
    message = _("Ce dossier ne peut pas être suivi : il n’est pas envoyé, ou il est effacé.")


@dataclass(frozen=True, slots=True)
class Key:
    """What an address holds: the dossier, and a secret or the hash of one."""

    dossier_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link that was made: the print of its secret, and the real instant.

    One made by hand says whose it is and the access epoch of its maker; a mail's is nobody's.
    """

    print_: str
    made_at: datetime
    maker_id: str = ""
    epoch: int = 0

    def grant(self, dossier_id: str, cut_at: datetime | None) -> Grant:
        """Give what it grants: to whoever holds it, to follow its dossier for its life or to a cut."""
        is_cut = cut_at is not None and self.made_at <= cut_at
        return Grant(
            grantee=self.print_,
            object_id=dossier_id,
            actions=frozenset({Connection.FOLLOW.code}),
            ground=Ground.PRIVATE_LINK,
            starts_at=self.made_at,
            ends_at=self.made_at + LINK_LIFE,
            ended_at=cut_at if is_cut else None,
            proof=self.maker_id,
        )


def write_token(dossier_id: str, secret: str) -> str:
    """Write what an address holds of a dossier and a secret."""
    return f"{dossier_id.removeprefix(ID_PREFIX)}{secret}"


def read_token(token: str) -> Key:
    """Read what an address holds; what cannot be one of ours leads to no dossier."""
    if not TOKEN.fullmatch(token):
        return Key(NOWHERE, "")
    return Key(f"{ID_PREFIX}{token[:ID_LETTERS]}", token[ID_LETTERS:])


def calendar_secret(secret: str) -> str:
    """Derive the secret of a calendar from that of its page; there is no way back."""
    return _hash(f"calendar:{secret}")


def print_of(secret: str) -> str:
    """Give what the table keeps of a page's secret: 192 bits of the hash of the calendar's."""
    return print_of_calendar(calendar_secret(secret))


def print_of_calendar(secret: str) -> str:
    """Give what the table keeps, from the secret of a calendar."""
    return _hash(f"print:{secret}")[:PRINT_LETTERS]


def _hash(text: str) -> str:
    hashed = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


def list_links(dossier: Dossier) -> tuple[MadeLink, ...]:
    """List the links of a dossier, those of its mails and those made by hand."""
    return tuple(link for row in dossier.rows.values() for link in _links_of(row))


def _links_of(row: Mapping[str, Any]) -> Iterator[MadeLink]:
    """The links of a row: a notice's were made when it left, another row says when."""
    at = row.get("sent_at") or row.get("created_at")
    for word in str(row.get(PRINTS) or "").split():
        print_, *by_hand = word.split("|")
        if by_hand:
            made_at, maker_id, epoch = by_hand
            yield MadeLink(print_, datetime.fromisoformat(made_at), maker_id, int(epoch))
        elif at:
            yield MadeLink(print_, datetime.fromisoformat(str(at)))


def made_by_hand(dossier: Dossier) -> tuple[MadeLink, ...]:
    """List the links that were made by hand, oldest first."""
    return tuple(_links_of(dossier.rows.get(FOLLOWING.sk(), {})))


def cut_at(dossier: Dossier) -> datetime | None:
    """Give the real instant up to which every link was cut, or None."""
    found = dossier.rows.get(FOLLOWING.sk(), {}).get("cut_at")
    return datetime.fromisoformat(found) if found else None


def list_working(dossier: Dossier, now: datetime) -> tuple[MadeLink, ...]:
    """List the links that open something at a real instant."""
    if not may_be_followed(dossier):
        return ()
    cut, whose = cut_at(dossier), dossier.head.dossier_id
    return tuple(link for link in list_links(dossier) if link.grant(whose, cut).holds(now))


def may_be_followed(dossier: Dossier) -> bool:
    """Say whether a dossier may be followed: a sent one, whose person is not erased."""
    head = dossier.head
    return head.submitted_at is not None and head.erased_at is None


def find_link(dossier: Dossier, print_: str, now: datetime) -> MadeLink | None:
    """Find the link with a print by which the policy lets its holder follow, at a real instant.

    Every print is compared, none skipped.
    """
    found = [link for link in list_links(dossier) if hmac.compare_digest(link.print_, print_)]
    if not found or not may_be_followed(dossier):
        return None
    link, head = found[0], dossier.head
    grants = (link.grant(head.dossier_id, cut_at(dossier)),)
    holder = Asker(print_, Stand.HOLDER)
    answer = may(holder, Connection.FOLLOW, Facts(head.dossier_id), grants, now)
    return link if isinstance(answer, Allowed) else None


def require_maker(by: Actor, dossier: Dossier) -> None:
    """Refuse who may not make or cut links, and a dossier that nobody follows."""
    require(by, Connection.MAKE_FOLLOWING)
    if not may_be_followed(dossier):
        raise NothingToFollow

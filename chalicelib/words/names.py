"""Names that somebody typed, of people and of firms: they go into our mails, an address does not.

A mail program makes a link of whatever looks like an address. A name that holds one would make our
mail, sent from our domain to somebody who trusts it, carry a stranger's link.
"""

import re
import unicodedata
from typing import Final

from chalicelib.words.translation import _

ENDINGS: Final = "app biz br cn com eu fr info io net online org pt ru shop uk xyz".split()  # noqa: SIM905 - endings are read and added more easily in a line
"""Of a bare domain that mail programs make a link of; before a `/` any ending is one's."""

ADDRESS: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//\S*"
    r"|\b(?:https?|ftp|mailto|tel|sms|javascript|data):\S*"
    r"|\bwww\d?\.\S*"
    r"|[^\s@]+@[^\s@]+\.\w\S*"
    r"|\b(?:[\w-]{2,63}\.)+[a-z]{2,24}[/:?#]\S*"
    rf"|\b(?:[\w-]{{2,63}}\.)+(?:{'|'.join(ENDINGS)})\b(?!\.\w)",
    re.IGNORECASE,
)
LEFT_OUT: Final = "…"
ADDRESS_IN_NAME: Final = _(
    "{label} : retirez l’adresse de site ou de messagerie, un nom n’en contient pas."
)
"""What is said of a name that holds one."""


def has_address(name: str) -> bool:
    """Say whether a name holds what looks like an address: of a site, of a mailbox, of a call."""
    return ADDRESS.search(_as_read(name)) is not None


def without_address(name: str) -> str:
    """Write a name on one line, without what looks like an address: for names that are stored."""
    line = " ".join(name.split())
    return ADDRESS.sub(LEFT_OUT, _as_read(line)) if has_address(line) else line


def _as_read(name: str) -> str:
    """Write a name as programs read it: wide letters and signs that are not seen become plain."""
    plain = unicodedata.normalize("NFKC", name)
    shown = "".join(one for one in plain if unicodedata.category(one) != "Cf")
    return shown.translate(DOTS)


DOTS: Final = str.maketrans("。。․", "...")
"""Marks that a domain may have for a dot."""

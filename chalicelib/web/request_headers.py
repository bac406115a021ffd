"""What a request says of itself in its headers: foreign text, read here and nowhere else.

Whatever stands in a header, reading it gives text that fits one line and never raises: a page that
shows an error reads headers too.
"""

from collections.abc import Mapping
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

LONGEST: Final = 8_000
"""Of one header, in characters: the gateway gives all of them some 10 kB."""

UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"


class Asked(Protocol):
    """A request, or what has headers as one."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the headers, by their names in small letters."""


def read_header(request: Asked, name: str, *, most: int = LONGEST) -> str:
    """Read a header; empty when there is none.

    A sign that cannot be printed, such as a line end or half a character, becomes one that stands
    for nothing; what is longer than `most` characters is cut.
    """
    text = request.headers.get(name, "")[:most].strip()
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else UNREADABLE for one in text)


def find_header(request: Asked, name: str) -> str | None:
    """Find a header; None when it was not sent."""
    return read_header(request, name) if name in request.headers else None


def find_page_path(request: Asked, portal_url: str) -> str:
    """Find the path of the page of ours from which the request came; empty when it is none.

    What it has in its query is not told: a page is shown again without it.
    """
    try:
        page, ours = urlsplit(read_header(request, "referer")), urlsplit(portal_url)
        path = page.path or "/"
        unquote(path, errors="strict")
    except ValueError:
        return ""
    return path if (page.scheme, page.netloc) == (ours.scheme, ours.netloc) else ""

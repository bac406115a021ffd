"""The choice of a language: which are offered, and where each choice leads back to."""

from dataclasses import dataclass
from urllib.parse import quote

from chalice.app import Request

from chalicelib.settings import load_settings
from chalicelib.web.request_headers import find_page_path
from chalicelib.web.routes import ROUTES
from chalicelib.words.languages import OFFERED, OWN_NAMES
from chalicelib.words.translation import language_now, tag_of

COOKIE_S = 365 * 24 * 3600
"""A browser keeps its language for a year."""

LONGEST_WAY_BACK = 1500
"""An address longer than that leads home instead: headers have an end."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One language of the footer: how it calls itself, how HTML does, and what chooses it.

    `back` is where the reader goes on; `path` chooses it for a browser whose reader is not known.
    """

    name: str
    tag: str
    back: str
    path: str
    is_current: bool


def list_languages(request: Request, address: str) -> tuple[Choice, ...]:
    """List the languages offered, each with the address that chooses it and comes back.

    `address` is that of the request, with its query.
    """
    back = find_way_back(request, address)
    return tuple(
        Choice(
            OWN_NAMES[one],
            tag_of(one),
            back,
            f"/langue/{tag_of(one)}?suite={quote(back, safe='')}",
            one == language_now(),
        )
        for one in OFFERED
    )


def find_way_back(request: Request, address: str) -> str:
    """Find the address that shows what the reader has before them, in another language.

    What answers a posted form is often no address of its own: then it is the form's page.
    """
    back = address if _can_be_asked(request) else _form_page(request)
    return back if len(back) <= LONGEST_WAY_BACK else "/"


def _can_be_asked(request: Request) -> bool:
    if request.method == "GET":
        return True
    pattern = request.context.get("resourcePath")
    return any(route.path == pattern and route.method == "GET" for route in ROUTES)


def _form_page(request: Request) -> str:
    return find_page_path(request, load_settings().portal_url) or "/"

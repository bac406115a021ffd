"""What the portal serves for itself: its own files, and the API described for people."""

from chalice.app import Blueprint, Response

from chalicelib.refusals import NotFound
from chalicelib.web.headers import COMMON
from chalicelib.web.page import page
from chalicelib.web.static import FOREVER, read_static
from chalicelib.web.visit import Visit

pages = Blueprint(__name__)


@page(pages, "/static/{name}", allow="public")
def serve_static(visit: Visit, name: str) -> Response:
    """Serve one of our files, to be kept for ever under this name."""
    text, content_type = read_static(name)
    headers = {"Content-Type": content_type, "Cache-Control": FOREVER, **COMMON}
    return visit.answer(text, 200, headers)


@page(pages, "/api", allow="public")
def show_api(visit: Visit) -> Response:
    """Describe the JSON API for people: how to begin, what it answers, every endpoint."""
    from chalicelib.web.openapi import STATUSES, list_endpoints
    from chalicelib.web.rooms import open_every_room

    open_every_room(pages.current_app)
    return visit.show("web/api.html", endpoints=list_endpoints(), statuses=STATUSES)


@page(pages, "/{unknown}", allow="public")
def show_unknown(_visit: Visit, unknown: str) -> Response:  # noqa: ARG001 # the place is the router's
    """Say in our own words that there is no such page; the gateway would answer in its own."""
    raise NotFound


@page(pages, "/{unknown}/{more}", allow="public")
def show_unknown_below(_visit: Visit, unknown: str, more: str) -> Response:  # noqa: ARG001 # idem
    """Say the same of an address one level deeper."""
    raise NotFound

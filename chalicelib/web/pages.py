"""What the portal serves for itself: its files, its languages, the API described for people."""

from chalice.app import Blueprint, Response

from chalicelib.refusals import NotFound
from chalicelib.web.headers import COMMON
from chalicelib.web.page import page
from chalicelib.web.static import FOREVER, read_static
from chalicelib.web.visit import Visit, is_own_path
from chalicelib.words.translation import find_offered

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


@page(pages, "/langue/{language}", allow="public")
def choose_language(visit: Visit, language: str) -> Response:
    """Have a browser keep the choice of a language, and go back to what was read.

    A link that somebody else made may lead here: nothing of an account changes by it.
    """
    _keep_language(visit, language)
    return _go_back(visit, visit.query.get("suite", ""))


@page(pages, "/langue", method="POST", allow="public")
def post_language(visit: Visit) -> Response:
    """Keep the reader's choice of a language with their account too: their mails are in it."""
    from chalicelib.accounts.choose_language import choose_language as keep_on_account

    chosen = _keep_language(visit, visit.form.text("langue"))
    if visit.visitor is not None and visit.visitor.language != chosen:
        keep_on_account(visit.visitor, chosen)
    return _go_back(visit, visit.form.text("suite"))


def _keep_language(visit: Visit, language: str) -> str:
    from chalicelib.web.languages import COOKIE_S

    chosen = find_offered(language)
    if not chosen:
        raise NotFound
    visit.keep("language", chosen, max_age_s=COOKIE_S)
    return chosen


def _go_back(visit: Visit, wanted: str) -> Response:
    return visit.go(wanted if is_own_path(wanted) else "/")

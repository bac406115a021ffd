"""The page of a search; it works as a plain form, its question kept in the address."""

from urllib.parse import urlencode

from chalice.app import Blueprint, Response

from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit

pages = Blueprint(__name__)


@page(pages, "/recherche", allow=PROFESSIONALS)
def show_search(visit: Visit) -> Response:
    """Show what was found for `q`."""
    from chalicelib.accounts.acting import as_actor
    from chalicelib.search.find_dossiers import SHORTEST, find_dossiers, read_query
    from chalicelib.search.lines import make_lines

    text, start = visit.query.get("q", ""), visit.query.get("debut") or None
    found = find_dossiers(text, by=as_actor(visit.person, "page"), start=start)
    following = urlencode({"q": text, "debut": found.next}) if found.next else ""
    return visit.show(
        "search/found.html",
        q=text,
        too_short=bool(text.strip()) and len(read_query(text)) < SHORTEST,
        lines=make_lines(found.heads),
        is_cut=found.is_cut,
        previous_url=f"/recherche?{urlencode({'q': text})}" if start else "",
        next_url=f"/recherche?{following}" if following else "",
    )

"""The health of the stage for people, and the line about the scanner on the dossiers' pages."""

from chalice.app import Blueprint, Response

from chalicelib.health.read_health import find_scanner_state, read_health
from chalicelib.health.words import tell_aside, tell_scanner
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit

pages = Blueprint(__name__)

provide("tell_of_scanner", lambda: tell_scanner(find_scanner_state()))


@page(pages, "/sante", allow="public")
def show_health(visit: Visit) -> Response:
    """Show whether files are judged, the scanner answers, events are read: 503 when one is not."""
    health = read_health()
    return visit.show(
        "health/health.html",
        status=200 if health.is_well else 503,
        health=health,
        scanner=tell_scanner(health.scanner),
        events=tell_aside(health.aside),
    )

"""The health of the stage for programs that watch it."""

from chalice.app import Blueprint

from chalicelib.health.read_health import read_health
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)


@endpoint(
    api,
    "GET",
    "/health",
    allow="public",
    summary=_(
        "Dire si les fichiers sont vérifiés, si l’antivirus répond et si tout événement est lu (503 sinon)"
    ),
    gives="chalicelib.health.forms:HealthView",
    succeeds=(200, 503),
)
def show_health(_call: Call) -> Reply:
    """Say whether files are judged, the scanner answers, events are read: 503 when one is not."""
    health = read_health()
    body = {
        "is_well": health.is_well,
        "scanner": health.scanner.scanner,
        "scanner_is_answering": health.scanner.is_answering,
        "files_are_judged": health.is_judging,
        "events_set_aside": health.aside.count,
        "set_aside_since": health.aside.since,
    }
    return Reply(body, 200 if health.is_well else 503)

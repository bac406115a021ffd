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
    summary=_("Dire si les fichiers sont vérifiés et si l’antivirus répond (503 sinon)"),
    gives="chalicelib.health.forms:HealthView",
)
def show_health(_call: Call) -> Reply:
    """Say whether files are judged and the scanner answers: 503 when something is in trouble."""
    health = read_health()
    body = {
        "is_well": health.is_well,
        "scanner": health.scanner.scanner,
        "scanner_is_answering": health.scanner.is_answering,
        "files_are_judged": health.is_judging,
    }
    return Reply(body, 200 if health.is_well else 503)

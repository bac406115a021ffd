"""The search on the API."""

from chalice.app import Blueprint

from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)

FORMS = "chalicelib.search.forms"


@endpoint(
    api,
    "GET",
    "/search",
    allow=PROFESSIONALS,
    summary=_("Chercher des dossiers par nom, commune, code postal, téléphone, PDL ou numéro"),
    queries=("q", "cursor"),
    gives=f"{FORMS}:FoundAnswer",
)
def search(call: Call) -> dict[str, object]:
    """Find dossiers."""
    from chalicelib.accounts.acting import as_actor
    from chalicelib.dossiers.views import view_head
    from chalicelib.search.find_dossiers import find_dossiers

    found = find_dossiers(
        call.query.get("q", ""), by=as_actor(call.person, "api"), start=call.query.get("cursor")
    )
    return {
        "dossiers": [view_head(head) for head in found.heads],
        "next": found.next,
        "is_cut": found.is_cut,
    }

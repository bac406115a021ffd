"""The page of what is typed again elsewhere: each destination's answers, the mandate, the file."""

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.load import load_dossier
from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.web.headers import page_headers
from chalicelib.web.page import page
from chalicelib.web.visit import Visit

pages = Blueprint(__name__)

TRANSCRIPT = "/dossiers/{dossier_id}/a-recopier"


@page(pages, TRANSCRIPT, allow=PROFESSIONALS)
def show_transcript(visit: Visit, dossier_id: str) -> Response:
    """Show a dossier's answers in the order of the screens that ask for them."""
    from chalicelib.dossiers.statuses import Status
    from chalicelib.reference.operators import DEFAULT, OPERATORS
    from chalicelib.transcripts.answer import answer_screens
    from chalicelib.transcripts.model import Destination

    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    operator = OPERATORS.get(dossier.head.operator, DEFAULT)
    return visit.show(
        "transcripts/transcript.html",
        head=dossier.head,
        is_draft=dossier.head.status is Status.DRAFT,
        operator=operator,
        is_theirs=operator.code == DEFAULT.code,
        screens=answer_screens(dossier, Destination.OPERATOR),
        consuel=answer_screens(dossier, Destination.CONSUEL),
    )


@page(pages, TRANSCRIPT + "/demande.csv", allow=PROFESSIONALS)
def download_request(visit: Visit, dossier_id: str) -> Response:
    """Give the dossier's request as the file that an operator's drop takes."""
    from chalicelib.transcripts.request_file import name_request_file, write_request_file

    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    content = write_request_file(dossier)
    headers = {
        **page_headers(),
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name_request_file(dossier)}"',
    }
    return visit.answer(content, 200, headers)

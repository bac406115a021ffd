"""Pages of the notices: a dossier's mails, and what to do when one came back."""

from chalice.app import Blueprint, Response

from chalicelib.dossiers.acting import as_actor
from chalicelib.dossiers.model import Dossier
from chalicelib.notices.correct_client_email import correct_client_email
from chalicelib.notices.list_dossier_notices import list_dossier_notices
from chalicelib.notices.read_standing import read_standing
from chalicelib.notices.resume_sending import resume_sending
from chalicelib.policy.audiences import AGENTS, PROFESSIONALS
from chalicelib.refusals import InvalidFields
from chalicelib.subscription.ask_link import ask_link
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

pages = Blueprint(__name__)


def find_last_link(dossier: Dossier) -> object:
    """Find the last mail that took a link to the client, for the pages of the other rooms."""
    from chalicelib.notices.facts import WITH_LINK
    from chalicelib.notices.store import list_notices
    from chalicelib.notices.words import view_notice

    sent = [notice for notice in list_notices(dossier) if notice.kind in WITH_LINK]
    return view_notice(sent[-1]) if sent else None


provide("find_last_link", find_last_link)


@page(pages, "/dossiers/{dossier_id}/mails", allow=PROFESSIONALS)
def show_mails(visit: Visit, dossier_id: str) -> Response:
    """Show a dossier's mails and what became of each."""
    return _show(visit, dossier_id)


@page(pages, "/dossiers/{dossier_id}/adresse-client", method="POST", allow=PROFESSIONALS)
def correct_address(visit: Visit, dossier_id: str) -> Response:
    """Correct the client's address; the link of the subscription goes out again."""
    email = visit.form.text("email")
    try:
        correct_client_email(dossier_id, email, by=as_actor(visit.person, "page"))
    except InvalidFields as invalid:
        errors = {one.field: translate(one.message, **one.values) for one in invalid.problems}
        return _show(visit, dossier_id, email=email, errors=errors)
    done = _("L’adresse est corrigée : le lien de souscription repart à la nouvelle.")
    return visit.go(f"/dossiers/{dossier_id}", flash=done)


@page(pages, "/dossiers/{dossier_id}/lien-souscription", method="POST", allow=PROFESSIONALS)
def resend_link(visit: Visit, dossier_id: str) -> Response:
    """Have a new link mailed to the client."""
    ask_link(dossier_id, by=as_actor(visit.person, "page"))
    done = _("Un nouveau lien de souscription part à l’adresse du client.")
    return visit.go(f"/dossiers/{dossier_id}", flash=done)


@page(pages, "/mails", allow=AGENTS)
def show_standing(visit: Visit) -> Response:
    """Show how the mails of the platform do, and what waits."""
    overview = read_standing(by=as_actor(visit.person, "page"))
    return visit.show("notices/standing.html", overview=overview)


@page(pages, "/mails/reprise", method="POST", allow=AGENTS)
def resume(visit: Visit) -> Response:
    """Resume the sending that stopped by itself."""
    resume_sending(by=as_actor(visit.person, "page"))
    return visit.go("/mails", flash=_("Les envois reprennent : ce qui attendait part sous peu."))


def _show(
    visit: Visit, dossier_id: str, *, email: str = "", errors: dict[str, str] | None = None
) -> Response:
    dossier, notices = list_dossier_notices(dossier_id, seen_by=as_actor(visit.person, "page"))
    return visit.show(
        "notices/mails.html",
        status=422 if errors else 200,
        dossier=dossier,
        notices=notices,
        email=email,
        errors=errors or {},
    )

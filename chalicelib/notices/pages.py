"""Pages of the notices: how the mails of the platform do."""

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.notices.read_standing import is_firm_held, read_standing
from chalicelib.notices.resume_sending import resume_firm, resume_sending
from chalicelib.policy.audiences import AGENTS
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _

pages = Blueprint(__name__)
provide("is_firm_held", is_firm_held)


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


@page(pages, "/mails/reprise/{firm_id}", method="POST", allow=AGENTS)
def resume_for_firm(visit: Visit, firm_id: str) -> Response:
    """Let the mails of one firm go on."""
    resume_firm(firm_id, by=as_actor(visit.person, "page"))
    return visit.go("/mails", flash=_("Les mails de l’entreprise reprennent sous peu."))

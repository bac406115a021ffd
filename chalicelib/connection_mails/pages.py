"""Pages of a connection's mails: a dossier's mails, and what to do when one came back."""

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.refusals import TooManyMails
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.connection_mails.list_dossier_notices import list_dossier_notices
from chalicelib.connection_mails.note_address_seen import note_address_seen
from chalicelib.dossiers.client_address import AddressReason
from chalicelib.dossiers.labels import ADDRESS_REASONS
from chalicelib.dossiers.model import Dossier
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
    from chalicelib.connection_mails.facts import WITH_LINK
    from chalicelib.notices.notices_of import list_notices
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
    email, reason = visit.form.text("email"), visit.form.text("reason")
    try:
        correct_client_email(dossier_id, email, reason, by=as_actor(visit.person, "page"))
    except InvalidFields as invalid:
        errors = {one.field: translate(one.message, **one.values) for one in invalid.problems}
        return _show(visit, dossier_id, email=email, reason=reason, errors=errors)
    except TooManyMails as refusal:
        errors = {"email": translate(refusal.message, **refusal.values)}
        return _show(visit, dossier_id, email=email, reason=reason, errors=errors, status=429)
    done = _(
        "L’adresse est corrigée. L’ancienne en est prévenue par mail, et nos équipes le voient."
    )
    return visit.go(f"/dossiers/{dossier_id}", flash=done)


@page(pages, "/dossiers/{dossier_id}/lien-souscription", method="POST", allow=PROFESSIONALS)
def resend_link(visit: Visit, dossier_id: str) -> Response:
    """Have a new link mailed to the client."""
    ask_link(dossier_id, by=as_actor(visit.person, "page"))
    done = _("Un nouveau lien de souscription part à l’adresse du client.")
    return visit.go(f"/dossiers/{dossier_id}", flash=done)


@page(pages, "/dossiers/{dossier_id}/adresse-vue", method="POST", allow=AGENTS)
def see_address(visit: Visit, dossier_id: str) -> Response:
    """Note that an agent has looked at an address that was replaced."""
    note_address_seen(dossier_id, by=as_actor(visit.person, "page"))
    return visit.go(
        f"/dossiers/{dossier_id}", flash=_("C’est noté : le dossier n’est plus signalé.")
    )


def list_address_reasons(dossier: Dossier) -> list[tuple[str, str]]:
    """List the reasons to choose from, first that of a mail that came back where one did."""
    return [
        (str(reason), translate(label))
        for reason, label in ADDRESS_REASONS.items()
        if reason is not AddressReason.MAIL_BOUNCED or dossier.head.client_unreachable
    ]


provide("list_address_reasons", list_address_reasons)


def _show(
    visit: Visit,
    dossier_id: str,
    *,
    email: str = "",
    reason: str = "",
    errors: dict[str, str] | None = None,
    status: int = 422,
) -> Response:
    dossier, notices = list_dossier_notices(dossier_id, seen_by=as_actor(visit.person, "page"))
    return visit.show(
        "notices/mails.html",
        status=status if errors else 200,
        dossier=dossier,
        notices=notices,
        email=email,
        reason=reason,
        errors=errors or {},
    )

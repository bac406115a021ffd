"""The client's pages: read and sign, decline, ask for a new link. The link is the only key."""

from chalice.app import Blueprint, Response

from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.subscription.ask_link import renew_link
from chalicelib.subscription.decline import decline
from chalicelib.subscription.model import LinkExpired, NothingToSign, has_declined
from chalicelib.subscription.open_link import Opening, open_link
from chalicelib.subscription.recap import recap_of
from chalicelib.subscription.sign import Signature, TextsChanged, sign, versions_of
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.web.words import _, tell

pages = Blueprint(__name__)

TICKED = "oui"


@page(pages, "/souscription/{token}", allow="public")
def show_subscription(visit: Visit, token: str) -> Response:
    """Show what there is to sign, or what was decided; an expired link offers another."""
    try:
        opening = open_link(token)
    except LinkExpired:
        return visit.show("subscription/expired.html", status=410, token=token)
    if opening.signed_at:
        return visit.show("subscription/signed.html", opening=opening, recap=recap_of(opening))
    if not opening.dossier.head.is_open:
        raise NothingToSign
    return _show_form(visit, token, opening)


@page(pages, "/souscription/{token}", method="POST", allow="public")
def sign_subscription(visit: Visit, token: str) -> Response:
    """Sign; a second click finds it signed."""
    ticked = (name for name, value in visit.form if value == TICKED)
    signature = Signature(
        name=visit.form.text("name"),
        ticked=frozenset(ticked),
        versions=visit.form.text("versions"),
        source_address=visit.source_address,
        browser=visit.user_agent,
    )
    try:
        sign(token, signature)
    except InvalidFields as invalid:
        return _show_form(visit, token, open_link(token), invalid.problems)
    except TextsChanged as changed:
        told = FieldProblem("versions", changed.code, changed.message)
        return _show_form(visit, token, open_link(token), (told,))
    return visit.go(f"/souscription/{token}")


@page(pages, "/souscription/{token}/refus", method="POST", allow="public")
def decline_subscription(visit: Visit, token: str) -> Response:
    """Decline, with a reason if the client gives one."""
    decline(token, visit.form.text("reason"))
    thanks = _(
        "C’est noté. Votre installateur est prévenu ; vous pouvez encore changer d’avis ici."
    )
    return visit.go(f"/souscription/{token}", flash=thanks)


@page(pages, "/souscription/{token}/nouveau-lien", method="POST", allow="public")
def renew_subscription_link(visit: Visit, token: str) -> Response:
    """Have a new link mailed to the address on file."""
    renew_link(token)
    return visit.show("subscription/renewed.html")


def _show_form(
    visit: Visit, token: str, opening: Opening, problems: tuple[FieldProblem, ...] = ()
) -> Response:
    errors = {one.field: tell(one.message, **one.values) for one in problems}
    ticked = {name for name, value in visit.form if value == TICKED} if problems else set()
    return visit.show(
        "subscription/sign.html",
        status=422 if problems else 200,
        token=token,
        texts=opening.texts,
        versions=versions_of(opening.texts),
        recap=recap_of(opening),
        declined=has_declined(opening.dossier),
        errors=errors,
        labels={f"consent_{text.text_id}": text.title for text in opening.texts},
        ticked=ticked,
        name=visit.form.text("name") if problems else "",
    )

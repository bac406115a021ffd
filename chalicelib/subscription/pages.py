"""The client's pages: read and sign, decline, ask for a new link. The link is the only key."""

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.dossiers.signing import has_declined
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.subscription import pages_papers, pages_space
from chalicelib.subscription.ask_link import renew_link
from chalicelib.subscription.blueprints import pages
from chalicelib.subscription.decline import decline
from chalicelib.subscription.model import (
    AlreadySigned,
    LinkExpired,
    NothingToSign,
    box_of,
    is_consumer,
)
from chalicelib.subscription.offer_words import tell_offer
from chalicelib.subscription.offers import offer_on
from chalicelib.subscription.open_link import Opening, open_link
from chalicelib.subscription.professional import LABELS, DiffersFromDossier, company_in
from chalicelib.subscription.recap import recap_of
from chalicelib.subscription.sign import Signature, TextsChanged, sign, versions_of
from chalicelib.subscription.texts import OPTIONAL
from chalicelib.subscription.withdrawal import WITHDRAWAL_DAYS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, language_now, translate

__all__ = ["pages", "pages_papers", "pages_space"]

TICKED = "oui"
KEEPS = "keeps_differences"
"""The box by which a professional confirms what differs from the dossier."""


@page(pages, "/souscription/{token}", allow="public")
def show_subscription(visit: Visit, token: str) -> Response:
    """Show what there is to sign, or what was decided; an expired link offers another."""
    try:
        opening = open_link(token)
    except LinkExpired:
        return visit.show("subscription/expired.html", status=410, token=token)
    if opening.signed_at:
        return pages_space.draw_signed(visit, token, opening)
    if not opening.dossier.head.is_open:
        raise NothingToSign
    return _show_form(visit, token, opening)


@page(pages, "/souscription/{token}", method="POST", allow="public")
def sign_subscription(visit: Visit, token: str) -> Response:
    """Sign; a second click finds it signed."""
    try:
        sign(token, _read_signature(visit))
    except InvalidFields as invalid:
        return _show_form(visit, token, open_link(token), invalid.problems)
    except TextsChanged as changed:
        told = FieldProblem("versions", changed.code, changed.message)
        return _show_form(visit, token, open_link(token), (told,))
    except DiffersFromDossier as differs:
        told = FieldProblem(KEEPS, differs.code, differs.message)
        return _show_form(visit, token, open_link(token), (told,), differs.fields)
    return visit.go(f"/souscription/{token}")


def _read_signature(visit: Visit) -> Signature:
    form = visit.form
    ticked = frozenset(name for name, value in form if value == TICKED)
    return Signature(
        name=form.text("name"),
        ticked=ticked,
        versions=form.text("versions"),
        source_address=visit.source_address,
        browser=visit.user_agent,
        language=language_now(),
        company=form.text("company"),
        registration=form.text("registration"),
        capacity=form.text("capacity"),
        keeps_differences=KEEPS in ticked,
    )


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
    from chalicelib.subscription.pages_space import renew_signed

    try:
        renew_link(token)
    except AlreadySigned:
        renew_signed(token)
    return visit.show("subscription/renewed.html")


def _show_form(
    visit: Visit,
    token: str,
    opening: Opening,
    problems: tuple[FieldProblem, ...] = (),
    differs: tuple[str, ...] = (),
) -> Response:
    errors = {one.field: translate(one.message, **one.values) for one in problems}
    offer = offer_on(opening.today)
    return visit.show(
        "subscription/sign.html",
        status=422 if problems else 200,
        token=token,
        texts=opening.texts,
        boxes={text.text_id: box_of(text) for text in opening.texts},
        optional=OPTIONAL,
        versions=versions_of(opening.texts),
        offer=offer,
        points=tell_offer(offer, opening.dossier.values_of("documents")),
        recap=recap_of(opening),
        consumer=is_consumer(opening.dossier),
        withdrawal_days=WITHDRAWAL_DAYS,
        declined=has_declined(opening.dossier),
        errors=errors,
        labels={box_of(text): text.title for text in opening.texts},
        ticked={name for name, value in visit.form if value == TICKED} if problems else set(),
        name=visit.form.text("name") if problems else "",
        company=_company_shown(visit, opening, typed=bool(problems)),
        company_labels={name: translate(label) for name, label in LABELS.items()},
        known_pairs=_list_known(opening, differs),
        differs=differs,
    )


def _company_shown(visit: Visit, opening: Opening, *, typed: bool) -> Mapping[str, str]:
    """What stands in a professional's fields: as typed, else as the dossier has it."""
    if typed:
        return {name: visit.form.text(name) for name in LABELS}
    return company_in(opening.dossier).as_mapping()


def _list_known(opening: Opening, differs: tuple[str, ...]) -> list[tuple[str, str]]:
    """What the dossier has of the fields that were typed otherwise."""
    known = company_in(opening.dossier).as_mapping()
    return [(translate(LABELS[name]), known[name]) for name in differs]

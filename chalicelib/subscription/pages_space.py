"""The page of a signed subscription: what comes next, the papers, and the client's own space."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.model import Role, Session
from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.refusals import Refusal
from chalicelib.subscription.blueprints import pages
from chalicelib.subscription.open_link import Opening, open_link
from chalicelib.subscription.panel import list_paper_lines
from chalicelib.subscription.recap import recap_of
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

HOME = "/mes-dossiers"


@page(pages, "/dossiers/{dossier_id}/lien-espace", method="POST", allow=PROFESSIONALS)
def send_space_link(visit: Visit, dossier_id: str) -> Response:
    """Have the client mailed the link that opens their space."""
    from chalicelib.subscription.ask_space import ask_space

    ask_space(dossier_id, by=as_actor(visit.person, "page"))
    done = _("Le lien pour ouvrir l’espace est en route vers le client.")
    return visit.go(f"/dossiers/{dossier_id}", flash=done)


def renew_signed(token: str) -> None:
    """Have a new link mailed for a signed subscription, whose page opens the space."""
    from chalicelib.subscription.ask_space import ask_space
    from chalicelib.subscription.model import signatory_of

    dossier_id = open_link(token, even_expired=True).link.dossier_id
    ask_space(dossier_id, by=signatory_of(dossier_id))


@page(pages, "/souscription/{token}/espace", method="POST", allow="public")
def open_own_space(visit: Visit, token: str) -> Response:
    """Open the client's space with the password they chose, and sign them in."""
    from chalicelib.subscription.open_space import open_space

    password, present = visit.form.text("password"), visit.form.text("present")
    try:
        opened = open_space(
            token, password, visit.form.text("again"), present=present, signed_in=visit.visitor
        )
    except Refusal as refusal:
        if refusal.field is None:
            raise
        return draw_signed(visit, token, open_link(token), refusal)
    if visit.session and visit.session.person.user_id == opened.head.client_id:
        return _wear_client(visit, visit.session)
    if not password and not present:
        done = _("Le dossier est dans votre espace : connectez-vous pour le voir.")
        return visit.go("/connexion", flash=done)
    return _sign_in(visit, opened.head.email, password or present)


def _wear_client(visit: Visit, session: Session) -> Response:
    """Go on as the client that they are now, in the session that they came with."""
    from chalicelib.accounts.hats import switch_to_role

    switch_to_role(session, Role.CLIENT)
    return visit.go(HOME)


def _sign_in(visit: Visit, email: str, password: str) -> Response:
    from chalicelib.accounts.sign_in import sign_in
    from chalicelib.accounts.sign_out import sign_out

    try:
        signed_in = sign_in(email, password, source_address=visit.source_address)
    except Refusal:
        done = _("Votre espace est ouvert : connectez-vous avec votre adresse e-mail.")
        return visit.go("/connexion", flash=done)
    if visit.session is not None:
        sign_out(visit.session)
    visit.keep("session", signed_in.token)
    visit.drop("visit")
    return visit.go(HOME)


def draw_signed(
    visit: Visit, token: str, opening: Opening, refusal: Refusal | None = None
) -> Response:
    """Draw the page of a signed subscription; `refusal` is that of a password."""
    from chalicelib.accounts.password import SHORTEST_PASSWORD
    from chalicelib.subscription.open_space import find_space, is_own_session
    from chalicelib.subscription.withdrawal import find_withdrawal_day

    signed_at = opening.signed_at
    return visit.show(
        "subscription/signed.html",
        status=refusal.status if refusal else 200,
        token=token,
        opening=opening,
        recap=recap_of(opening),
        papers=list_paper_lines(opening.dossier, f"/souscription/{token}/documents"),
        last_on=find_withdrawal_day(opening.dossier, signed_at) if signed_at else None,
        space=find_space(opening),
        is_own_session=is_own_session(opening, visit.visitor),
        email=opening.dossier.head.email,
        shortest=SHORTEST_PASSWORD,
        errors={str(refusal.field): translate(refusal.message, **refusal.values)}
        if refusal
        else {},
    )

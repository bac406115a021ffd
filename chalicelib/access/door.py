"""Pages of the door: sign in, sign out, the way home.

What only one page needs is imported there: every cold start of the API reads this module.
"""

from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib.access.blueprints import pages
from chalicelib.access.homes import HOMES
from chalicelib.refusals import Refusal
from chalicelib.web.cookies import cookie_name
from chalicelib.web.page import page
from chalicelib.web.visit import Visit, is_own_path
from chalicelib.words.translation import find_offered, translate

if TYPE_CHECKING:
    from chalicelib.accounts.sign_in import SignedIn


@page(pages, "/", allow="public")
def go_home(visit: Visit) -> Response:
    """Send each to where their work is."""
    return visit.go(HOMES[visit.visitor.role] if visit.visitor else "/connexion")


@page(pages, "/connexion", allow="public")
def show_sign_in(visit: Visit) -> Response:
    """Show the sign-in form, or go home when somebody is signed in."""
    if visit.visitor is not None:
        return visit.go(HOMES[visit.visitor.role])
    return _sign_in_form(visit, visit.query.get("suite", ""), None)


@page(pages, "/connexion", method="POST", allow="public")
def post_sign_in(visit: Visit) -> Response:
    """Sign in, and go where the person was going."""
    from chalicelib.accounts.refusals import SignInBlocked, SourceSlowed, WrongCredentials
    from chalicelib.accounts.sign_in import sign_in
    from chalicelib.accounts.sign_out import sign_out

    form = visit.form
    wanted = form.text("suite")
    try:
        signed_in = sign_in(
            form.text("email"), form.text("password"), source_address=visit.source_address
        )
    except (WrongCredentials, SignInBlocked, SourceSlowed) as refusal:
        return _sign_in_form(visit, wanted, refusal)
    if visit.session is not None:
        sign_out(visit.session)
    visit.keep("session", signed_in.token)
    visit.drop("visit")
    _keep_language(visit, signed_in)
    return visit.go(wanted if is_own_path(wanted) else HOMES[signed_in.person.role])


def _keep_language(visit: Visit, signed_in: "SignedIn") -> None:
    """Keep with the account a language that was chosen in this browser before the sign-in."""
    chosen = find_offered(visit.cookies.get(cookie_name("language"), ""))
    if not chosen or chosen == signed_in.person.language:
        return
    from chalicelib.accounts.choose_language import choose_language

    choose_language(signed_in.person, chosen)


def _sign_in_form(visit: Visit, wanted: str, refusal: Refusal | None) -> Response:
    trouble = translate(refusal.message, **refusal.values) if refusal else ""
    status = refusal.status if refusal else 200
    email = visit.form.text("email") if refusal else ""
    return visit.show(
        "access/sign_in.html", status=status, trouble=trouble, email=email, wanted=wanted
    )


@page(pages, "/deconnexion", method="POST", allow="public")
def post_sign_out(visit: Visit) -> Response:
    """End the session."""
    from chalicelib.accounts.sign_out import sign_out

    if visit.session is not None:
        sign_out(visit.session)
        visit.drop("session")
    return visit.go("/connexion")

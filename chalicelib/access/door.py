"""Pages of the door: sign in, sign out, the way home.

What only one page needs is imported there: every cold start of the API reads this module.
"""

from chalice.app import Response

from chalicelib.access.blueprints import pages
from chalicelib.accounts.model import Role
from chalicelib.refusals import Refusal
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.web.words import tell

HOMES = {Role.INSTALLER: "/dossiers", Role.AGENT: "/dossiers", Role.CLIENT: "/mes-dossiers"}


def is_own_path(path: str) -> bool:
    """Say whether a path to go to after the sign-in stays on the portal."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()


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
    return visit.go(wanted if is_own_path(wanted) else HOMES[signed_in.person.role])


def _sign_in_form(visit: Visit, wanted: str, refusal: Refusal | None) -> Response:
    trouble = tell(refusal.message, **refusal.values) if refusal else ""
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

"""The pages of a password: activate a space, forgotten, chosen by the link of a mail."""

from chalice.app import Response

from chalicelib.access.blueprints import pages
from chalicelib.refusals import Refusal
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate


@page(pages, "/connexion/aide", allow="public")
def show_help(visit: Visit) -> Response:
    """Explain why somebody may not get in, and what to do about each reason (F22)."""
    return visit.show("access/help.html")


@page(pages, "/mot-de-passe-oublie", allow="public")
def show_forgotten(visit: Visit) -> Response:
    """Ask for the address of somebody who forgot their password."""
    return _draw_asking(visit, first=False)


@page(pages, "/mot-de-passe-oublie", method="POST", allow="public")
def post_forgotten(visit: Visit) -> Response:
    """Have the link mailed; the answer is the same for every address."""
    return _ask(visit, first=False)


@page(pages, "/activation", allow="public")
def show_activation(visit: Visit) -> Response:
    """Ask for the address of somebody who comes for the first time."""
    return _draw_asking(visit, first=True)


@page(pages, "/activation", method="POST", allow="public")
def post_activation(visit: Visit) -> Response:
    """Have the link mailed; the answer is the same for every address."""
    return _ask(visit, first=True)


def _ask(visit: Visit, *, first: bool) -> Response:
    from chalicelib.accounts.ask_password import ask_password_link

    try:
        ask_password_link(visit.form.text("email"), source_address=visit.source_address)
    except Refusal as refusal:
        return _draw_asking(visit, first=first, refusal=refusal)
    return _draw_asking(visit, first=first, asked=True)


def _draw_asking(
    visit: Visit, *, first: bool, asked: bool = False, refusal: Refusal | None = None
) -> Response:
    told = translate(refusal.message, **refusal.values) if refusal else ""
    return visit.show(
        "access/ask_password.html",
        status=refusal.status if refusal else 200,
        first=first,
        asked=asked,
        email=visit.form.text("email") if refusal else "",
        trouble=told if refusal and refusal.field is None else "",
        error=told if refusal and refusal.field else "",
    )


@page(pages, "/mot-de-passe/{token}", allow="public")
def show_choice(visit: Visit, token: str) -> Response:
    """Show where to choose a password; looking uses nothing up."""
    from chalicelib.accounts.choose_password import BY_LINK
    from chalicelib.accounts.links import open_account_link

    open_account_link(token, BY_LINK)
    return _draw_choice(visit, token)


@page(pages, "/mot-de-passe/{token}", method="POST", allow="public")
def post_choice(visit: Visit, token: str) -> Response:
    """Keep the password that was chosen, then let its owner sign in."""
    from chalicelib.accounts.choose_password import choose_password

    try:
        choose_password(token, visit.form.text("password"), visit.form.text("again"))
    except Refusal as refusal:
        if refusal.field is None:
            raise
        return _draw_choice(visit, token, refusal)
    return visit.go(
        "/connexion", flash=_("Votre mot de passe est gardé : connectez-vous avec lui.")
    )


def _draw_choice(visit: Visit, token: str, refusal: Refusal | None = None) -> Response:
    from chalicelib.accounts.password import SHORTEST_PASSWORD

    errors = {str(refusal.field): translate(refusal.message, **refusal.values)} if refusal else {}
    return visit.show(
        "access/choose_password.html",
        status=refusal.status if refusal else 200,
        token=token,
        errors=errors,
        shortest=SHORTEST_PASSWORD,
    )


@page(pages, "/adresse/{token}", allow="public")
def show_address(visit: Visit, token: str) -> Response:
    """Show which address would replace the old one; looking changes nothing."""
    from chalicelib.accounts.change_address import ADDRESS
    from chalicelib.accounts.links import open_account_link

    link = open_account_link(token, ADDRESS)
    return visit.show("access/confirm_address.html", token=token, link=link)


@page(pages, "/adresse/{token}", method="POST", allow="public")
def post_address(visit: Visit, token: str) -> Response:
    """Move the account to its new address, then let its owner sign in again."""
    from chalicelib.accounts.change_address import confirm_address

    confirm_address(token)
    visit.drop("session")
    return visit.go(
        "/connexion", flash=_("Votre adresse est confirmée : connectez-vous avec elle.")
    )

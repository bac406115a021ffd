"""Pages of one's account: who one is, one's address, password and tokens, what happened at the door."""

from chalice.app import Response

from chalicelib.access.blueprints import pages
from chalicelib.access.homes import HOMES
from chalicelib.policy.audiences import PROFESSIONALS, SIGNED_IN
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.refusals import NotFound, Refusal
from chalicelib.web.cookies import Flash
from chalicelib.web.page import page
from chalicelib.web.visit import Visit, is_own_path
from chalicelib.words.translation import _, translate


@page(pages, "/compte", allow=SIGNED_IN)
def show_account(visit: Visit) -> Response:
    """Show one's account: who one is, one's tokens, what happened at one's door."""
    return _account(visit)


@page(pages, "/compte/jetons", method="POST", allow=PROFESSIONALS)
def post_token(visit: Visit) -> Response:
    """Make an API token and show it, this once."""
    from chalicelib.accounts.tokens import create_token

    try:
        made = create_token(visit.person, visit.form.text("label"))
    except Refusal as refusal:
        return _account(visit, refusal=refusal)
    return _account(visit, secret=made.secret)


@page(pages, "/compte/jetons/{token_id}/revocation", method="POST", allow=PROFESSIONALS)
def post_revocation(visit: Visit, token_id: str) -> Response:
    """Revoke a token of one's own."""
    from chalicelib.accounts.tokens import revoke_token

    revoke_token(visit.person, token_id)
    return visit.go("/compte", flash=_("Le jeton est révoqué : il est refusé dès maintenant."))


@page(pages, "/compte/adresse", method="POST", allow=SIGNED_IN)
def post_new_address(visit: Visit) -> Response:
    """Ask for a confirmation at another address to sign in with."""
    from chalicelib.accounts.change_address import ask_new_address

    try:
        ask_new_address(visit.person, visit.form.text("email"), visit.form.text("present"))
    except Refusal as refusal:
        return _account(visit, refusal=refusal, form="address")
    asked = _("Un message de confirmation part à la nouvelle adresse : rien ne change avant.")
    return visit.go("/compte", flash=asked)


@page(pages, "/compte/mot-de-passe", method="POST", allow=SIGNED_IN)
def post_new_password(visit: Visit) -> Response:
    """Change one's password; every session ends, this one too."""
    from chalicelib.accounts.choose_password import change_password

    form = visit.form
    try:
        change_password(
            visit.person, form.text("present"), form.text("password"), form.text("again")
        )
    except Refusal as refusal:
        return _account(visit, refusal=refusal, form="password")
    visit.drop("session")
    return visit.go(
        "/connexion", flash=_("Votre mot de passe est changé : connectez-vous avec lui.")
    )


@page(pages, "/compte/role", method="POST", allow=SIGNED_IN)
def post_hat(visit: Visit) -> Response:
    """Act under another hat of one's own from the next page on."""
    from chalicelib.accounts.hats import switch_hat

    if visit.session is None:
        raise NotFound
    person = switch_hat(visit.session, visit.form.text("hat"))
    wanted = visit.form.text("suite")
    return visit.go(wanted if is_own_path(wanted) else HOMES[person.role])


INVITATION = "/compte/invitations/{firm_id}"


@page(pages, f"{INVITATION}/acceptation", method="POST", allow=SIGNED_IN)
def post_acceptance(visit: Visit, firm_id: str) -> Response:
    """Accept a firm's invitation: one more hat, and the one that is worn stays on."""
    from chalicelib.accounts.hat_words import label_hat
    from chalicelib.accounts.invitations import accept_invitation

    new = accept_invitation(visit.person, firm_id)
    done = _("C’est fait : vous pouvez maintenant agir comme {hat}.")
    return visit.go("/compte", flash=Flash(done, values={"hat": label_hat(new)}))


@page(pages, f"{INVITATION}/refus", method="POST", allow=SIGNED_IN)
def post_refusal(visit: Visit, firm_id: str) -> Response:
    """Decline a firm's invitation."""
    from chalicelib.accounts.invitations import decline_invitation

    decline_invitation(visit.person, firm_id)
    return visit.go("/compte", flash=_("L’invitation est refusée."))


def _account(
    visit: Visit, *, secret: str = "", refusal: Refusal | None = None, form: str = "token"
) -> Response:
    from chalicelib.accounts.hat_words import label_hat
    from chalicelib.accounts.invitations import list_invitations
    from chalicelib.accounts.list_traces import list_traces
    from chalicelib.accounts.tokens import list_tokens
    from chalicelib.accounts.weekly_summary import may_have_summary, wants_summary

    person = visit.person
    may_have = may_have_summary(person)
    has_tokens = can(person, Connection.MAKE_TOKEN)
    told = translate(refusal.message, **refusal.values) if refusal else ""
    return visit.show(
        "access/account.html",
        status=refusal.status if refusal else 200,
        has_tokens=has_tokens,
        tokens=list_tokens(person) if has_tokens else [],
        traces=list_traces(person),
        invitations=list_invitations(person),
        hats={one.hat: label_hat(one) for one in person.memberships},
        may_have_summary=may_have,
        wants_summary=may_have and wants_summary(person.user_id),
        secret=secret,
        errors={f"{form}.{refusal.field or 'label'}": told} if refusal else {},
        trouble=told if refusal and refusal.field is None else "",
        typed=visit.form.as_mapping() if refusal and form == "address" else {},
    )

"""Cross-site request forgery: who may post a form to us.

Three locks, each enough by itself in today's browsers: `SameSite=Lax` cookies, the `Origin`
header, and a token in the form that only a page of ours, shown to this browser, can know.
The token is bound to the session, or to the anonymous visit before there is one.
"""

import hmac
from urllib.parse import urlsplit

from chalicelib.refusals import Refusal
from chalicelib.settings import load_settings
from chalicelib.web.cookies import sign
from chalicelib.words.translation import _

FIELD = "csrf"


class ForgedForm(Refusal):
    """The form does not come from a page that we showed to this browser, or no more."""

    code = "forged-form"
    status = 403
    message = _(
        "Cette page a été ouverte il y a trop longtemps. "
        "Revenez en arrière, rechargez la page et recommencez : rien n’a été modifié."
    )


def form_token(secret: str) -> str:
    """Make the token that the forms of one browser carry."""
    return sign(secret, "csrf")


def refuse_forgery(secret: str, token: str, origin: str | None) -> None:
    """Refuse a form whose token or origin is not ours (ForgedForm).

    A request without `Origin` comes from no browser of the last years; its token decides.
    """
    portal = urlsplit(load_settings().portal_url)
    if origin is not None and origin != f"{portal.scheme}://{portal.netloc}":
        raise ForgedForm
    if not secret or not hmac.compare_digest(token.encode(), form_token(secret).encode()):
        raise ForgedForm

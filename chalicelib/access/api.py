"""The API of one's own account: who am I, my tokens."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.accounts.model import ApiToken, Membership, Person
from chalicelib.policy.audiences import PROFESSIONALS, SIGNED_IN
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.access.forms import NewTokenForm

api = Blueprint(__name__)

FORMS = "chalicelib.access.forms"


@endpoint(
    api,
    "GET",
    "/me",
    allow=SIGNED_IN,
    summary=_("À qui est ce jeton"),
    gives=f"{FORMS}:PersonView",
)
def show_me(call: Call) -> object:
    """Tell whose token this is, and under which of their hats it acts."""
    person = call.person
    return {
        "user_id": person.user_id,
        "name": person.name,
        **_view_hat(person),
        "memberships": [_view_hat(one) for one in person.memberships],
    }


@endpoint(
    api,
    "GET",
    "/tokens",
    allow=SIGNED_IN,
    summary=_("Lister ses jetons"),
    gives=f"{FORMS}:TokenList",
)
def show_tokens(call: Call) -> object:
    """List one's tokens, never their secrets."""
    from chalicelib.accounts.tokens import list_tokens

    return {"tokens": [_view(token) for token in list_tokens(call.person)]}


@endpoint(
    api,
    "POST",
    "/tokens",
    allow=PROFESSIONALS,
    summary=_("Créer un jeton, montré une seule fois"),
    takes=f"{FORMS}:NewTokenForm",
    gives=f"{FORMS}:TokenView",
    creates=True,
)
def post_token(call: Call) -> Reply:
    """Make a token; a repeated request gives it again without its secret."""
    from chalicelib.accounts.tokens import create_token

    wanted: NewTokenForm = call.body
    made = create_token(call.person, wanted.label, key=call.idempotency_key)
    body = _view(made.token) | ({"secret": made.secret} if made.secret else {})
    return Reply(body, 201, {"Location": f"/api/v1/tokens/{made.token.token_id}"})


@endpoint(
    api,
    "DELETE",
    "/tokens/{token_id}",
    allow=PROFESSIONALS,
    summary=_("Révoquer un jeton"),
)
def delete_token(call: Call, token_id: str) -> None:
    """Revoke one of one's tokens: refused from now on."""
    from chalicelib.accounts.tokens import revoke_token

    revoke_token(call.person, token_id)


def _view_hat(worn: Person | Membership) -> dict[str, object]:
    return {
        "role": worn.role,
        "firm_id": worn.firm_id,
        "firm_name": worn.firm_name,
        "country": worn.country,
        "is_admin": worn.is_admin,
    }


def _view(token: ApiToken) -> dict[str, object]:
    return {
        "token_id": token.token_id,
        "label": token.label,
        "ending": token.ending,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
    }

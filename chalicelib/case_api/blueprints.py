"""The room's Blueprint, and what its endpoints share."""

from typing import Final

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.policy.actors import Actor
from chalicelib.web.call import Call

FORMS: Final = "chalicelib.case_api.forms"
CASE: Final = "/cases/{case_id}"

api = Blueprint("chalicelib.case_api.api")


def actor_of(call: Call) -> Actor:
    """Give who calls, as journals name them."""
    return as_actor(call.person, "api")

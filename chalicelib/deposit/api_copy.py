"""Duplicating a dossier on the JSON API."""

from typing import TYPE_CHECKING

from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.blueprints import api
from chalicelib.dossiers.answering import ANSWERS, answer
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.deposit.forms import Copy


@endpoint(
    api,
    "POST",
    "/dossiers/{dossier_id}/copies",
    allow=INSTALLERS,
    creates=True,
    summary=_("Dupliquer un dossier en brouillon, avec le même client ou le même matériel"),
    takes="chalicelib.deposit.forms:Copy",
    gives=f"{ANSWERS}:DossierAnswer",
)
def copy(call: Call, dossier_id: str) -> Reply:
    """Begin a draft with a part of a dossier; the same key gives the same draft."""
    from chalicelib.deposit.copy_dossier import copy_dossier

    wanted: Copy = call.body
    actor = as_actor(call.person, "api")
    draft = copy_dossier(dossier_id, wanted.keep, idempotency_key=call.idempotency_key, by=actor)
    place = f"/api/v1/dossiers/{draft.head.dossier_id}"
    return answer(draft, call.person, 201, Location=place)

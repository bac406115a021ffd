"""The five steps of a draft on the JSON API."""

from typing import TYPE_CHECKING

from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.blueprints import api
from chalicelib.dossiers.answering import ANSWERS, answer
from chalicelib.form.steps import STEPS, Step
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.form.models import StepDraft

FORM_MODELS = "chalicelib.form.models"


def put_step(call: Call, dossier_id: str, step: Step) -> Reply:
    """Replace a step's values by those that came in."""
    from chalicelib.dossiers.save_step import save_step
    from chalicelib.form.read_step import to_values

    wanted: StepDraft = call.body
    dossier = save_step(
        dossier_id,
        step,
        to_values(wanted),
        by=as_actor(call.person, "api"),
        expected_version=call.expected_version,
    )
    return answer(dossier, call.person)


def patch_step(call: Call, dossier_id: str, step: Step) -> Reply:
    """Change the values that came in and keep the others; null removes one."""
    from chalicelib.dossiers.save_step import save_step
    from chalicelib.form.read_step import merge_values

    wanted: StepDraft = call.body
    dossier = save_step(
        dossier_id,
        step,
        lambda current: merge_values(current, wanted),
        by=as_actor(call.person, "api"),
        expected_version=call.expected_version,
    )
    return answer(dossier, call.person)


def declare_step(number: int, step: Step) -> None:
    """Declare the two endpoints of a step: each has its own model."""
    path = f"/dossiers/{{dossier_id}}/steps/{number}"
    takes, gives = f"{FORM_MODELS}:{step.value.title()}Step", f"{ANSWERS}:DossierAnswer"

    def put(call: Call, dossier_id: str) -> Reply:
        """Replace the step."""
        return put_step(call, dossier_id, step)

    def patch(call: Call, dossier_id: str) -> Reply:
        """Change part of the step."""
        return patch_step(call, dossier_id, step)

    put.__name__, patch.__name__ = f"put_{step}", f"patch_{step}"
    endpoint(
        api,
        "PUT",
        path,
        allow=INSTALLERS,
        takes=takes,
        gives=gives,
        summary=_("Enregistrer une étape du brouillon (remplace ce qu’elle contenait)"),
    )(put)
    endpoint(
        api,
        "PATCH",
        path,
        allow=INSTALLERS,
        takes=takes,
        gives=gives,
        summary=_("Modifier une partie d’une étape du brouillon"),
    )(patch)


for place, one in enumerate(STEPS, start=1):
    declare_step(place, one)

"""How far the steps of a draft are filled, and at which one it goes on."""

from chalicelib.aws.clock import business_now
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.needed_slots import list_needed_slots
from chalicelib.dossiers.submit import list_missing_pieces
from chalicelib.form.completeness import list_missing, list_wrong
from chalicelib.form.steps import STEPS, Step


def state_of(dossier: Dossier, step: Step) -> str:
    """How far a step is filled."""
    if step.value not in dossier.form:
        return "next"
    lacks = list_missing(dossier.form, step) or list_wrong(dossier.form, step)
    if step is Step.DOCUMENTS and not lacks:
        lacks = list_missing_pieces(dossier, list_needed_slots(dossier, business_now()))
    return "wait" if lacks else "done"


def first_open_step(dossier: Dossier) -> int:
    """The number of the first step that is not complete, the last when all are."""
    states = [state_of(dossier, step) for step in STEPS]
    return next((place for place, state in enumerate(states, 1) if state != "done"), len(STEPS))

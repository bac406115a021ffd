"""What a step's page sends by itself while somebody types; without a script its buttons do."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.blueprints import pages
from chalicelib.deposit.pages_steps import STEP_PATH, list_posted, read_pressed, read_step
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit

LEAVING = "quitte"
"""The act of a page that is being left: the journal hears of what was typed."""


@page(pages, f"{STEP_PATH}/saisie", allow=INSTALLERS, method="POST")
def keep(visit: Visit, dossier_id: str, number: str) -> Response:
    """Keep what is typed so far, and answer as JSON; one conditional write, none without news."""
    from chalicelib.deposit.keep_typing import keep_typing
    from chalicelib.deposit.posted_step import read_posted
    from chalicelib.deposit.save_typed import save_typed
    from chalicelib.deposit.typing_page import answer_typing

    step, pressed = read_step(number), read_pressed(visit.form)
    posted, _draft = read_posted(step, list_posted(visit.form, pressed))
    save = save_typed if pressed.act == LEAVING else keep_typing
    kept = save(dossier_id, step, posted, by=as_actor(visit.person, "page"))
    return answer_typing(visit, step, posted, kept)

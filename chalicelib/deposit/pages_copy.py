"""Duplicating a dossier: what to keep of it, then a new draft."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.blueprints import pages
from chalicelib.dossiers.load import load_head
from chalicelib.dossiers.model import Head
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

COPY_PATH = "/dossiers/{dossier_id}/copie"


@page(pages, COPY_PATH, allow=INSTALLERS)
def ask_what_to_keep(visit: Visit, dossier_id: str) -> Response:
    """Ask what the new draft is to begin with."""
    head = load_head(dossier_id, seen_by=as_actor(visit.person, "page"))
    return draw_copy(visit, head)


@page(pages, COPY_PATH, allow=INSTALLERS, method="POST")
def copy(visit: Visit, dossier_id: str) -> Response:
    """Begin the draft; a double click begins one."""
    from chalicelib.deposit.copy_dossier import Keep, NothingToCopy, copy_dossier

    actor = as_actor(visit.person, "page")
    head = load_head(dossier_id, seen_by=actor)
    wished, key = visit.form.text("keep"), visit.form.text("key")
    if wished not in set(Keep):
        error = translate(_("Ce qu’il faut garder : choisissez une des deux réponses."))
        return draw_copy(visit, head, error=error, key=key)
    try:
        draft = copy_dossier(dossier_id, Keep(wished), idempotency_key=key, by=actor)
    except NothingToCopy as refusal:
        return draw_copy(visit, head, error=translate(refusal.message), key=key, wished=wished)
    told = _("Voici le nouveau brouillon : complétez ce qui manque, puis envoyez-le.")
    return visit.go(f"/dossiers/{draft.head.dossier_id}", flash=told)


def draw_copy(
    visit: Visit, head: Head, *, error: str = "", key: str = "", wished: str = ""
) -> Response:
    """Draw the question; `error` says why the answer was not taken."""
    from chalicelib.aws.ids import new_token

    return visit.show(
        "deposit/copy.html",
        status=422 if error else 200,
        head=head,
        key=key or new_token(),
        wished=wished,
        errors={"keep": error} if error else {},
    )

"""A dossier's own page, its journal, and its cancellation."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.blueprints import pages
from chalicelib.dossiers.load import load_dossier, load_head
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.audiences import PROFESSIONALS, SIGNED_IN
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate


@page(pages, "/dossiers/{dossier_id}", allow=SIGNED_IN)
def show_dossier(visit: Visit, dossier_id: str) -> Response:
    """Show a sent dossier; a draft goes on at its first step that is not complete."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    if dossier.head.status is Status.DRAFT:
        from chalicelib.dossiers.step_states import first_open_step

        return visit.go(f"/dossiers/{dossier_id}/etape/{first_open_step(dossier)}")
    if can(visit.person, Connection.LIST_OWN):
        from chalicelib.dossiers.own_page import draw_own

        return draw_own(visit, dossier)
    from chalicelib.dossiers.dossier_page import draw_dossier

    return draw_dossier(visit, dossier)


@page(pages, "/dossiers/{dossier_id}/journal", allow=PROFESSIONALS)
def show_journal(visit: Visit, dossier_id: str) -> Response:
    """Show a page of the dossier's journal, newest first."""
    from chalicelib.dossiers.dossier_page import draw_journal

    return draw_journal(visit, dossier_id)


@page(pages, "/dossiers/{dossier_id}/annulation", allow=SIGNED_IN)
def ask_reason(visit: Visit, dossier_id: str) -> Response:
    """Ask why the dossier is to be cancelled."""
    head = load_head(dossier_id, seen_by=as_actor(visit.person, "page"))
    return visit.show("dossiers/cancel.html", head=head, reason="", errors={})


@page(
    pages,
    "/dossiers/{dossier_id}/annulation",
    allow=SIGNED_IN,
    method="POST",
)
def cancel(visit: Visit, dossier_id: str) -> Response:
    """Cancel the dossier, with its reason."""
    from chalicelib.dossiers.cancel import cancel_dossier

    actor, reason = as_actor(visit.person, "page"), visit.form.text("reason")
    try:
        cancel_dossier(dossier_id, reason, by=actor)
    except InvalidFields as refusal:
        head = load_head(dossier_id, seen_by=actor)
        errors = {one.field: translate(one.message, **one.values) for one in refusal.problems}
        return visit.show(
            "dossiers/cancel.html", status=422, head=head, reason=reason, errors=errors
        )
    return visit.go(f"/dossiers/{dossier_id}", flash=_("Le dossier est annulé."))

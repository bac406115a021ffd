"""A dossier's own page, its journal, and its cancellation."""

from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.accounts.model import Role
from chalicelib.aws.clock import business_now
from chalicelib.dossiers.acting import as_actor
from chalicelib.dossiers.blueprints import pages
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.labels import EVENTS, ROLES, SPACES, STATUSES, TONES, label_status
from chalicelib.dossiers.load import load_dossier, load_head, read_journal
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.overview import (
    VIEWERS,
    name_party,
    show_line,
    show_pieces,
    show_requests,
    show_turns,
)
from chalicelib.dossiers.pages_steps import first_open_step
from chalicelib.dossiers.pieces import list_lacking
from chalicelib.dossiers.progress import Party, follow_progress
from chalicelib.dossiers.recap import recap_form
from chalicelib.dossiers.statuses import FINAL, Status, is_before_filing
from chalicelib.dossiers.typed import show_mobile
from chalicelib.reference.required_pieces import required_slots
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.web.words import _, tell


@page(pages, "/dossiers/{dossier_id}", allow=("installer", "agent", "client"))
def show_dossier(visit: Visit, dossier_id: str) -> Response:
    """Show a sent dossier; a draft goes on at its first step that is not complete."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    head = dossier.head
    if head.status is Status.DRAFT:
        return visit.go(f"/dossiers/{dossier_id}/etape/{first_open_step(dossier)}")
    progress = follow_progress(dossier)
    slots = required_slots(dossier.form, head.operator, business_now().date())
    return visit.show(
        "dossiers/dossier.html",
        dossier=dossier,
        head=head,
        label=tell(label_status(head.status, head.operator)),
        tone=TONES[head.status],
        space=tell(SPACES[head.space]),
        operator=name_party(Party.OPERATOR, head.operator),
        phone=show_mobile(head.phone),
        turns=show_turns(progress, head.operator, VIEWERS[visit.person.role]),
        line=show_line(progress, head.operator),
        upcoming=tell(progress.next.label) if progress.next else "",
        pieces=show_pieces(dossier),
        lacking=list_lacking(dossier),
        slots=slots,
        slot_labels={slot.code: tell(slot.label) for slot in slots},
        requests=show_requests(dossier),
        recaps=recap_form(dossier.form),
        is_agent=visit.person.role is Role.AGENT,
        may_cancel=may_cancel(visit, dossier),
    )


def may_cancel(visit: Visit, dossier: Dossier) -> bool:
    """Whether this person is offered to cancel: after filing, the installer asks an agent."""
    head = dossier.head
    if head.status in FINAL:
        return False
    if visit.person.role is not Role.INSTALLER:
        return True
    return is_before_filing(head.status, head.came_from)


@page(pages, "/dossiers/{dossier_id}/journal", allow=("installer", "agent"))
def show_journal(visit: Visit, dossier_id: str) -> Response:
    """Show a page of the dossier's journal, newest first."""
    start = visit.query.get("debut")
    actor = as_actor(visit.person, "page")
    events, following = read_journal(dossier_id, seen_by=actor, start=start)
    here = f"/dossiers/{dossier_id}/journal"
    return visit.show(
        "dossiers/journal.html",
        dossier_id=dossier_id,
        lines=[
            {
                "event": event,
                "label": tell(EVENTS.get(event.kind, event.kind)),
                "role": tell(ROLES.get(event.actor_role, event.actor_role)),
                "moved": moved(event.status_before, event.status_after),
            }
            for event in events
        ],
        previous_url=here if start else "",
        next_url=f"{here}?{urlencode({'debut': following})}" if following else "",
    )


def moved(before: str, after: str) -> str:
    """The change of status in words, empty when the event changed none."""
    known = set(Status)
    if before == after or after not in known:
        return ""
    words = [tell(STATUSES[Status(one)]) for one in (before, after) if one in known]
    return " → ".join(words)


@page(pages, "/dossiers/{dossier_id}/annulation", allow=("installer", "agent", "client"))
def ask_reason(visit: Visit, dossier_id: str) -> Response:
    """Ask why the dossier is to be cancelled."""
    head = load_head(dossier_id, seen_by=as_actor(visit.person, "page"))
    return visit.show("dossiers/cancel.html", head=head, reason="", errors={})


@page(
    pages,
    "/dossiers/{dossier_id}/annulation",
    allow=("installer", "agent", "client"),
    method="POST",
)
def cancel(visit: Visit, dossier_id: str) -> Response:
    """Cancel the dossier, with its reason."""
    actor, reason = as_actor(visit.person, "page"), visit.form.text("reason")
    try:
        cancel_dossier(dossier_id, reason, by=actor)
    except InvalidFields as refusal:
        head = load_head(dossier_id, seen_by=actor)
        errors = {one.field: tell(one.message, **one.values) for one in refusal.problems}
        return visit.show(
            "dossiers/cancel.html", status=422, head=head, reason=reason, errors=errors
        )
    return visit.go(f"/dossiers/{dossier_id}", flash=_("Le dossier est annulé."))

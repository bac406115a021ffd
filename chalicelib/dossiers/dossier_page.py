"""What a dossier's page and its journal show."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.model import Role
from chalicelib.audit.model import Event
from chalicelib.aws.clock import business_now
from chalicelib.cases.taken import read_taken
from chalicelib.dossiers.client_address import AddressReason, find_address_replaced
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.labels import ADDRESS_REASONS, EVENTS, ROLES
from chalicelib.dossiers.load import read_journal
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.needed_slots import list_needed_slots
from chalicelib.dossiers.overview import (
    VIEWERS,
    name_party,
    show_line,
    show_pieces,
    show_requests,
    show_turns,
)
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.pieces import is_uploaded, list_lacking
from chalicelib.dossiers.progress import follow_progress
from chalicelib.dossiers.status_labels import SPACES, STATUSES, TONES, label_status
from chalicelib.dossiers.statuses import FINAL, Status, is_before_filing
from chalicelib.form.mobiles import show_mobile
from chalicelib.form.recap import recap_form
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.reference.days import legal_day
from chalicelib.reference.required_pieces import Due, Slot
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

if TYPE_CHECKING:
    from chalicelib.dossiers.radar_view import ShownFindings

BEFORE_FILING = {Due.SUBMIT, Due.DSO_REQUEST}


def draw_dossier(
    visit: Visit, dossier: Dossier, *, errors: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """Draw the page of a sent dossier; `errors` are those of an explanation that was not taken."""
    head = dossier.head
    now = business_now()
    progress = follow_progress(dossier, now)
    slots = list_needed_slots(dossier, now)
    return visit.show(
        "dossiers/dossier.html",
        status=status,
        dossier=dossier,
        head=head,
        label=translate(label_status(head.status, head.operator)),
        tone=TONES[head.status],
        space=translate(SPACES[head.space]),
        operator=name_party(Party.OPERATOR, head.operator),
        phone=show_mobile(head.phone),
        turns=show_turns(progress, head.operator, VIEWERS[visit.person.role]),
        line=show_line(progress, head.operator),
        upcoming=translate(progress.next.label) if progress.next else "",
        pieces=show_pieces(dossier),
        asked=list_asked(dossier, slots),
        slots=slots,
        slot_labels={slot.code: translate(slot.label) for slot in slots},
        requests=show_requests(dossier),
        recaps=recap_form(dossier.form),
        is_agent=can(visit.person, Connection.TAKE),
        taken=read_taken(dossier),
        replaced=show_address(visit, dossier),
        may_cancel=may_cancel(visit, dossier),
        radar=show_radar(dossier, slots, visit.person.role),
        errors=errors or {},
        typed=visit.form.as_mapping() if errors else {},
    )


def show_radar(dossier: Dossier, slots: tuple[Slot, ...], reader: Role) -> "ShownFindings | None":
    """What the papers say beside the form: between installer and agents, none of the client's."""
    if reader is Role.CLIENT or not dossier.pieces:
        return None
    from chalicelib.dossiers.radar import look_at_papers
    from chalicelib.dossiers.radar_view import show_findings

    return show_findings(
        dossier,
        look_at_papers(dossier, legal_day(business_now(), dossier.head.postcode)),
        slots,
        reader,
    )


def show_address(visit: Visit, dossier: Dossier) -> dict[str, object] | None:
    """What agents are shown of a client's address that was replaced, until one has looked."""
    found = find_address_replaced(dossier.head) if can(visit.person, Connection.TAKE) else None
    if found is None:
        return None
    return {"why": translate(ADDRESS_REASONS[found.reason]), "was_signed": found.was_signed}


def list_asked(dossier: Dossier, slots: tuple[Slot, ...]) -> list[tuple[str, str]]:
    """The pieces that the installer has to hand in now, by label, each with an agent's words."""
    lacking = {piece.slot: piece.words for piece in list_lacking(dossier)}
    return [
        (translate(slot.label), lacking.get(slot.code, ""))
        for slot in slots
        if slot.code in lacking
        or (slot.due in BEFORE_FILING and dossier.head.is_open and not is_uploaded(dossier, slot))
    ]


def may_cancel(visit: Visit, dossier: Dossier) -> bool:
    """Whether this person is offered to cancel: after filing, the installer asks an agent."""
    head = dossier.head
    if head.status in FINAL:
        return False
    if not can(visit.person, Connection.SUBMIT):
        return True
    return is_before_filing(head.status, head.came_from)


def draw_journal(visit: Visit, dossier_id: str) -> Response:
    """Draw a page of the journal, newest first."""
    start = visit.query.get("debut")
    actor = as_actor(visit.person, "page")
    events, following = read_journal(dossier_id, seen_by=actor, start=start)
    here = f"/dossiers/{dossier_id}/journal"
    is_agent = can(visit.person, Connection.TAKE)
    said = list_said(dossier_id, events) if is_agent else {}
    return visit.show(
        "dossiers/journal.html",
        dossier_id=dossier_id,
        lines=[
            {
                "event": event,
                "label": translate(EVENTS.get(event.kind, event.kind)),
                "role": translate(ROLES.get(event.actor_role, event.actor_role)),
                "moved": moved(event.status_before, event.status_after),
                "said": [*list_codes(event), *said.get(event.seq, [])] if is_agent else [],
            }
            for event in events
        ],
        previous_url=here if start else "",
        next_url=f"{here}?{urlencode({'debut': following})}" if following else "",
    )


SAID: Mapping[str, str] = {
    "reason": _("Motif"),
    "note": _("Mot laissé"),
    "before": _("Avant"),
    "after": _("Après"),
    "former_email": _("Ancienne adresse"),
    "email": _("Nouvelle adresse"),
    "link_address": _("Adresse qui a reçu le lien"),
}
"""What agents may read of the erasable words of an event."""


def list_codes(event: Event) -> list[tuple[str, str]]:
    """What an event says in words of a closed list: why a client's address was replaced."""
    reason = str(event.details.get("reason", ""))
    if event.kind != EventKind.CLIENT_CORRECTED or reason not in set(AddressReason):
        return []
    return [(translate(SAID["reason"]), translate(ADDRESS_REASONS[AddressReason(reason)]))]


def list_said(dossier_id: str, events: Sequence[Event]) -> Mapping[int, list[tuple[str, str]]]:
    """What was said with events of a page, by number: one call, none where nothing was said."""
    from chalicelib.audit.store import list_values
    from chalicelib.aws.table import open_table

    wanted = [event.seq for event in events if event.digests.keys() & SAID.keys()]
    told = list_values(open_table(), dossier_id, wanted)
    return {
        seq: [(translate(SAID[name]), values[name]) for name in SAID if values.get(name)]
        for seq, values in told.items()
    }


def moved(before: str, after: str) -> str:
    """The change of status in words, empty when the event changed none."""
    known = set(Status)
    if before == after or after not in known:
        return ""
    words = [translate(STATUSES[Status(one)]) for one in (before, after) if one in known]
    return " → ".join(words)

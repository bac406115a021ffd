"""What the API says of lists and journals, as plain values; `answers` describes the shapes."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.audit.model import Event
from chalicelib.dossiers.list_dossiers import Counters, Line
from chalicelib.dossiers.list_queue import AgentLine
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.status_labels import label_status
from chalicelib.words.translation import translate

type View = dict[str, object]


def view_head(head: Head | Line) -> View:
    """A dossier as a list shows it."""
    return {
        "id": head.dossier_id,
        "reference": head.reference or None,
        "status": head.status,
        "status_label": translate(label_status(head.status, head.operator)),
        "space": head.space,
        "operator": head.operator or None,
        "last_name": head.last_name,
        "first_name": head.first_name,
        "phone": head.phone,
        "city": head.city,
        "postcode": head.postcode,
        "offer": head.offer or None,
        "version": head.version,
        "created_at": head.created_at,
        "updated_at": head.updated_at,
        "submitted_at": head.submitted_at,
        "signed_at": head.signed_at,
        "reminded_at": head.reminded_at,
        "commissioned_on": head.commissioned_on,
    }


def view_event(event: Event) -> View:
    """One event of the journal; it holds nothing personal."""
    from chalicelib.dossiers.labels import EVENTS

    return {
        "number": event.seq,
        "kind": event.kind,
        "label": translate(EVENTS.get(event.kind, event.kind)),
        "at": event.at,
        "by": event.actor_id,
        "role": event.actor_role,
        "origin": event.origin,
        "status_before": event.status_before or None,
        "status_after": event.status_after or None,
        "fields": list(event.fields),
        "details": dict(event.details),
        "hash": event.hash,
    }


def view_counters(counters: Counters) -> View:
    """A firm's counters in a space."""
    by_status: Mapping[str, int] = {status.value: n for status, n in counters.by_status.items()}
    return {
        "by_status": by_status,
        "this_month": counters.this_month,
        "this_year": counters.this_year,
    }


def view_line(line: AgentLine) -> View:
    """A sent dossier in the agents' queue."""
    since: datetime = line.since
    return {
        "id": line.dossier_id,
        "reference": line.reference,
        "status": line.status,
        "status_label": translate(label_status(line.status, line.operator)),
        "operator": line.operator or None,
        "last_name": line.last_name,
        "first_name": line.first_name,
        "city": line.city,
        "reasons": list(line.reasons),
        "since": since,
        "space": line.space,
        "taken_by": line.taken_by or None,
        "taken_name": line.taken_name or None,
        "taken_at": line.taken_at,
    }

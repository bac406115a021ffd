"""What a dossier says of its person's data: when they go, what is left, what an export tells."""

from datetime import datetime
from typing import Any

from chalicelib.accounts.own_rows import erase_user, list_own_rows
from chalicelib.aws.items import Delete
from chalicelib.aws.table import Table
from chalicelib.connection_data.model import (
    anonymised_head,
    anonymised_requests,
    look_at,
    require_erasable,
)
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.messages.list_every_message import list_every_message
from chalicelib.messages.model import Message
from chalicelib.policy.connection import Connection
from chalicelib.retention.export_person import tell_rows
from chalicelib.retention.held import Held
from chalicelib.retention.of_kind import Document, OfKind
from chalicelib.rows.leads import OPERATOR_REFERENCE
from chalicelib.rows.objects import OUTBOUND
from chalicelib.rows.people import OWN_DOSSIER
from chalicelib.rows.registry import find_row
from chalicelib.settings import load_settings

CONTACT = ("last_name", "first_name", "phone", "email", "city", "postcode")
DATES = ("created_at", "submitted_at", "signed_at", "commissioned_on", "closed_at")
REQUEST = (
    *("number", "operator", "state", "external_id", "former_ids", "prepared_at", "filed_at"),
    *("validated_at", "valid_until", "planned_on", "last_code", "awaited_piece"),
)
ACCOUNT = "account"


def blank(dossier: Dossier, now: datetime) -> Change:
    """Give the change that leaves no person in a dossier."""
    head = anonymised_head(dossier.head, now)
    requests = anonymised_requests(dossier)
    return Change(EventKind.PERSON_ERASED, head, form={}, requests=requests)


def count_named(dossier: Dossier) -> int:
    """Count what of a dossier still names somebody."""
    return sum(bool(getattr(dossier.head, name)) for name in CONTACT) + len(dossier.form)


def list_ways_in(dossier: Dossier) -> Document:
    """List what leads to a dossier from outside: its client's list, the operators' references."""
    return {
        "case_id": dossier.head.dossier_id,
        "client_id": dossier.head.client_id,
        "references": [
            [request.operator, one]
            for request in dossier.requests
            for one in filter(None, (request.external_id, *request.former_ids))
        ],
    }


def forget_ways_in(table: Table, ways: Document) -> None:
    """Remove what leads to a dossier from outside; a client's account goes with their last dossier."""
    client_id = str(ways["client_id"])
    if client_id:
        table.write(Delete(*OWN_DOSSIER.key(client_id, ways["case_id"])))
        if not any(map(OWN_DOSSIER.is_row, list_own_rows(table, client_id))):
            erase_user(table, client_id)
    for operator, reference in ways["references"]:
        table.write(Delete(*OPERATOR_REFERENCE.key(operator, reference)))


def places(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """List where the files that went to operators stand."""
    drop = load_settings().drop_bucket
    told = sorted({request.operator for request in dossier.requests})
    return tuple((drop, f"{OUTBOUND.below(one)}{dossier.head.dossier_id}") for one in told)


def tell(dossier: Dossier, table: Table) -> Document:
    """Tell what a dossier says of its person, as plain values fit for JSON."""
    head = dossier.head
    return {
        "dossier_id": head.dossier_id,
        "reference": head.reference,
        "status": str(head.status),
        "contact": {name: getattr(head, name) for name in CONTACT},
        "dates": {name: getattr(head, name) for name in DATES},
        "milestones": {str(name): found.at for name, found in head.milestones.items()},
        "form": {step: dict(values) for step, values in dossier.form.items()},
        "pieces": [_piece(piece) for piece in dossier.pieces],
        "attached": [_piece(piece) for piece in dossier.attached],
        "requests": [{name: getattr(one, name) for name in REQUEST} for one in dossier.requests],
        ACCOUNT: _account(table, dossier),
        "messages": [_message(one) for one in list_every_message(table, head.dossier_id)],
    }


def _account(table: Table, dossier: Dossier) -> list[Document]:
    """Tell what is kept of the client's account, if they have one."""
    client_id = dossier.head.client_id
    rows = list_own_rows(table, client_id) if client_id else ()
    return tell_rows(tuple(Held(find_row(row), row) for row in rows), ACCOUNT)


def _piece(piece: Any) -> Document:
    names = ("document_id", "slot", "state", "file_name", "size_bytes", "created_at", "decided_at")
    return {name: getattr(piece, name) for name in names}


def _message(message: Message) -> Document:
    return {"at": message.at, "by": str(message.side), "words": message.words}


OF_DOSSIER = OfKind(
    export=Connection.EXPORT_PERSON,
    erase=Connection.ERASE_PERSON,
    require_erasable=require_erasable,
    look_at=look_at,
    blank=blank,
    count_named=count_named,
    tell=tell,
    list_ways_in=list_ways_in,
    forget_ways_in=forget_ways_in,
    places=places,
)

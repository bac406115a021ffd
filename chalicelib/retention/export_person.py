"""Export a dossier's person: all that is kept of them, in one structured document.

Which rows are in it, in which part, and which of their columns are nobody's to read, the registry
says (`rows/`); here is how each part is laid out.
"""

from typing import Any

from chalicelib.accounts.own_rows import list_own_rows
from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.audit.values import list_values
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.messages.list_every_message import list_every_message
from chalicelib.messages.model import Message
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.retention.held import Held, list_held
from chalicelib.rows.registry import find_row

CONTACT = ("last_name", "first_name", "phone", "email", "city", "postcode")
DATES = ("created_at", "submitted_at", "signed_at", "commissioned_on", "closed_at")
REQUEST = (
    *("number", "operator", "state", "external_id", "former_ids", "prepared_at", "filed_at"),
    *("validated_at", "valid_until", "planned_on", "last_code", "awaited_piece"),
)
RECORDS, ACCOUNT = "records", "account"
"""The parts whose rows are told as they are."""

type Document = dict[str, Any]


def export_person(dossier_id: str, *, by: Actor, table: Table | None = None) -> Document:
    """Export what is kept of a dossier's person, as plain values fit for JSON.

    Agents may for any sent dossier, clients for their own (NotFound else, NotAllowed for
    installers). Files are named; they are downloaded one by one.
    """
    require(by, Connection.EXPORT_PERSON)
    table = table or open_table()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
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
        RECORDS: _tell(list_held(table, dossier_id), RECORDS),
        ACCOUNT: _account(table, dossier),
        "messages": [_message(one) for one in list_every_message(table, dossier_id)],
        "journal": _journal(table, dossier_id),
    }


def _tell(rows: tuple[Held, ...], part: str) -> list[Document]:
    """Tell the rows that are declared to stand in a part, each with the name of its kind."""
    return [
        {**one.told, "record": one.kind.name}
        for one in rows
        if one.kind and one.kind.exported == part
    ]


def _account(table: Table, dossier: Dossier) -> list[Document]:
    """Tell what is kept of the client's account, if they have one."""
    client_id = dossier.head.client_id
    rows = list_own_rows(table, client_id) if client_id else ()
    return _tell(tuple(Held(find_row(row), row) for row in rows), ACCOUNT)


def _piece(piece: Any) -> Document:
    names = ("document_id", "slot", "state", "file_name", "size_bytes", "created_at", "decided_at")
    return {name: getattr(piece, name) for name in names}


def _message(message: Message) -> Document:
    return {"at": message.at, "by": str(message.side), "words": message.words}


def _journal(table: Table, dossier_id: str) -> list[Document]:
    values = list_values(table, dossier_id)
    return [
        {
            "number": event.seq,
            "at": event.at,
            "what": event.kind,
            "by": event.actor_role,
            "fields": list(event.fields),
            "details": dict(event.details),
            "values": dict(values.get(event.seq, {})),
        }
        for event in list_whole_journal(table, dossier_id)
    ]

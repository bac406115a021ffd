"""Export a dossier's person: all that is kept of them, in one structured document."""

from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.audit.values import list_values
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.messages.erase_messages import list_every_message
from chalicelib.messages.model import Message
from chalicelib.refusals import NotAllowed

CONTACT = ("last_name", "first_name", "phone", "email", "city", "postcode")
DATES = ("created_at", "submitted_at", "signed_at", "commissioned_on", "closed_at")
MAY = frozenset({"agent", "client"})
SECRET = frozenset({"pk", "sk", "wk", "wa", "token", "follows"})
PREFIXES = (
    "NOTICE#",
    "SUBSCRIPTION",
    "OPMS#",
    "READING#",
    "CHECKED#",
    "RECEIPT#",
    "SIGNED#",
    "AMENDMENT#",
    "STORAGE#",
    "CONTACT#",
)
"""The rows of other rooms that say something of the person."""

type Document = dict[str, Any]


def export_person(dossier_id: str, *, by: Actor, table: Table | None = None) -> Document:
    """Export what is kept of a dossier's person, as plain values fit for JSON.

    Agents may for any sent dossier, clients for their own (NotFound else, NotAllowed for
    installers). Files are named; they are downloaded one by one.
    """
    if by.role not in MAY:
        raise NotAllowed
    table = table or open_table()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    head = dossier.head
    rows = [dict(row) for sk, row in dossier.rows.items() if sk.startswith(PREFIXES)]
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
        "records": [_public(row) for row in rows],
        "messages": [_message(one) for one in list_every_message(table, dossier_id)],
        "journal": _journal(table, dossier_id),
    }


def _piece(piece: Any) -> Document:
    names = ("document_id", "slot", "state", "file_name", "size_bytes", "created_at", "decided_at")
    return {name: getattr(piece, name) for name in names}


def _message(message: Message) -> Document:
    return {"at": message.at, "by": str(message.side), "words": message.words}


def _public(row: Document) -> Document:
    return {name: value for name, value in row.items() if name not in SECRET}


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

"""Export a case's person: all that is kept of them, in one structured document.

Which rows are in it, in which part, and which of their columns are nobody's to read, the registry
says (`rows/`); what else a case tells of its person, its kind says.
"""

from chalicelib.audit.store import list_whole_journal
from chalicelib.audit.values import list_values
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.load import load_any
from chalicelib.policy.actors import Actor
from chalicelib.policy.require import require
from chalicelib.retention.held import Held, list_held
from chalicelib.retention.of_kind import Document, find_of_kind

RECORDS = "records"
"""The part whose rows are told as they are."""


def export_person(case_id: str, *, by: Actor, table: Table | None = None) -> Document:
    """Export what is kept of a case's person, as plain values fit for JSON.

    NotFound for a case that is none of one's business, NotAllowed for a role that has no rule. Files
    are named; they are downloaded one by one.
    """
    of_kind = find_of_kind(case_id)
    require(by, of_kind.export)
    table = table or open_table()
    case = load_any(case_id, seen_by=by, table=table)
    return {
        **of_kind.tell(case, table),
        RECORDS: tell_rows(list_held(table, case_id), RECORDS),
        "journal": _journal(table, case_id),
    }


def tell_rows(rows: tuple[Held, ...], part: str) -> list[Document]:
    """Tell the rows that are declared to stand in a part, each with the name of its kind."""
    return [
        {**one.told, "record": one.kind.name}
        for one in rows
        if one.kind and one.kind.exported == part
    ]


def _journal(table: Table, case_id: str) -> list[Document]:
    values = list_values(table, case_id)
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
        for event in list_whole_journal(table, case_id)
    ]

"""The library as the JSON API gives it: plain values, never where the bytes stand."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.cases.files.model import CaseFile
    from chalicelib.cases.files.ticket import Ticket
    from chalicelib.partner_library.list_library import ItemWhole
    from chalicelib.partner_library.model import LibraryItem, Record

type View = dict[str, object]


def view_ticket(ticket: "Ticket") -> View:
    """A ticket as the API gives it."""
    return {
        "id": ticket.document_id,
        "item": ticket.case_id,
        "url": ticket.post.url,
        "fields": dict(ticket.post.fields),
        "most_bytes": ticket.most_bytes,
        "expires_at": ticket.expires_at,
    }


def view_item(item: "LibraryItem") -> View:
    """A document as the API gives it."""
    return {
        "id": item.item_id,
        "kind": item.sheet.kind,
        "title": item.sheet.title,
        "language": item.sheet.language,
        "words": item.sheet.words,
        "for_clients": item.sheet.for_clients,
        "is_withdrawn": item.is_withdrawn,
        "current": view_version(item.current) if item.current else None,
    }


def view_whole(whole: "ItemWhole") -> View:
    """A document with its versions and journal, as the API gives it."""
    return view_item(whole.item) | {
        "versions": [view_version(version) for version in whole.versions],
        "journal": [_view_record(record) for record in whole.records],
    }


def view_version(version: "CaseFile") -> View:
    """A version as the API gives it: never where its bytes stand."""
    from chalicelib.partner_library.views import tell_reasons

    return {
        "id": version.document_id,
        "number": version.number,
        "state": version.state,
        "file_name": version.file_name,
        "content_type": version.content_type,
        "size_bytes": version.size_bytes,
        "pages": version.pages,
        "sha256": version.sha256,
        "created_at": version.created_at,
        "decided_at": version.decided_at,
        "reasons": list(tell_reasons(version.reasons)),
    }


def _view_record(record: "Record") -> View:
    return {
        "number": record.number,
        "act": record.act,
        "at": record.at,
        "by": record.actor_id,
        "role": record.actor_role,
        "version": record.version,
    }

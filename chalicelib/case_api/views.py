"""Cases of any kind as the API tells them."""

from typing import TYPE_CHECKING, Any

from chalicelib.case_api.of_kind import Served, served_of
from chalicelib.policy.actors import Actor
from chalicelib.policy.decide import may
from chalicelib.policy.model import Allowed
from chalicelib.policy.require import asker_of
from chalicelib.verdicts.words import explain
from chalicelib.words.translation import translate

if TYPE_CHECKING:
    from chalicelib.audit.model import Event
    from chalicelib.case_api.lists import Listed
    from chalicelib.cases.files.model import CaseFile
    from chalicelib.cases.files.ticket import Ticket
    from chalicelib.cases.kind import AnyKind

type View = dict[str, object]


def view_case(case: Any, reader: Actor) -> View:
    """A whole case, with the acts that are open to who reads it."""
    kind, served = served_of(case.head.case_id)
    return {
        **_view_head(kind, case.head),
        "created_at": case.head.created_at,
        "milestones": {str(name): one.at for name, one in case.head.milestones.items()},
        "data": dict(served.tell(case)),
        "files": [] if kind.slots is None else _view_files(kind, case),
        "acts": _list_open(kind, served, case, reader),
    }


def _view_files(kind: "AnyKind", case: Any) -> list[View]:
    from chalicelib.cases.files.slots_of import slots_of

    return [_view_file(one) for one in slots_of(kind).files_of(case)]


def _list_open(kind: "AnyKind", served: Served, case: Any, reader: Actor) -> list[str]:
    if getattr(case.head, "erased_at", None):
        return []
    asker, facts = asker_of(reader), kind.facts(case.head)
    return [
        name
        for name, act in served.acts.items()
        if act.is_open(case) and isinstance(may(asker, act.action, facts), Allowed)
    ]


def _view_head(kind: "AnyKind", head: Any) -> View:
    columns = kind.columns.get() if kind.columns else {}
    return {
        "id": head.case_id,
        "status": head.status,
        "version": head.version,
        "updated_at": head.updated_at,
        "columns": {name: tell(head) for name, tell in columns.items()},
    }


def _view_file(file: "CaseFile") -> View:
    explained = (explain(code) for code in file.reasons)
    return {
        "id": file.document_id,
        "slot": file.slot,
        "state": str(file.state),
        "file_name": file.file_name,
        "content_type": file.content_type,
        "size_bytes": file.size_bytes,
        "reasons": [translate(sentence, **values) for sentence, values in explained],
        "words": file.words,
        "created_at": file.created_at,
        "decided_at": file.decided_at,
        "accepted_at": file.accepted_at,
        "accepted_by": file.accepted_by,
    }


def view_listed(listed: "Listed", kind: "AnyKind") -> View:
    """A page of a list."""
    return {
        "cases": [_view_head(kind, one) for one in listed.heads],
        "counts": dict(listed.counts),
        "is_cut": listed.is_cut,
        "next": listed.next,
    }


def view_followed(listed: "Listed", kind: "AnyKind") -> View:
    """A page of an agents' list: each case with who looks after it."""
    from chalicelib.desk.answering import view_holder

    held = {case_id: view_holder(taken) for case_id, taken in listed.holders.items()}
    cases = [{**_view_head(kind, one), "holder": held.get(one.case_id)} for one in listed.heads]
    return {"cases": cases, "next": listed.next}


def view_ticket(ticket: "Ticket") -> View:
    """A ticket: post the file with every field, then the file itself, last."""
    return {
        "id": ticket.document_id,
        "slot": ticket.slot,
        "url": ticket.post.url,
        "fields": dict(ticket.post.fields),
        "most_bytes": ticket.most_bytes,
        "expires_at": ticket.expires_at,
    }


def view_event(event: "Event") -> View:
    """One event of a journal; it holds nothing personal."""
    return {
        "number": event.seq,
        "kind": event.kind,
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


def view_kind(kind: "AnyKind", served: Served) -> View:
    """What a kind takes: its statuses, the schemas of what makes a case and of its acts, its lists."""
    from pydantic import TypeAdapter

    from chalicelib.web.call import load_model

    def schema_of(name: str) -> object:
        return TypeAdapter(load_model(name)).json_schema() if name else None

    return {
        "name": kind.name,
        "prefix": kind.prefix,
        "statuses": kind.statuses.list_all(),
        "takes": schema_of(served.takes),
        "acts": {name: schema_of(act.takes) for name, act in served.acts.items()},
        "reasons": list(served.reasons),
    }

"""How a dossier is kept: one partition, one row for its head, its form and each part."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from chalicelib.aws.items import Delete, Item, Operation, Put
from chalicelib.dossiers.drafting import lay_over
from chalicelib.dossiers.model import (
    Dossier,
    Head,
    OperatorRequest,
    Piece,
    PieceState,
    RequestState,
    Space,
)
from chalicelib.dossiers.statuses import Status
from chalicelib.form.values import Form
from chalicelib.reference.attached_slots import ATTACHED_SLOTS

HEAD_SK, FORM_SK, AGENTS_SK, EXECUTION_SK = "HEAD", "FORM", "AGENTS", "EXECUTION"
PIECE_PREFIX, REQUEST_PREFIX = "PIECE#", "REQUEST#"
READING_PREFIX, CHECKED_PREFIX = "READING#", "CHECKED#"
PENDING, POLL, OPEN, RETENTION = "PENDING", "POLL", "OPEN", "RETENTION"
UNSCANNED = "UNSCANNED"
ALWAYS_SAID = frozenset(one.name for one in fields(Piece) if one.default is MISSING)
"""What a file's row says even when it is empty."""


def dossier_pk(dossier_id: str) -> str:
    """Give the partition of a dossier."""
    return f"D#{dossier_id}"


def counters_pk(firm_id: str) -> str:
    """Give the partition of a firm's counters; one item for each space."""
    return f"C#{firm_id}"


def reference_pk(reference: str) -> str:
    """Give the partition of a reference number, which holds the dossier's id."""
    return f"R#{reference}"


def firm_pk(firm_id: str, space: Space) -> str:
    """Give the key under which `by_firm` lists a firm's dossiers of a space."""
    return f"F#{firm_id}#{space}"


def status_pk(firm_id: str, space: Space, status: Status) -> str:
    """Give the key under which `by_status` lists a firm's dossiers of a status."""
    return f"F#{firm_id}#{space}#{status}"


def created_pk(firm_id: str) -> str:
    """Give the key under which `by_firm` lists a firm's dossiers by their creation."""
    return f"F#{firm_id}#created"


def commissioned_pk(firm_id: str) -> str:
    """Give the key under which `by_firm` lists a firm's dossiers by their commissioning."""
    return f"F#{firm_id}#commissioned"


def tasks_pk(firm_id: str) -> str:
    """Give the key under which `by_firm` lists the dossiers that wait for their installer."""
    return f"F#{firm_id}#tasks"


def lane_pk(lane: str) -> str:
    """Give the key under which `work` lists sent dossiers for agents: a lane, or one reason."""
    return f"AGENTS#{lane}"


def taken_pk(agent_id: str) -> str:
    """Give the key under which `work` lists the dossiers that an agent took."""
    return f"TAKEN#{agent_id}"


def piece_sk(piece: Piece) -> str:
    """Give the sort key of a file."""
    return f"{PIECE_PREFIX}{piece.slot}#{piece.document_id}"


def request_sk(number: int) -> str:
    """Give the sort key of a connection request."""
    return f"{REQUEST_PREFIX}{number:03d}"


def stamp(at: datetime) -> str:
    """Write an instant so that text order is time order."""
    return at.isoformat(timespec="microseconds")


def head_to_item(head: Head) -> Item:
    """Write a head with its list keys; a draft and a sent dossier are listed alike."""
    order = f"{stamp(head.updated_at)}#{head.dossier_id}"
    item: Item = msgspec.to_builtins(head, builtin_types=(Decimal,))
    if not head.client_language:
        del item["client_language"]
    if not head.typing:
        del item["typing"]
    return item | {
        "pk": dossier_pk(head.dossier_id),
        "sk": HEAD_SK,
        "fk": firm_pk(head.firm_id, head.space),
        "fs": order,
        "gk": status_pk(head.firm_id, head.space, head.status),
        "gs": order,
    }


def head_from_item(item: Mapping[str, Any]) -> Head:
    """Read a head back, from its row or from an index."""
    return msgspec.convert(dict(item), Head)


def piece_to_item(dossier_id: str, piece: Piece) -> Item:
    """Write a file's row; while it is pending, or held for the scanner, the sweep finds it.

    What says nothing is left out: with its keys and hashes a row stays within one unit.
    """
    told: Item = msgspec.to_builtins(piece)
    item = {name: value for name, value in told.items() if value or name in ALWAYS_SAID}
    item |= {"pk": dossier_pk(dossier_id), "sk": piece_sk(piece)}
    if piece.state is PieceState.PENDING and piece.pending_since:
        item |= {"wk": PENDING, "wa": stamp(piece.pending_since)}
    if piece.is_held_for_scanner and piece.decided_at:
        item |= {"wk": UNSCANNED, "wa": stamp(piece.decided_at)}
    return item


def request_to_item(head: Head, request: OperatorRequest) -> Item:
    """Write a connection request's row; the poll finds it from its next instant on.

    The one that ended in commissioning is how the firm's list by that date finds the dossier.
    """
    item: Item = msgspec.to_builtins(request)
    item |= {"pk": dossier_pk(head.dossier_id), "sk": request_sk(request.number)}
    if head.commissioned_on and request.state is RequestState.DONE:
        order = f"{head.commissioned_on.isoformat()}#{head.dossier_id}"
        item |= {"fk": commissioned_pk(head.firm_id), "fs": order}
    if request.next_at:
        item |= {"wk": POLL, "wa": stamp(request.next_at)}
    return item


def form_to_item(dossier_id: str, form: Form) -> Item:
    """Write the form's row, apart from the head so that a person can be erased."""
    return {
        "pk": dossier_pk(dossier_id),
        "sk": FORM_SK,
        "form": {step: dict(values) for step, values in form.items()},
    }


def dossier_from_items(items: Iterable[Item]) -> Dossier | None:
    """Read a whole dossier from its partition; None when it has no head."""
    head: Head | None = None
    form: Form = {}
    pieces: list[Piece] = []
    requests: list[OperatorRequest] = []
    rows: dict[str, Item] = {}
    for item in items:
        sk: str = item["sk"]
        if sk == HEAD_SK:
            head = head_from_item(item)
        elif sk == FORM_SK:
            form = item["form"]
        elif sk.startswith(PIECE_PREFIX):
            pieces.append(msgspec.convert(item, Piece))
        elif sk.startswith(REQUEST_PREFIX):
            requests.append(msgspec.convert(item, OperatorRequest))
        else:
            rows[sk] = item
    if head is None:
        return None
    pieces.sort(key=lambda piece: (piece.created_at, piece.document_id))
    told, attached = _part_files(pieces)
    return Dossier(head, lay_over(form, head.typing), told, tuple(requests), rows, attached)


def _part_files(files: Iterable[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Part the pieces from the files that stand beside them, in the order given."""
    every = tuple(files)
    beside = tuple(one for one in every if one.slot in ATTACHED_SLOTS)
    return tuple(one for one in every if one.slot not in ATTACHED_SLOTS), beside


def put_head(new: Head, old: Head | None) -> Put:
    """Write the operation that stores a head, on condition of the version that was read."""
    if old is None:
        return Put(head_to_item(new), absent=True)
    return Put(head_to_item(new), expect={"version": old.version})


def update_execution_row(new: Head, old: Head | None, real: datetime) -> tuple[Operation, ...]:
    """Write the operations that tell the supervisor which dossiers want an execution."""
    was_open = old is not None and old.is_open
    if new.is_open == was_open:
        return ()
    pk = dossier_pk(new.dossier_id)
    if not new.is_open:
        return (Delete(pk, EXECUTION_SK),)
    row: Item = {"pk": pk, "sk": EXECUTION_SK, "dossier_id": new.dossier_id, "generation": 0}
    return (Put(row | {"wk": OPEN, "wa": stamp(real)}),)


def retention_row(head: Head) -> Item:
    """Write the row by which the daily purge finds a dossier, first at its creation.

    It stands until an erasure, so it is also how the firm's list by creation finds it.
    """
    keys = {"pk": dossier_pk(head.dossier_id), "sk": RETENTION}
    order = f"{stamp(head.created_at)}#{head.dossier_id}"
    keys |= {"fk": created_pk(head.firm_id), "fs": order}
    return keys | {"wk": RETENTION, "wa": stamp(head.created_at)}


def requests_to_write(
    after: Dossier, old: Head | None, changed: Iterable[OperatorRequest]
) -> tuple[OperatorRequest, ...]:
    """Give the requests to write: those that changed, and the one that a corrected date moves."""
    wanted = {one.number: one for one in changed}
    if old is not None and old.commissioned_on not in {None, after.head.commissioned_on}:
        wanted |= {one.number: one for one in after.requests if one.state is RequestState.DONE}
    return tuple(wanted.values())


def with_parts(
    dossier: Dossier, pieces: Iterable[Piece], requests: Iterable[OperatorRequest]
) -> Dossier:
    """Give the dossier with files and requests added, or replaced by those of the same key."""
    by_id = {one.document_id: one for one in dossier.every_file} | {
        one.document_id: one for one in pieces
    }
    files = sorted(by_id.values(), key=lambda one: (one.created_at, one.document_id))
    told, attached = _part_files(files)
    by_number = {one.number: one for one in dossier.requests} | {
        one.number: one for one in requests
    }
    return replace(
        dossier,
        pieces=told,
        attached=attached,
        requests=tuple(by_number[number] for number in sorted(by_number)),
    )

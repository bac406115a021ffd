"""How a dossier is kept: one partition, one row for its head, its form and each part."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec

from chalicelib.aws.items import Item, Put
from chalicelib.cases.files.rows import file_from_item
from chalicelib.dossiers.drafting import lay_over
from chalicelib.dossiers.model import (
    Dossier,
    Head,
    OperatorRequest,
    Piece,
    RequestState,
)
from chalicelib.form.values import Form
from chalicelib.reference.attached_slots import ATTACHED_SLOTS
from chalicelib.rows.cases import HEAD, PIECE, RETENTION
from chalicelib.rows.dossiers import FORM, REQUEST
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import (
    CHANGED,
    COMMISSIONED,
    CREATED,
    OF_STATUS,
    RETAINED,
    TO_DO,
)


def head_to_item(head: Head) -> Item:
    """Write a head with its list keys; a draft and a sent dossier are listed alike."""
    place = CHANGED.place(stamp(head.updated_at), head.dossier_id)
    item: Item = msgspec.to_builtins(head, builtin_types=(Decimal,))
    if not head.client_language:
        del item["client_language"]
    if not head.typing:
        del item["typing"]
    item |= HEAD.columns(head.dossier_id)
    item |= CHANGED.entry(head.firm_id, head.space, at=place)
    return item | OF_STATUS.entry(head.firm_id, head.space, head.status, at=place)


def head_from_item(item: Mapping[str, Any]) -> Head:
    """Read a head back, from its row or from an index."""
    return msgspec.convert(dict(item), Head)


def request_to_item(head: Head, request: OperatorRequest) -> Item:
    """Write a connection request's row; the poll finds it from its next instant on.

    The one that ended in commissioning is how the firm's list by that date finds the dossier.
    """
    item: Item = msgspec.to_builtins(request)
    item |= REQUEST.columns(head.dossier_id, request.number)
    if head.commissioned_on and request.state is RequestState.DONE:
        place = COMMISSIONED.place(head.commissioned_on.isoformat(), head.dossier_id)
        item |= COMMISSIONED.entry(head.firm_id, at=place)
    if request.next_at:
        item |= TO_DO.entry(at=stamp(request.next_at))
    return item


def form_to_item(dossier_id: str, form: Form) -> Item:
    """Write the form's row, apart from the head so that a person can be erased."""
    told = {step: dict(values) for step, values in form.items()}
    return {**FORM.columns(dossier_id), "form": told}


def dossier_from_items(items: Iterable[Item]) -> Dossier | None:
    """Read a whole dossier from its partition; None when it has no head."""
    head: Head | None = None
    form: Form = {}
    pieces: list[Piece] = []
    requests: list[OperatorRequest] = []
    rows: dict[str, Item] = {}
    for item in items:
        sk: str = item["sk"]
        if HEAD.matches(sk):
            head = head_from_item(item)
        elif FORM.matches(sk):
            form = item["form"]
        elif PIECE.matches(sk):
            pieces.append(file_from_item(item))
        elif REQUEST.matches(sk):
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


def retention_row(head: Head) -> Item:
    """Write the row by which the daily purge finds a dossier, first at its creation.

    It stands until an erasure, so it is also how the firm's list by creation finds it.
    """
    created = stamp(head.created_at)
    row: Item = RETENTION.columns(head.dossier_id)
    row |= CREATED.entry(head.firm_id, at=CREATED.place(created, head.dossier_id))
    return row | RETAINED.entry(at=created)


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

"""A kind of case that needs no rows of its own: its data are one frozen value in the head, beside files.

A system declares the value, its statuses and its rules, and has the rest from here. What is larger,
or comes from many hands, stands in rows beside the head, as for every kind.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from chalicelib.aws.items import Item, Operation, Put
from chalicelib.cases.files.model import CaseFile
from chalicelib.cases.files.rows import file_from_item, file_to_item
from chalicelib.cases.model import CaseChange, Reached
from chalicelib.rows.cases import HEAD, PIECE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import CASES, CASES_OF_STATUS


@dataclass(frozen=True, slots=True)
class PlainHead[D]:
    """What a plain case is: whose, where it stands, and its data.

    `owner_id` is whose lists it stands on; instants are business time. `erased_at` says that its
    person is erased: its data are the kind's empty value then.
    """

    case_id: str
    owner_id: str
    created_by: str
    created_at: datetime
    updated_at: datetime
    status: str
    data: D
    version: int = 0
    seq: int = 0
    last_hash: str = ""
    last_operation: str = ""
    generation: int = 1
    milestones: Mapping[str, Reached] = field(default_factory=dict)
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlainCase[D]:
    """A plain case with its files, oldest first, and the rows that stand beside it."""

    head: PlainHead[D]
    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    files: tuple[CaseFile, ...] = ()

    @property
    def data(self) -> D:
        """Give the data of the head."""
        return self.head.data


@dataclass(frozen=True, slots=True)
class PlainChange(CaseChange):
    """What is decided of a plain case: besides what every case has, its files."""

    files: tuple[CaseFile, ...] = ()


class PlainCodec[D]:
    """How plain cases of a kind are kept: one row, which stands on the kind's lists."""

    def __init__(
        self,
        kind_name: str,
        data_type: type[D],
        *,
        expires_s: Callable[[PlainHead[D]], int | None] = lambda _head: None,
    ) -> None:
        """`data_type` is the kind's own frozen dataclass; `expires_s` says when a head is forgotten."""
        self._kind_name = kind_name
        self._data_type = data_type
        self._expires_s = expires_s

    def read(self, items: Iterable[Item]) -> PlainCase[D] | None:
        """Read a whole case; None when it has no head."""
        rows = {item["sk"]: item for item in items}
        row = rows.pop(HEAD.sk(), None)
        if row is None:
            return None
        data = msgspec.convert(row["data"], self._data_type)
        head: PlainHead[Any] = msgspec.convert({**row, "data": None}, PlainHead[Any])
        files = tuple(file_from_item(row) for sk, row in rows.items() if PIECE.matches(sk))
        beside = {sk: row for sk, row in rows.items() if not PIECE.matches(sk)}
        return PlainCase(replace(head, data=data), beside, _in_order(files))

    def begin(self, head: PlainHead[D]) -> PlainCase[D]:
        """Give a case that has a head alone."""
        return PlainCase(head)

    def apply(self, case: PlainCase[D], change: CaseChange, head: PlainHead[D]) -> PlainCase[D]:
        """Give the case with its new head and the files of a change."""
        files = {one.document_id: one for one in (*case.files, *_files_of(change))}
        return replace(case, head=head, files=_in_order(files.values()))

    def put_head(self, case: PlainCase[D]) -> Put:
        """Write the head with its list keys."""
        head = case.head
        place = CASES.place(stamp(head.updated_at), head.case_id)
        row: Item = msgspec.to_builtins(head, builtin_types=(Decimal,))
        row |= HEAD.columns(head.case_id) | {"expires_s": self._expires_s(head)}
        row |= CASES.entry(self._kind_name, head.owner_id, at=place)
        return Put(
            row | CASES_OF_STATUS.entry(self._kind_name, head.owner_id, head.status, at=place)
        )

    def put_parts(
        self, after: PlainCase[D], before: PlainCase[D] | None, change: CaseChange
    ) -> Sequence[Operation]:
        """Write the files that changed."""
        del before
        case_id = after.head.case_id
        return tuple(Put(file_to_item(case_id, one)) for one in _files_of(change))


def _files_of(change: CaseChange) -> tuple[CaseFile, ...]:
    return change.files if isinstance(change, PlainChange) else ()


def _in_order(files: Iterable[CaseFile]) -> tuple[CaseFile, ...]:
    return tuple(sorted(files, key=lambda one: (one.created_at, one.document_id)))


def begin_plain[D](
    case_id: str, data: D, *, owner_id: str, by: str, status: str, now: datetime
) -> PlainHead[D]:
    """Make the head of a case that does not exist yet."""
    return PlainHead(case_id, owner_id, by, now, now, status, data)

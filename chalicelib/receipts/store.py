"""How receipts are kept: a row in their case, and for each of their forms a mark apart.

`C#<case>` / `RECEIPT#001` is the person's and goes with an erasure. `X#<mark>` / `SEAL` holds
an instant and marks of copies, no case, no name and no fingerprint: it stays, so that whoever
holds a receipt may still have it checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.aws.items import Check, Item, Operation, Put
from chalicelib.aws.table import Table
from chalicelib.cases.model import CaseLike
from chalicelib.receipts.model import (
    CopyRole,
    Receipt,
    ReceiptFormat,
    copy_mark,
    mark_copies,
    seal_mark,
)
from chalicelib.rows.beside import RECEIPT
from chalicelib.rows.cases import HEAD
from chalicelib.rows.leads import SEAL


@dataclass(frozen=True, slots=True)
class Seal:
    """What is known of a receipt to whoever holds it: when it was sealed, and which copies."""

    sealed_at: datetime
    copies: Mapping[str, tuple[CopyRole, ...]]

    def roles_of(self, fingerprint: str, copy_sha256: str) -> tuple[CopyRole, ...]:
        """Give the roles of a copy in the receipt of that fingerprint; none when it is not in it."""
        return tuple(self.copies.get(copy_mark(fingerprint, copy_sha256), ()))


def list_receipts(case: CaseLike) -> tuple[Receipt, ...]:
    """List the receipts of a case that was loaded whole, oldest first."""
    rows = (row for sk, row in sorted(case.rows.items()) if RECEIPT.matches(sk))
    return tuple(_from_item(row) for row in rows)


def put_receipt(receipt: Receipt, case: CaseLike) -> tuple[Operation, ...]:
    """Write the operations that register a receipt of exactly this version of its case."""
    case_id = case.head.case_id
    row: Item = msgspec.to_builtins(receipt)
    row |= RECEIPT.columns(case_id, receipt.ordinal)
    return (
        Check(*HEAD.key(case_id), expect={"version": case.head.version}),
        Put(row, absent=True),
        *(_put_seal(receipt, form) for form in ReceiptFormat),
    )


def _put_seal(receipt: Receipt, form: ReceiptFormat) -> Put:
    fingerprint = receipt.form(form).sha256
    marks = mark_copies(fingerprint, receipt.copies)
    return Put(
        {
            **SEAL.columns(seal_mark(fingerprint)),
            "sealed_at": receipt.sealed_at.isoformat(),
            "copies": {mark: [str(role) for role in roles] for mark, roles in marks.items()},
        },
        absent=True,
    )


def find_seal(table: Table, fingerprint: str) -> Seal | None:
    """Find what is known of a receipt by the fingerprint of either of its forms: one read."""
    item = table.get(*SEAL.key(seal_mark(fingerprint)), consistent=True)
    if item is None:
        return None
    copies = {mark: tuple(map(CopyRole, roles)) for mark, roles in item["copies"].items()}
    return Seal(datetime.fromisoformat(item["sealed_at"]), copies)


def _from_item(row: Mapping[str, Any]) -> Receipt:
    return msgspec.convert(dict(row), Receipt)

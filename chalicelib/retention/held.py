"""What is held of a case's person: every row beside its case, with its declaration.

The export, the erasure and its proof go by the same list, and by what the registry says of each
kind. A row that no room declared is nobody's to keep: an erasure takes it.
"""

import logging
from collections import Counter
from dataclasses import dataclass

from chalicelib.aws.items import Delete, Item
from chalicelib.aws.table import Table
from chalicelib.rows.cases import LEADS_BACK
from chalicelib.rows.model import KEY_COLUMNS, Erasure, Row
from chalicelib.rows.registry import PARTITIONS_OF_CASE, find_row

log = logging.getLogger(__name__)

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Held:
    """One row and what is declared of its kind; None for a row that no room declared."""

    kind: Row | None
    item: Item

    @property
    def goes(self) -> bool:
        """Say whether an erasure removes it, but for what leads the job back to the erasure."""
        if self.kind is None:
            return True
        return self.kind.erased is Erasure.DELETED and self.kind not in LEADS_BACK

    @property
    def told(self) -> Item:
        """Give what a person is told of it: its columns, without keys and what is hidden."""
        hidden = KEY_COLUMNS | set(self.kind.hidden if self.kind else ())
        return {name: value for name, value in self.item.items() if name not in hidden}


def list_held(table: Table, case_id: str) -> tuple[Held, ...]:
    """List every row of a case's partitions, strongly read, and of the cases that it leads to.

    Those come first: the case's own rows lead to them, and so go after them.
    """
    own = _list_own(table, case_id)
    led_to = [one.kind.part(one.item["sk"]) for one in own if one.kind and one.kind.leads_to_case]
    return (*(row for one in led_to for row in _list_own(table, one)), *own)


def _list_own(table: Table, case_id: str) -> tuple[Held, ...]:
    """List every row of a case's partitions: one query each."""
    return tuple(
        Held(find_row(item), item)
        for partition in PARTITIONS_OF_CASE
        for item in table.query_all(partition.pk(case_id), consistent=True)
    )


def erase_held(table: Table, case_id: str) -> Counter[str]:
    """Remove what goes of a case's rows, and count it by the name of its kind."""
    gone: Counter[str] = Counter()
    for one in list_held(table, case_id):
        if not one.goes:
            continue
        if one.kind is None:
            log.error("row of no declared kind", extra={"case_id": case_id})
        table.write(Delete(one.item["pk"], one.item["sk"]))
        gone[one.kind.name if one.kind else UNKNOWN] += 1
    return gone

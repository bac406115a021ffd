"""What is held of a dossier's person: every row beside its dossier, with its declaration.

The export, the erasure and its proof go by the same list, and by what the registry says of each
kind. A row that no room declared is nobody's to keep: an erasure takes it.
"""

import logging
from collections import Counter
from dataclasses import dataclass

from chalicelib.aws.items import Delete, Item
from chalicelib.aws.table import Table
from chalicelib.rows.beside import QUESTION
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


def list_held(table: Table, dossier_id: str) -> tuple[Held, ...]:
    """List every row of a dossier's partitions, strongly read, and of the questions asked on it.

    The questions come first: a dossier's own rows lead to them, and so go after them.
    """
    own = _list_own(table, dossier_id)
    asked = (QUESTION.part(one.item["sk"]) for one in own if one.kind is QUESTION)
    return (*(row for one in asked for row in _list_own(table, one)), *own)


def _list_own(table: Table, case_id: str) -> tuple[Held, ...]:
    """List every row of a case's partitions: one query each."""
    return tuple(
        Held(find_row(item), item)
        for partition in PARTITIONS_OF_CASE
        for item in table.query_all(partition.pk(case_id), consistent=True)
    )


def erase_held(table: Table, dossier_id: str) -> Counter[str]:
    """Remove what goes of a dossier's rows, and count it by the name of its kind."""
    gone: Counter[str] = Counter()
    for one in list_held(table, dossier_id):
        if not one.goes:
            continue
        if one.kind is None:
            log.error("row of no declared kind", extra={"dossier_id": dossier_id})
        table.write(Delete(one.item["pk"], one.item["sk"]))
        gone[one.kind.name if one.kind else UNKNOWN] += 1
    return gone

"""The columns of a list of any kind, as a file of it shows them: those that its kind declares."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.cases.kind import AnyKind
from chalicelib.exports.write_table import Cell, Sheet
from chalicelib.words.translation import _, translate

ID, STATUS = _("Identifiant"), _("Statut")


def lay_out(kind: AnyKind, heads: Sequence[Any]) -> Sheet:
    """Lay heads out as a table: their ids and statuses, then the kind's columns.

    A column's name is read in the reader's language where the catalogue has it.
    """
    columns = kind.columns.get() if kind.columns else {}

    def list_cells(head: Any) -> tuple[Cell, ...]:
        return head.case_id, str(head.status), *(read(head) for read in columns.values())

    def tell(head: Any) -> Mapping[str, object]:
        own = {name: read(head) for name, read in columns.items()}
        return {"case_id": head.case_id, "status": str(head.status)} | own

    headings = (translate(ID), translate(STATUS), *map(translate, columns))
    return Sheet(kind.name, headings, map(list_cells, heads), map(tell, heads))

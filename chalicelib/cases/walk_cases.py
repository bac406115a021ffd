"""Walk all cases of whichever kind, some at a time, by the row that each keeps for its retention."""

from collections.abc import Sequence

from chalicelib.aws.table import Table
from chalicelib.rows.cases import CASE
from chalicelib.rows.listings import RETAINED


def list_some_cases(
    table: Table, *, most: int, start: str | None = None
) -> tuple[Sequence[str], str | None]:
    """List the ids of at most `most` cases and where the next ones begin (None at the end)."""
    page = table.query(RETAINED.pk(), index="work", limit=most, start=start)
    return [CASE.id_in(item["pk"]) for item in page.items], page.next

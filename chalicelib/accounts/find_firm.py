"""Find a firm by its id."""

from chalicelib.accounts.model import Firm
from chalicelib.aws.table import Table, open_table
from chalicelib.rows.people import FIRM


def find_firm(firm_id: str, *, table: Table | None = None) -> Firm | None:
    """Find a firm; None when there is none. One read."""
    row = (table or open_table()).get(*FIRM.key(firm_id))
    return Firm(firm_id, row["name"]) if row else None

"""Find a firm by its id."""

from chalicelib.accounts.model import Firm
from chalicelib.aws.table import open_table


def find_firm(firm_id: str) -> Firm | None:
    """Find a firm; None when there is none. One read."""
    row = open_table().get(f"F#{firm_id}", "FIRM")
    return Firm(firm_id, row["name"]) if row else None

"""Where people of an account are written to."""

from dataclasses import dataclass

from chalicelib.aws.items import Item
from chalicelib.aws.table import open_table


@dataclass(frozen=True, slots=True)
class Contact:
    """A person's name and address: personal, never for logs."""

    user_id: str
    name: str
    email: str


def _contact(row: Item) -> Contact:
    return Contact(row["user_id"], row["name"], row["email"])


def find_contact(user_id: str) -> Contact | None:
    """Find where a user is written to; None when there is no such user. One read."""
    row = open_table().get(f"U#{user_id}", "USER")
    return _contact(row) if row else None


def list_firm_contacts(firm_id: str) -> tuple[Contact, ...]:
    """List the people of a firm. One query."""
    rows = open_table().query_all(f"F#{firm_id}", prefix="USER#")
    return tuple(_contact(row) for row in rows)

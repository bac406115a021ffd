"""Where people of an account are written to."""

from dataclasses import dataclass

from chalicelib.aws.table import open_table


@dataclass(frozen=True, slots=True)
class Contact:
    """A person's name and address: personal, never for logs."""

    user_id: str
    name: str
    email: str


def find_contact(user_id: str) -> Contact | None:
    """Find where a user is written to; None when there is no such user. One read."""
    row = open_table().get(f"U#{user_id}", "USER")
    return Contact(row["user_id"], row["name"], row["email"]) if row else None

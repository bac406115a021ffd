"""Where people of an account are written to."""

from dataclasses import dataclass

from chalicelib.aws.table import open_table
from chalicelib.rows.people import USER


@dataclass(frozen=True, slots=True)
class Contact:
    """A person's name and address: personal, never for logs; and the language they chose, or ""."""

    user_id: str
    name: str
    email: str
    language: str = ""


MOST_SUCCESSORS = 5
"""Who took over may have left in turn; past this many nobody is found rather than for ever looked for."""


def find_contact(user_id: str, firm_id: str = "") -> Contact | None:
    """Find where a user is written to about a firm's affairs, or whoever took over from them there.

    None when there is nobody. One read, and one more for each that left.
    """
    for _successor in range(MOST_SUCCESSORS):
        row = open_table().get(*USER.key(user_id))
        if row is None:
            return None
        successor: str = row.get("successors", {}).get(firm_id, "")
        if not successor:
            language: str = row.get("language", "")
            return Contact(row["user_id"], row["name"], row["email"], language)
        user_id = successor
    return None

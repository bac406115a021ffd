"""What happened lately at somebody's door: sign-ins, and blocks by wrong passwords."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.accounts.model import Person
from chalicelib.accounts.store import load_user_row
from chalicelib.aws.table import open_table
from chalicelib.rows.people import TRACE

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Trace:
    """One sign-in, one block after three wrong passwords, or one switch to another hat."""

    at: datetime
    is_block: bool
    hat: str = ""


def list_traces(person: Person) -> list[Trace]:
    """List the last ten traces of a person's account, newest first."""
    table = open_table()
    account_pk: str = load_user_row(table, person.user_id)["account_pk"]
    rows = table.query(account_pk, prefix=TRACE.prefix, newest_first=True, limit=SHOWN).items
    return [
        Trace(
            datetime.fromisoformat(TRACE.part(row["sk"])),
            row["kind"] == "blocked",
            row.get("hat", ""),
        )
        for row in rows
    ]

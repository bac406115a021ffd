"""Ask for a mail with a link to choose a password: to activate a space, or when it is forgotten.

The visitor gets the same answer and costs the same work whether or not the address has an
account (R55). Three mails an hour go to one address, whoever asks.
"""

from datetime import datetime, timedelta
from typing import Final

from chalicelib.accounts.asks import AskKind, ask_row
from chalicelib.accounts.refusals import AddressNotWritten
from chalicelib.accounts.store import account_key
from chalicelib.accounts.tries import count_wrong_try, refuse_hasty_source
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.rows.people import MAILS

MOST_AN_HOUR: Final = 3
WINDOW: Final = timedelta(hours=1)


def ask_password_link(
    email: str,
    *,
    source_address: str,
    now: datetime | None = None,
    table: Table | None = None,
) -> None:
    """Ask for the mail; past three an hour nothing more is sent and the answer stays the same.

    AddressNotWritten for what is no address, SourceSlowed when one source address asks too often. `now` is real time.
    """
    if not all(part.strip() for part in email.partition("@")):
        raise AddressNotWritten(field="email")
    now, table = now or real_now(), table or open_table()
    refuse_hasty_source(table, source_address, now)
    count_wrong_try(table, source_address, now)
    account_pk = account_key(email)
    window = int(now.timestamp() // WINDOW.total_seconds())
    room = Update(
        account_pk,
        MAILS.sk(window),
        add={"mails": 1},
        set={"expires_s": MAILS.expires_s(now)},
        condition="attribute_not_exists(#mails) OR #mails < :most",
        values={"most": MOST_AN_HOUR},
    )
    try:
        table.transact([room, ask_row(account_pk, AskKind.PASSWORD, now)])
    except ConditionFailed:
        return  # enough mails are on their way to this address

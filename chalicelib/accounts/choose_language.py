"""Keep the language in which a person reads: from now on, at each sign-in, and in their mails."""

import logging

from chalicelib.accounts.model import Person, Session
from chalicelib.accounts.store import load_user_row, user_key
from chalicelib.aws.items import Attribute, Update
from chalicelib.aws.table import ConditionFailed, Table, open_table

log = logging.getLogger(__name__)


def choose_language(
    person: Person, language: str, *, session: Session | None = None, table: Table | None = None
) -> None:
    """Keep a language on a person's account, and on their session if there is one.

    Costs one read and one transaction. An account or a session that ended or moved meanwhile
    leaves everything as it was: the browser's cookie knows the choice all the same.
    """
    table = table or open_table()
    said: dict[str, Attribute] = {"language": language}
    account_pk: str = load_user_row(table, person.user_id)["account_pk"]
    rows = [
        Update(account_pk, "ACCOUNT", set=said, present=True),
        Update(user_key(person.user_id), "USER", set=said, present=True),
    ]
    if session is not None:
        rows.append(Update(f"S#{session.fingerprint}", "SESSION", set=said, present=True))
    try:
        table.transact(rows)
    except ConditionFailed:
        log.info("account or session changed during a choice of language")

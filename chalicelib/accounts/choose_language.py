"""Keep the language in which a person reads: from now on, at each sign-in, and in their mails."""

import logging

from chalicelib.accounts.model import Person
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.rows.people import USER

log = logging.getLogger(__name__)


def choose_language(person: Person, language: str, *, table: Table | None = None) -> None:
    """Keep a language on a person's account: one write.

    An account that went meanwhile has nothing written: the browser's cookie knows the choice all
    the same.
    """
    said = Update(*USER.key(person.user_id), set={"language": language}, present=True)
    try:
        (table or open_table()).write(said)
    except ConditionFailed:
        log.info("account changed during a choice of language")

"""A message that is not sent yet: its words are kept while a file is fetched for it."""

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.load import load_case
from chalicelib.cases.registry import kind_of
from chalicelib.messages.model import LONGEST_WORDS
from chalicelib.messages.of_kind import threads_of
from chalicelib.messages.store import find_words, keep_words


def leave_words(case_id: str, words: str, *, by: Actor, table: Table | None = None) -> None:
    """Keep what somebody typed on a case, as far as a message may be long, until it is sent.

    Raises NotFound for a case of others, NotAllowed for who has no side, ThreadClosed.
    """
    kind, table = kind_of(case_id), table or open_table()
    threads = threads_of(kind)
    threads.side_of(by)
    if not threads.may_write(load_case(kind, case_id, seen_by=by, table=table)):
        raise threads.closed
    keep_words(table, case_id, by.person_id, words[:LONGEST_WORDS])


def find_left_words(case_id: str, *, by: Actor, table: Table | None = None) -> str:
    """Find the words that somebody left on a case; it is theirs to have loaded it first."""
    return find_words(table or open_table(), case_id, by.person_id)

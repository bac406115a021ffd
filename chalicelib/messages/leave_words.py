"""A message that is not sent yet: its words are kept while a file is fetched for it."""

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.attached import take_out
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.load import load_dossier
from chalicelib.messages.model import LONGEST_WORDS, ThreadClosed, may_write, side_of
from chalicelib.messages.store import find_words, keep_words


def leave_words(dossier_id: str, words: str, *, by: Actor, table: Table | None = None) -> None:
    """Keep what somebody typed on a dossier, as far as a message may be long, until it is sent.

    Raises NotFound for a dossier of others, NotAllowed for who has no side, ThreadClosed.
    """
    side_of(by)
    table = table or open_table()
    if not may_write(load_dossier(dossier_id, seen_by=by, table=table)):
        raise ThreadClosed
    keep_words(table, dossier_id, by.person_id, words[:LONGEST_WORDS])


def find_left_words(dossier_id: str, *, by: Actor, table: Table | None = None) -> str:
    """Find the words that somebody left on a dossier; it is theirs to have loaded it first."""
    return find_words(table or open_table(), dossier_id, by.person_id)


def take_file_out(
    dossier_id: str, document_id: str, *, by: Actor, table: Table | None = None
) -> None:
    """Take a file out of the message that one is writing; NotFound for others' files."""
    change_dossier(
        dossier_id,
        lambda dossier, _now: take_out(dossier, document_id, by.person_id),
        by=by,
        table=table,
    )

"""Find the reply to a question without a dossier, for the mail that brings it."""

from chalicelib.aws.table import Table
from chalicelib.contact.model import Question, QuestionState
from chalicelib.contact.store import find_question


def find_reply(table: Table, contact_id: str) -> Question | None:
    """Find an answered question by its id; None when it is gone, or has no answer."""
    found = find_question(table, contact_id, contact_id)
    return found if found and found.state is QuestionState.ANSWERED else None

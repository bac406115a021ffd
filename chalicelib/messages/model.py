"""A message, and what is refused: pure.

A message is numbered by its event in the case's journal, which says who wrote when, and never
what: the words stand in the message's own row, and go with the person.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.words.translation import _

LONGEST_WORDS = 4000


class ThreadClosed(Refusal):
    """The case takes no messages now; a kind may say why in words of its own."""

    code = "thread-closed"
    status = 409
    message = _("On ne peut pas écrire de message ici : la messagerie n’est pas ouverte.")


class TooManyUnread(Refusal):
    """The other side has many messages to read first."""

    code = "too-many-unread"
    status = 429
    message = _(
        "{most} messages attendent déjà d’être lus : laissez le temps de les lire avant d’en "
        "écrire un autre."
    )


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `number` is its event's in the journal; `at` is business time.

    `files` are the ids of the files that went with it.
    """

    number: int
    side: str
    author_id: str
    at: datetime
    words: str
    files: tuple[str, ...] = ()


def require_words(words: str) -> str:
    """Refuse a message without words, or with too many."""
    said = words.replace("\r\n", "\n").strip()
    if not said:
        problem = FieldProblem("words", "missing", _("Message : écrivez ce que vous voulez dire."))
        raise InvalidFields((problem,))
    if len(said) > LONGEST_WORDS:
        sentence = _("Message : {most} caractères au plus, le vôtre en a {number}.")
        values = {"most": LONGEST_WORDS, "number": len(said)}
        raise InvalidFields((FieldProblem("words", "too-long", sentence, values),))
    return said

"""A question to our teams: who asks, what, who takes it, and the answer. Pure.

A question of a client goes with their dossier; one of somebody without a dossier stands by itself,
for a year. Times are real, aware UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.form.identifiers import WrongIdentifierError, read_email
from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.words.names import ADDRESS_IN_NAME, has_address
from chalicelib.words.translation import _

ID_PREFIX = "ctc_"
LONGEST_NAME, LONGEST_REFERENCE, LONGEST_WORDS = 120, 40, 4000
MOST_OPEN = 10
"""Questions of one dossier that may wait for an answer at once."""

MOST_ASKED = 5
"""Questions from one source address in ten minutes."""


class QuestionState(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"


class TooManyQuestions(Refusal):
    """Ten questions of the dossier wait for their answers."""

    code = "too-many-questions"
    status = 409
    message = _("Vos {most} dernières questions attendent encore : nous y répondons d’abord.")


class QuestionsClosed(Refusal):
    """Nobody asks on a draft, nor on a dossier whose person is erased."""

    code = "questions-closed"
    status = 409
    message = _("On ne peut plus écrire sur ce dossier.")


class AlreadyAnswered(Refusal):
    """Somebody else has answered meanwhile."""

    code = "already-answered"
    status = 409
    message = _("Cette question a déjà sa réponse : rechargez la page pour la lire.")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `owner` is its dossier's id, or its own where it has no dossier.

    `reference` is the number of a dossier as the asker wrote it: nobody has checked it.
    """

    contact_id: str
    owner: str
    asked_at: datetime
    words: str
    name: str = ""
    email: str = ""
    reference: str = ""
    language: str = "fr"
    state: QuestionState = QuestionState.OPEN
    taken_by: str = ""
    taken_name: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    asked_by: str = ""
    """Whose account asked it, for a dossier may get another client; "" where that was not kept."""

    @property
    def has_dossier(self) -> bool:
        """Say whether a client asked it on their dossier."""
        return self.owner != self.contact_id


def require_words(words: str, field: str = "words") -> str:
    """Refuse a question or an answer without words, or with too many."""
    said = words.replace("\r\n", "\n").strip()
    if not said:
        told = _("Message : écrivez ce que vous voulez dire.")
        raise InvalidFields((FieldProblem(field, "missing", told),))
    if len(said) > LONGEST_WORDS:
        told = _("Message : {most} caractères au plus, le vôtre en a {number}.")
        values = {"most": LONGEST_WORDS, "number": len(said)}
        raise InvalidFields((FieldProblem(field, "too-long", told, values),))
    return said


def require_all(
    words: str, name: str, email: str, reference: str
) -> tuple[str, tuple[str, str, str]]:
    """Refuse a stranger's question with everything that is wrong with it, in the form's order."""
    problems: list[FieldProblem] = []
    asker, said = ("", "", ""), ""
    try:
        asker = require_asker(name, email, reference)
    except InvalidFields as refusal:
        problems += refusal.problems
    try:
        said = require_words(words)
    except InvalidFields as refusal:
        problems += refusal.problems
    if problems:
        raise InvalidFields(tuple(problems))
    return said, asker


def require_asker(name: str, email: str, reference: str) -> tuple[str, str, str]:
    """Refuse a stranger's question without a name or an address to answer to."""
    problems: list[FieldProblem] = []
    known = " ".join(name.split())
    if not known or len(known) > LONGEST_NAME:
        told = _("Nom : écrivez votre nom, {most} caractères au plus.")
        problems.append(FieldProblem("name", "length", told, {"most": LONGEST_NAME}))
    elif has_address(known):
        problems.append(
            FieldProblem("name", "address-in-name", ADDRESS_IN_NAME, {"label": _("Nom")})
        )
    try:
        email = read_email(email.strip())
    except WrongIdentifierError as wrong:
        label = {"label": _("E-mail")}
        problems.append(FieldProblem("email", "format", wrong.message, label))
    said = " ".join(reference.split())
    if len(said) > LONGEST_REFERENCE:
        told = _("Numéro du dossier : {most} caractères au plus.")
        values = {"most": LONGEST_REFERENCE}
        problems.append(FieldProblem("reference", "too-long", told, values))
    if problems:
        raise InvalidFields(tuple(problems))
    return known, email, said

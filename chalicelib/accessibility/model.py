"""A barrier: what somebody could not do, where, and what we answered. Pure.

No name and no address is asked for: whoever reports keeps a private page, on which the answer
appears.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.words.languages import OWN_NAMES
from chalicelib.words.translation import _, tag_of

DATED_ON: Final = date(2026, 11, 22)
"""The day the statement was written; it is written anew when what it says changes."""

LIFE: Final = timedelta(days=365)
"""How long a report is kept, answered or not."""

LONGEST_WORDS: Final = 2000
LONGEST_PAGE: Final = 300
MOST_A_DAY: Final = 5
"""Reports from one source address, in one day."""

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class TooManyReports(Refusal):
    """A source address reported as often as it may in a day."""

    code = "too-many-reports"
    status = 429
    message = _(
        "{most} signalements sont déjà partis de votre connexion aujourd’hui. Revenez demain, ou "
        "ajoutez tout dans un seul signalement."
    )


class AlreadyAnswered(Refusal):
    """Another agent answered meanwhile."""

    code = "already-answered"
    message = _("Ce signalement a déjà reçu une réponse : rechargez la page pour la lire.")


@dataclass(frozen=True, slots=True)
class Report:
    """What was met: the page, the words of who met it. Instants are real time."""

    page: str
    words: str


@dataclass(frozen=True, slots=True)
class Barrier:
    """A report as it is kept; `answer` is empty until an agent answered."""

    fingerprint: str
    page: str
    words: str
    reported_at: datetime
    language: str = "fr"
    answer: str = ""
    answered_at: datetime | None = None

    @property
    def language_tag(self) -> str:
        """Give the language it was written in, as `lang` has it."""
        return tag_of(self.language)

    @property
    def language_name(self) -> str:
        """Give that language by its own name."""
        return OWN_NAMES.get(self.language, self.language)


def read_report(page: str, words: str) -> Report:
    """Read what was typed; InvalidFields names what is missing or too long."""
    page, words = _trim(page), _trim(words)
    problems = []
    if len(page) > LONGEST_PAGE:
        most = {"most": LONGEST_PAGE}
        problems.append(
            FieldProblem("page", "too-long", _("Page : {most} caractères au plus."), most)
        )
    problems += _problems_of(words, _("Obstacle : dites ce que vous n’avez pas pu faire."))
    if problems:
        raise InvalidFields(tuple(problems))
    return Report(page, words)


def read_answer(words: str) -> str:
    """Read an agent's answer; InvalidFields when it is empty or too long."""
    words = _trim(words)
    problems = _problems_of(words, _("Réponse : dites ce qui est fait, ou comment s’y prendre."))
    if problems:
        raise InvalidFields(tuple(problems))
    return words


def _problems_of(words: str, missing: str) -> list[FieldProblem]:
    if not words:
        return [FieldProblem("words", "missing", missing)]
    if len(words) > LONGEST_WORDS:
        too_long = _("{most} caractères au plus, le texte en a {number}.")
        return [
            FieldProblem(
                "words", "too-long", too_long, {"most": LONGEST_WORDS, "number": len(words)}
            )
        ]
    return []


def _trim(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n")).strip()

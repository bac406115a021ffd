"""A question of somebody else's screen, and what the dossier answers to it. Pure data.

A question rests on what a guide shows. Where a guide says that something is asked without
saying what, nothing is made up: the question is there, and says that it is answered on the spot.
"""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.form.steps import Step


class Destination(StrEnum):
    """Where a dossier's answers are typed again."""

    OPERATOR = "operator"
    CONSUEL = "consuel"


@dataclass(frozen=True, slots=True)
class FromForm:
    """A question that one field of the form answers, or a group of rows each in turn."""

    step: Step
    name: str
    label: str = ""
    """The screen's own words; empty where the form's are the same."""
    note: str = ""


class Known(StrEnum):
    """What the dossier answers by more than one of its fields."""

    PRODUCER = "producer"
    PLACE = "place"
    INJECTION = "injection"
    STORAGE = "storage"
    CONSUEL_FORM = "consuel_form"
    MANDATE = "mandate"
    OPERATOR_REFERENCE = "operator_reference"


@dataclass(frozen=True, slots=True)
class FromDossier:
    """A question that the dossier answers by what follows from it."""

    known: Known
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OnTheSpot:
    """A question whose answer no dossier holds; `note` says what is known of it."""

    label: str
    note: str


@dataclass(frozen=True, slots=True)
class FromSlot:
    """A document to attach there: the slot that holds it."""

    slot: str
    label: str


type Question = FromForm | FromDossier | OnTheSpot | FromSlot


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen, with its questions in the order in which it asks them."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: `text` as it is read, `copied` as it is typed there.

    An empty text is an answer that the dossier lacks: `step` is the number of the form's step
    that gives it, 0 where none does. `url` leads to a file.
    """

    label: str
    text: str = ""
    copied: str = ""
    note: str = ""
    step: int = 0
    url: str = ""
    is_on_the_spot: bool = False
    is_piece: bool = False
    """Whether a file answers it: one may still be handed in once the form is sent."""


@dataclass(frozen=True, slots=True)
class AnsweredScreen:
    """One screen with its answers."""

    title: str
    answers: tuple[Answer, ...]

    @property
    def lacking(self) -> int:
        """Count the answers that the dossier lacks."""
        return sum(not one.text and not one.is_on_the_spot for one in self.answers)

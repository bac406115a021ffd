"""Refusals: a rule of the trade says no, by name, in words that say what to do.

A refusal is not a bug and not outside trouble. Its `message` is a French msgid of the
message catalogue with `{named}` places, filled from `values` when it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from chalicelib.words.values import Value


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field, and what to do about it."""

    field: str
    code: str
    message: str
    values: "Mapping[str, Value]" = dataclass_field(default_factory=dict)


class Refusal(Exception):
    """A rule says no. Subclasses name what happened and how it is told."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    message: ClassVar[str] = "Cette action n’est pas possible."

    def __init__(self, *, field: str | None = None, **values: "Value") -> None:
        """Keep the values that fill the message's places; `field` names the guilty field."""
        super().__init__(self.code)
        self.field = field
        self.values: dict[str, Value] = values


class InvalidFields(Refusal):
    """Some fields are missing or wrong; each problem names its field."""

    code = "invalid-fields"
    status = 422
    message = "Certains champs sont à corriger."

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        """Keep the problems, in the order of the form."""
        super().__init__()
        self.problems = problems


class NotFound(Refusal):
    """The thing does not exist, or is none of the asker's business: the same answer for both."""

    code = "not-found"
    status = 404
    message = "Cette page ou ce dossier n’existe pas, ou ne vous est pas accessible."


class NotAllowed(Refusal):
    """The role of the person does not include this act."""

    code = "not-allowed"
    status = 403
    message = "Votre compte ne permet pas cette action."


class ChangedMeanwhile(Refusal):
    """Somebody else changed the dossier since it was shown."""

    code = "changed-meanwhile"
    status = 409
    message = (
        "Ce dossier a été modifié entre-temps. Rechargez la page : votre saisie n’a rien écrasé."
    )


class InvalidCursor(Refusal):
    """The place to continue from is not one that a list gave."""

    code = "invalid-cursor"
    status = 400
    message = "Cette page de la liste n’existe plus : reprenez depuis le début."


class KeyReused(Refusal):
    """An idempotency key came back with another request."""

    code = "idempotency-key-reused"
    status = 422
    message = (
        "Cette clé d’idempotence a déjà servi pour une autre demande : utilisez-en une nouvelle."
    )

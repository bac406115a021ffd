"""What was typed into a draft and saved by itself, until a button of the form is pressed.

It stands in the dossier's head, so that one conditional write keeps it and nobody who changes
the dossier meanwhile can miss it; whoever reads the dossier reads it as part of the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.form.values import Form


@dataclass(frozen=True, slots=True)
class Typed:
    """A step as it was typed: `fields` changed since the step was last saved by a button.

    `by` is the pseudonymous id of who typed last, `at` the business instant.
    """

    values: Mapping[str, Any]
    fields: tuple[str, ...]
    by: str
    at: datetime


def lay_over(form: Form, typing: Mapping[str, Typed]) -> Form:
    """Give the form as it is with what was typed since."""
    if not typing:
        return form
    return {**form, **{step: typed.values for step, typed in typing.items()}}


def list_typed_fields(typing: Mapping[str, Typed]) -> tuple[str, ...]:
    """List the fields that the journal does not know of yet."""
    return tuple(sorted({name for typed in typing.values() for name in typed.fields}))

"""The pydantic models of what the API takes for a draft, beside its steps."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from chalicelib.deposit.copy_dossier import Keep
from chalicelib.dossiers.answer_finding import LEAST_WORDS, LONGEST_WORDS


class Explanation(BaseModel):
    """Why the form is right against what a paper says."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    words: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=LEAST_WORDS, max_length=LONGEST_WORDS),
    ]


class Copy(BaseModel):
    """What of a dossier a new draft begins with."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    keep: Keep

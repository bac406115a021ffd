"""The pydantic models of what the API takes for a dossier as a whole."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from chalicelib.dossiers.answer_finding import LEAST_WORDS, LONGEST_WORDS
from chalicelib.dossiers.cancel import LONGEST_REASON
from chalicelib.dossiers.copy_dossier import Keep


class Cancellation(BaseModel):
    """Why a dossier is cancelled."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_REASON)]


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

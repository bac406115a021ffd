"""The pydantic models of what the API takes for a dossier as a whole."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from chalicelib.dossiers.cancel import LONGEST_REASON


class Cancellation(BaseModel):
    """Why a dossier is cancelled."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_REASON)]

"""What the search gives on the API."""

from pydantic import BaseModel, Field

from chalicelib.dossiers.answers import HeadAnswer


class FoundAnswer(BaseModel):
    """The dossiers that were found, in the order of their words."""

    dossiers: list[HeadAnswer]
    next: str | None = Field(description="À redonner dans `cursor` pour la suite")
    is_cut: bool = Field(description="Il y en a d’autres : précisez la question")

"""What the API takes and gives about one's own account."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class NewTokenForm(BaseModel):
    """A token to make."""

    model_config = ConfigDict(extra="forbid", strict=True)

    label: str = Field(min_length=1, max_length=60, description="Ce qui se servira du jeton")


class TokenView(BaseModel):
    """A token in its owner's list; `secret` is there once, when it was just made."""

    token_id: str
    label: str
    ending: str = Field(description="Les quatre derniers signes du jeton")
    created_at: datetime
    expires_at: datetime
    secret: str | None = None


class TokenList(BaseModel):
    """One's tokens, oldest first."""

    tokens: list[TokenView]


class MembershipView(BaseModel):
    """One of the roles that a person has."""

    role: str
    firm_id: str
    firm_name: str
    country: str
    is_admin: bool


class PersonView(BaseModel):
    """Who the token belongs to."""

    user_id: str
    role: str
    name: str
    firm_id: str
    firm_name: str
    country: str = Field(description="Pays du rôle, en deux lettres")
    is_admin: bool = Field(description="Administre les utilisateurs de son entreprise")
    memberships: list[MembershipView] = Field(
        description="Tous ses rôles ; le jeton n’agit que sous celui qui est donné plus haut"
    )

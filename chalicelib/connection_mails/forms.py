"""What the API takes and gives about mails."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.dossiers.client_address import AddressReason


class ClientEmail(BaseModel):
    """The client's new address, and why it changes: a bounce may be said only where one was told."""

    model_config = ConfigDict(extra="forbid", strict=True)

    email: str = Field(max_length=254)
    reason: AddressReason


class NoticeAnswer(BaseModel):
    """One mail and what became of it; `caused_at` is business time, the others are real."""

    notice_id: str
    kind: str
    label: str
    addressee: str
    state: str
    state_label: str
    caused_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    why: str
    possible_duplicates: int


class NoticesAnswer(BaseModel):
    """A dossier's mails, newest first, and whether its client can be reached."""

    client_unreachable: bool
    notices: list[NoticeAnswer]

"""A notice: one mail queued for one person because of one event, and what SES may say of it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountMail(StrEnum):
    """The mails about accounts, each a folder of `templates/emails`; a kind of case lists its own."""

    ACCOUNT_ACTIVATION = "account_activation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a mail
    ACCESS_BLOCKED = "access_blocked"
    CONFIRM_ADDRESS = "confirm_address"
    ADDRESS_CHANGED = "address_changed"
    FIRM_INVITATION = "firm_invitation"
    WEEKLY_SUMMARY = "weekly_summary"


class Addressee(StrEnum):
    """To whom, as a role: the address is read from the dossier when the mail leaves."""

    INSTALLER = "installer"
    CLIENT = "client"
    FORMER_CLIENT = "former_client"
    """Whoever reads the address that was the client's: the event that replaced it keeps it."""
    OWNER = "owner"
    """The owner of an account: such a notice stands in the partition of its user."""
    ASKER = "asker"
    """Somebody without an account who asked something: it stands in their question's partition."""


class NoticeState(StrEnum):
    """Where a notice is."""

    UNSENT = "unsent"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    SKIPPED = "skipped"


FINAL = frozenset(
    {
        NoticeState.DELIVERED,
        NoticeState.BOUNCED,
        NoticeState.COMPLAINED,
        NoticeState.FAILED,
        NoticeState.SKIPPED,
    }
)


class Bounce(StrEnum):
    """How a mail came back, in the words of SES."""

    PERMANENT = "Permanent"
    TRANSIENT = "Transient"
    UNDETERMINED = "Undetermined"


class FeedbackKind(StrEnum):
    """What SES tells about a mail, in its own words."""

    SEND = "Send"
    DELIVERY = "Delivery"
    BOUNCE = "Bounce"
    COMPLAINT = "Complaint"
    REJECT = "Reject"
    RENDERING_FAILURE = "Rendering Failure"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One word of SES about one mail; `mail_at` is when SES took the mail.

    Addresses are fingerprints only.
    """

    kind: FeedbackKind
    at: datetime
    mail_at: datetime
    case_id: str
    notice_id: str
    message_id: str
    bounce: Bounce | None = None
    reason: str = ""
    address_prints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One mail to send. Instants are real time, aware UTC; `look_at` is when to look again.

    `caused_at` alone is business time: when its cause happened.

    A mail about an account has its user's id for `case_id`: what SES says of it comes back
    under the same tag.

    `kind` is one of the mails that the system of its case lists, or one of an account.

    `about` is the piece, or the slot, the mail speaks of, where there is one; `event_seq` is the place of
    its cause in the journal. `claim` is the mark of the
    sender at work; `resends` counts possible duplicates.
    """

    notice_id: str
    case_id: str
    event_id: str
    kind: str
    addressee: Addressee
    state: NoticeState
    created_at: datetime
    look_at: datetime | None = None
    about: str = ""
    event_seq: int = 0
    caused_at: datetime | None = None
    version: int = 0
    tries: int = 0
    resends: int = 0
    claim: str = ""
    message_id: str = ""
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    bounce: Bounce | None = None
    complained_at: datetime | None = None
    reason: str = ""
    firm_id: str = ""
    """Of the firm that caused it, from its sending on; empty where none did."""
    follows: str | None = None
    """The prints of the private links that it carried, oldest first, for the room `following`."""

    @property
    def is_final(self) -> bool:
        """Say whether the state will never change again."""
        return self.state in FINAL


def notice_id_of(event_id: str, kind: str, addressee: Addressee) -> str:
    """Derive the one id of a mail from its cause, so that a repeated event makes no second mail."""
    cause = f"{event_id}/{kind}/{addressee}"
    return f"ntc_{hashlib.sha256(cause.encode()).hexdigest()[:32]}"


def queue_notice(
    event_id: str,
    case_id: str,
    kind: str,
    addressee: Addressee,
    *,
    now: datetime,
    about: str = "",
    event_seq: int = 0,
    caused_at: datetime | None = None,
) -> Notice:
    """Make the notice of an event to somebody, unsent."""
    return Notice(
        notice_id=notice_id_of(event_id, kind, addressee),
        case_id=case_id,
        event_id=event_id,
        kind=kind,
        addressee=addressee,
        state=NoticeState.UNSENT,
        created_at=now,
        look_at=now,
        about=about,
        event_seq=event_seq,
        caused_at=caused_at,
    )

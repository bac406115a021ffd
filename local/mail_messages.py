"""The mails that the local cloud took, as its own page lists them."""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

MESSAGES = "/_ministack/ses/messages"
TIMEOUT_S = 5
GREETING = 50
"""A paragraph no longer than this is a heading or a greeting."""


class CloudSilent(Exception):
    """The local cloud does not answer, or answers nonsense."""


@dataclass(frozen=True, slots=True)
class Message:
    """One mail that the local cloud took."""

    message_id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    sent_at: datetime

    @property
    def key(self) -> str:
        """Name the mail in an address of the reader."""
        return base64.urlsafe_b64encode(self.message_id.encode()).decode().rstrip("=")

    @property
    def preview(self) -> str:
        """Give the first paragraph that says something, for the list."""
        paragraphs = (part.strip() for part in self.text.split("\n\n"))
        return next((part for part in paragraphs if len(part) > GREETING), self.text)


def read_messages(answer: Mapping[str, object]) -> tuple[Message, ...]:
    """Read the cloud's answer, whatever the account, newest first."""
    accounts = answer.get("messages")
    if not isinstance(accounts, Mapping):
        raise CloudSilent("no messages in the answer")
    found = [_message(raw) for raws in accounts.values() for raw in raws]
    return tuple(sorted(found, key=lambda one: one.sent_at, reverse=True))


def _message(raw: Mapping[str, object]) -> Message:
    to = raw.get("To") or []
    when = raw.get("Timestamp")
    return Message(
        message_id=str(raw.get("MessageId", "")),
        sender=str(raw.get("Source", "")),
        to=tuple(str(one) for one in to) if isinstance(to, Iterable) else (),
        subject=str(raw.get("Subject") or ""),
        text=str(raw.get("BodyText") or ""),
        html=str(raw.get("BodyHtml") or ""),
        sent_at=datetime.fromtimestamp(when if isinstance(when, int | float) else 0, UTC),
    )


def fetch_messages(cloud: str) -> tuple[Message, ...]:
    """Fetch the mails of the local cloud; CloudSilent when it does not answer."""
    try:
        with urllib.request.urlopen(cloud.rstrip("/") + MESSAGES, timeout=TIMEOUT_S) as answer:
            return read_messages(json.load(answer))
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise CloudSilent(str(error)) from error


def only_to(messages: Iterable[Message], address: str) -> tuple[Message, ...]:
    """Keep the mails to one address, or all when it is empty."""
    return tuple(one for one in messages if not address or address in one.to)


def list_addresses(messages: Iterable[Message]) -> tuple[str, ...]:
    """List who was written to, the last one first."""
    return tuple(dict.fromkeys(address for one in messages for address in one.to))


def mail_path(key: str, to: str = "", *, as_text: bool = False) -> str:
    """Give the address of a mail in the reader."""
    wishes = [f"a={quote(to)}"] if to else []
    wishes += ["vue=texte"] if as_text else []
    return f"/mail/{key}" + ("?" + "&".join(wishes) if wishes else "")

"""The journal's events: who changed what, when, from where, chained by hash per case.

An event holds field names, pseudonymous ids and salted hashes, never a person's values:
those stand in an erasable row beside it, so that a person can be erased and the chain
still verifies.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from chalicelib.policy.actors import Actor, platform

__all__ = ("Actor", "platform")

type Detail = str | int

FORMAT = 2
"""The number of the shape in which events are written now; readers know every former one."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change of state of a case.

    `at` is business time, `recorded_at` real time. `digests` holds the salted SHA-256 of
    each erasable value. `actor_hat` is the membership that a person acted under. `previous` is the hash of the event before, `hash` its own.
    """

    event_id: str
    case_id: str
    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    actor_id: str
    actor_role: str
    origin: str
    actor_hat: str = ""
    status_before: str = ""
    status_after: str = ""
    generation: int = 1
    reached: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    details: Mapping[str, Detail] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    previous: str = ""
    hash: str = ""
    format: int = FORMAT


class JournalBroken(Exception):
    """The chain does not verify: an event was changed, lost or put in another place."""

    def __init__(self, case_id: str, seq: int) -> None:
        """Keep where the chain breaks first."""
        super().__init__(f"journal of {case_id} broken at {seq}")
        self.seq = seq


def new_salt() -> str:
    """Make the salt of one event's digests."""
    return secrets.token_hex(16)


def digest_value(salt: str, value: str) -> str:
    """Hash one erasable value with its event's salt."""
    return hashlib.sha256(f"{salt}\x00{value}".encode()).hexdigest()


def hash_event(event: Event) -> str:
    """Compute an event's hash over everything it says, its predecessor's hash included."""
    said = {name: value for name, value in asdict(event).items() if name != "hash"}
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def chain_event(event: Event, previous: str) -> Event:
    """Bind an event to its predecessor's hash ("" for the first)."""
    bound = replace(event, previous=previous)
    return replace(bound, hash=hash_event(bound))


def verify_chain(events: Iterable[Event]) -> int:
    """Verify a case's whole journal, oldest first, and count its events.

    Raises JournalBroken at the first event whose place, predecessor or hash is wrong.
    """
    previous, count = "", 0
    for event in events:
        count += 1
        sound = event.seq == count and event.previous == previous
        if not sound or hash_event(event) != event.hash:
            raise JournalBroken(event.case_id, event.seq)
        previous = event.hash
    return count

"""The client's address was replaced: the reason that was given, and the flag that shows it to agents.

The flag says the reason, and whether the subscription was signed by then; it stands until an agent
has looked. Pure.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from chalicelib.dossiers.model import Head

ADDRESS_REPLACED = "client_address"
"""How the flag begins; the reason follows, then `signed` or `unsigned`."""

_STATES = {True: "signed", False: "unsigned"}


class AddressReason(StrEnum):
    """Why the client's address is replaced: the closed list of who asks for it."""

    MAIL_BOUNCED = "mail_bounced"
    """Our mail came back from it: only then may this be said."""
    TYPING_MISTAKE = "typing_mistake"
    CLIENT_ASKED = "client_asked"


@dataclass(frozen=True, slots=True)
class AddressReplaced:
    """What agents are shown of it: why, and whether the client had signed already."""

    reason: AddressReason
    was_signed: bool


def is_of_address(flag: str) -> bool:
    """Say whether a flag tells of a replaced address."""
    return flag.partition(":")[0] == ADDRESS_REPLACED


def flag_address(head: Head, reason: AddressReason, *, was_signed: bool) -> Head:
    """Give the head with the flag of the last replacement alone."""
    flag = f"{ADDRESS_REPLACED}:{reason}:{_STATES[was_signed]}"
    return replace(head, flags=(*unflag_address(head).flags, flag))


def unflag_address(head: Head) -> Head:
    """Give the head without any flag of a replaced address."""
    return replace(head, flags=tuple(one for one in head.flags if not is_of_address(one)))


def find_address_replaced(head: Head) -> AddressReplaced | None:
    """Find what agents have to look at, or None."""
    for flag in filter(is_of_address, head.flags):
        _kind, reason, state = flag.split(":")
        return AddressReplaced(AddressReason(reason), state == _STATES[True])
    return None

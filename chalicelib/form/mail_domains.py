"""E-mail domains that look like a slip of the finger: proposed, never refused (row F94)."""

from collections.abc import Iterator

USUAL = (
    "gmail.com", "googlemail.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "neuf.fr",
    "laposte.net", "bbox.fr", "numericable.fr", "club-internet.fr", "aliceadsl.fr", "dartybox.com",
    "hotmail.fr", "hotmail.com", "outlook.fr", "outlook.com", "live.fr", "msn.com", "yahoo.fr",
    "yahoo.com", "icloud.com", "me.com", "aol.com", "gmx.fr", "proton.me", "protonmail.com",
)  # fmt: skip
"""The providers where most private addresses in France stand."""

OTHERS = (
    "mail.com", "ymail.com", "email.com", "gmx.com", "gmx.de", "gmx.net", "live.com", "aol.fr",
    "mac.com", "fastmail.com", "hotmail.be", "hotmail.it", "hotmail.es", "outlook.be", "outlook.pt",
    "yahoo.it", "yahoo.es", "yahoo.be", "sapo.pt", "pm.me", "free.com", "zoho.com", "hey.com",
    "orange.com", "sfr.com", "live.be", "live.it",
)  # fmt: skip
"""Providers and firms that exist and resemble one of the usual ones: they are not questioned."""

LEAST_LENGTH = 6
"""A shorter domain is one letter away from too many others."""


def find_resembling(domain: str) -> str | None:
    """Find the usual domain from which this one differs by one slip; None when it is none."""
    wanted = domain.strip().casefold()
    if len(wanted) < LEAST_LENGTH or wanted in USUAL or wanted in OTHERS:
        return None
    return next((usual for usual in USUAL if is_one_slip(wanted, usual)), None)


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is missing, too many, wrong, or two neighbours changed places.

    The slip may also be in the name and the ending both being right but for the dot.
    """
    return meant in set(list_slips(typed, meant)) or typed == meant.replace(".", "")


def list_slips(typed: str, meant: str) -> Iterator[str]:
    """Every text one slip away from `typed` that could be `meant`."""
    for place in range(len(typed) + 1):
        before, after = typed[:place], typed[place:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        if place < len(meant):
            yield before + meant[place] + after
            yield before + meant[place] + after[1:]


def propose_address(address: str) -> str | None:
    """Propose an address whose domain is a usual one that the typed domain resembles."""
    person, at, domain = address.strip().rpartition("@")
    meant = find_resembling(domain) if at and person else None
    return f"{person}@{meant}" if meant else None

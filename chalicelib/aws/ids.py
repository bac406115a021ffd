"""Identifiers: ids, secrets and reference numbers, all generated, none guessable."""

import hashlib
import re
import secrets
import time
from datetime import UTC, datetime

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
"""Twenty-nine digits and capitals, told apart on paper: no 0 O, 1 I L, no U, no Z beside 2."""

REFERENCE_LENGTH = 7

TIME_ORDERED = re.compile(r"[a-z]+_[0-9a-f]{32}", re.ASCII)
"""The shape of the ids that `new_id` makes."""

LONGEST_ID = 100
"""No id of ours has more characters, and the table takes no longer key than 2 KB."""


def new_id(prefix: str) -> str:
    """Make a time-ordered id such as `dos_0197c2f4a1b3d9e0f1a2b3c4d5`; 80 bits of it are random."""
    return f"{prefix}_{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def instant_of(some_id: str) -> datetime:
    """Give the real instant at which an id of ours was made; ValueError for what is none."""
    made_ms = int(some_id.rpartition("_")[2][:12], 16)
    return datetime.fromtimestamp(made_ms / 1000, UTC)


def made_at(some_id: str) -> datetime | None:
    """Find the real instant at which an id was made, None for one that follows from a key."""
    return instant_of(some_id) if TIME_ORDERED.fullmatch(some_id) else None


def new_token() -> str:
    """Make a secret of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """Give the SHA-256 of a secret, in hexadecimal: what the table keeps instead of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_letter(letters: str) -> str:
    """Compute the check letter of a reference: it catches one wrong letter or two swapped."""
    weighted = sum((place + 2) * ALPHABET.index(letter) for place, letter in enumerate(letters))
    return ALPHABET[weighted % len(ALPHABET)]


def new_reference() -> str:
    """Make a reference number to read aloud, such as `7K4M-92PX`; the last letter checks it."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))
    whole = letters + check_letter(letters)
    return f"{whole[:4]}-{whole[4:]}"


def is_reference(text: str) -> bool:
    """Say whether a text is a reference number whose check letter agrees."""
    letters = text.upper().replace("-", "").replace(" ", "")
    if len(letters) != REFERENCE_LENGTH + 1 or any(one not in ALPHABET for one in letters):
        return False
    return check_letter(letters[:-1]) == letters[-1]

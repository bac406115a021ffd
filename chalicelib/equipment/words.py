"""Names of makers and models as they are compared: without case, accents, blanks or signs."""

import re
import unicodedata

_SIGNS = re.compile(r"[^a-z0-9]+")
LONGEST_QUERY = 120
MOST_WORDS = 8


def fold(text: str) -> str:
    """Write a text in plain small letters and digits, its words apart by one blank."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return _SIGNS.sub(" ", plain).strip()


def compact(text: str) -> str:
    """Write a model's name without any sign: "SB 3.0-1" and "SB3.0 1" are the same."""
    return fold(text).replace(" ", "")


def list_words(text: str) -> tuple[str, ...]:
    """List the first words of a question, as they are compared."""
    return tuple(fold(text[:LONGEST_QUERY]).split()[:MOST_WORDS])

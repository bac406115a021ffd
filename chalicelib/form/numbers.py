"""Numbers as people type them: a comma or a point, spaces between thousands."""

import re
from decimal import Decimal

NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,12})?", re.ASCII)
SPACES = re.compile(r"[\s\u00a0\u202f]+")


def find_number(text: str) -> Decimal | None:
    """The number that was typed, or None when it is not one (`9,5`, `9.5`, `1 200`)."""
    bare = SPACES.sub("", text)
    if not NUMBER.fullmatch(bare):
        return None
    return Decimal(bare.replace(",", "."))

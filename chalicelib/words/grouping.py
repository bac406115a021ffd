"""Identifiers set in the groups of digits in which people read them."""

NARROW_SPACE = "\u202f"
PDL_GROUPS = (2, 3, 3, 3, 3)
SIRET_GROUPS = (3, 3, 3, 5)


def group(text: str, groups: tuple[int, ...]) -> str:
    """Set the digits of an identifier in groups; a text of another length is left as it is."""
    if len(text) != sum(groups) or not text.isdigit():
        return text
    parts, start = [], 0
    for length in groups:
        parts.append(text[start : start + length])
        start += length
    return NARROW_SPACE.join(parts)

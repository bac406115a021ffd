"""Patterns of keys, such as `PIECE#{slot}#{document_id}`: filled and read in the order of fields.

A field may say how it is written, as `{number:03d}` does. Nothing is prepared before a pattern is
first used: declaring a hundred of them costs no Lambda anything.
"""

from functools import cache


@cache
def cut(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Cut a pattern into its texts and its fields; there is one text more, the last may be empty."""
    first, *others = pattern.split("{")
    texts, fields = [first], []
    for other in others:
        field, _brace, text = other.partition("}")
        fields.append(field)
        texts.append(text)
    return tuple(texts), tuple(fields)


@cache
def _template(pattern: str) -> tuple[str, int]:
    texts, fields = cut(pattern)
    holes = ["{" + field[len(field.partition(":")[0]) :] + "}" for field in fields]
    parts = [texts[0], *(f"{hole}{text}" for hole, text in zip(holes, texts[1:], strict=True))]
    return "".join(parts), len(fields)


def fill(pattern: str, parts: tuple[object, ...]) -> str:
    """Write the key of some parts; TypeError when there are more or fewer than fields."""
    template, wanted = _template(pattern)
    if len(parts) != wanted:
        raise TypeError(f"{pattern} takes {wanted} parts, not {len(parts)}")
    return template.format(*parts)


def read(pattern: str, key: str) -> tuple[str, ...]:
    """Read the parts of a key, the last one with all that follows; ValueError for another key."""
    texts, fields = cut(pattern)
    if not key.startswith(texts[0]):
        raise ValueError(f"not a key of {pattern}")
    rest, parts = key.removeprefix(texts[0]), []
    for text in texts[1:-1]:
        part, found, rest = rest.partition(text)
        if not found:
            raise ValueError(f"not a key of {pattern}")
        parts.append(part)
    if not fields:
        return ()
    if texts[-1] and not rest.endswith(texts[-1]):
        raise ValueError(f"not a key of {pattern}")
    return (*parts, rest.removesuffix(texts[-1]))


def begins(pattern: str) -> str:
    """Give the text before a pattern's first field: the whole of one without fields."""
    return pattern.partition("{")[0]


def ends(pattern: str) -> str:
    """Give the text after a pattern's last field."""
    return pattern.rpartition("}")[2]


def is_fixed(pattern: str) -> bool:
    """Say whether a pattern has no field: it is one key."""
    return "{" not in pattern


def fields_of(pattern: str) -> tuple[str, ...]:
    """List the names of a pattern's fields."""
    return tuple(field.partition(":")[0] for field in cut(pattern)[1])

"""What a declaration says of objects in the buckets."""

from datetime import timedelta
from typing import Literal, NamedTuple

from chalicelib.rows import patterns
from chalicelib.rows.model import Erasure, Subject


class StoredObject(NamedTuple):
    """A kind of object in a bucket: its keys, its owner, what it holds of whom, how it ends.

    `bucket` is the word of the settings; `life` is the bucket's own rule.
    """

    name: str
    owner: str
    bucket: Literal["uploads", "documents", "drop"]
    pattern: str
    holds: str
    erased: Erasure
    of: tuple[Subject, ...] = ()
    exported: str = ""
    rules: tuple[str, ...] = ()
    life: timedelta | None = None
    why: str = ""
    archived: bool = False

    @property
    def prefix(self) -> str:
        """Give how the keys of all its objects begin."""
        return patterns.begins(self.pattern)

    def key(self, *parts: object) -> str:
        """Write an object's key."""
        return patterns.fill(self.pattern, parts)

    def below(self, *parts: object) -> str:
        """Write how the keys begin that have these first parts, up to the next field."""
        texts, _fields = patterns.cut(self.pattern)
        written = [f"{part}{text}" for part, text in zip(parts, texts[1:], strict=False)]
        return "".join((texts[0], *written))

    def shape(self, **fields: str) -> str:
        """Write the regular expression of its keys, from those of its fields."""
        import re

        texts, _fields = patterns.cut(self.pattern)
        names = patterns.fields_of(self.pattern)
        groups = (
            f"(?P<{name}>{fields[name]}){re.escape(text)}"
            for name, text in zip(names, texts[1:], strict=True)
        )
        return re.escape(texts[0]) + "".join(groups)

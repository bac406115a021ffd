"""What a user's file name says: its extension and a safe form of it. The name is only metadata."""

import re
import unicodedata
from typing import Final

from chalicelib.verdicts.limits import FILE_NAME_MAX_CHARACTERS
from chalicelib.verdicts.verdict import FileKind

KIND_OF_EXTENSION: Final = {
    "pdf": FileKind.PDF,
    "png": FileKind.PNG,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
}

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"com{n}" for n in range(1, 10)}
    | {f"lpt{n}" for n in range(1, 10)}
)
_DIRECTIONS: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FORBIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_UNSAFE: Final = re.compile(r'[<>:"/\\|?*]')


def find_kind(file_name: str) -> FileKind | None:
    """Tell the kind that the last extension announces, None when it is none of ours.

    A name with control characters, or characters that turn the writing round, is none of
    ours: what people see of it is not what it is.
    """
    stem, dot, extension = file_name.rstrip(" .").rpartition(".")
    if not dot or _hides_something(file_name) or len(file_name) > FILE_NAME_MAX_CHARACTERS:
        return None
    if not stem and not extension:
        return None
    return KIND_OF_EXTENSION.get(extension.lower())


def _hides_something(file_name: str) -> bool:
    return any(c in _DIRECTIONS or unicodedata.category(c) in {"Cc", "Cs"} for c in file_name)


def safe_file_name(file_name: str) -> str:
    """Make a name that is safe to show, to store and to give back with a download.

    Keeps accents and emoji (NFC), drops folders, control and direction characters, and
    what Windows refuses. Never empty; at most 150 characters, extension kept.
    """
    base = unicodedata.normalize("NFC", file_name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(c for c in base if unicodedata.category(c) not in _FORBIDDEN_CATEGORIES)
    stem, dot, extension = _UNSAFE.sub("_", visible).rstrip(" .").rpartition(".")
    name = (stem if dot else extension).strip(" .-")[: 140 if dot else 150] or "document"
    return _not_reserved(f"{name}.{extension.strip()[:9]}" if dot else name)


def _not_reserved(name: str) -> str:
    return f"_{name}" if name.partition(".")[0].lower() in _RESERVED else name

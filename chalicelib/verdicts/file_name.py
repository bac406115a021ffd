"""What a user's file name says: its extension and a safe form of it. The name is only metadata."""

import re
import unicodedata
from typing import Final

from chalicelib.verdicts.limits import FILE_NAME_MAX_CHARACTERS
from chalicelib.verdicts.verdict import FileKind, ReasonCode

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
_MARKS: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
"""Marks of direction that systems put around names of their own accord, at an end mostly."""

_OVERRIDES: Final = frozenset("\u202d\u202e")
"""Marks that show letters in another order than they are in: an extension that is none."""

_HEIC: Final = frozenset({"heic", "heif", "hif"})
_FORBIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_UNSAFE: Final = re.compile(r'[<>:"/\\|?*]')


def find_kind(file_name: str) -> FileKind | None:
    """Tell the kind that the last extension announces, None when it is none of ours.

    A name with control characters, or characters that turn the writing round, is none of
    ours: what people see of it is not what it is. Marks of direction at its ends say nothing.
    """
    return None if _is_unusable(file_name) else KIND_OF_EXTENSION.get(_extension(file_name))


def why_no_kind(file_name: str) -> ReasonCode:
    """Tell what is wrong with a name that announces no kind: the name itself, or its extension."""
    if _is_unusable(file_name):
        return ReasonCode.NAME_NOT_USABLE
    if _extension(file_name) in _HEIC:
        return ReasonCode.HEIC_NOT_ACCEPTED
    return ReasonCode.NAME_NOT_ACCEPTED


def _extension(file_name: str) -> str:
    _, dot, extension = file_name.strip(_MARKS).rstrip(" .").rpartition(".")
    return extension.lower() if dot else ""


def _is_unusable(file_name: str) -> bool:
    return len(file_name) > FILE_NAME_MAX_CHARACTERS or any(
        one in _OVERRIDES or unicodedata.category(one) in {"Cc", "Cs"} for one in file_name
    )


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

"""What shows that bytes beside a PDF are another file, or a program for another reader.

A PDF is read from its end, so that anything may stand around it; some other program, a browser
or a server might read that instead. A file is known by how it begins, a program by its words.
"""

import re
from typing import Final

_BEGINNINGS: Final = (
    b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MZ", b"\x7fELF",
    b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ", b"GIF8", b"\xff\xd8\xff", b"\x89PNG", b"%!PS",
    b"#!", b"{\\rtf", b"\xca\xfe\xba\xbe", b"MSCF", b"ITSF", b"\xd0\xcf\x11\xe0", b"ustar",
)  # fmt: skip
_ANYWHERE: Final = re.compile(
    rb"<(?:!doctype|html|head|body|script|iframe|object|embed|svg|img|form|meta|link|style)[\s/>!]"
    rb"|<\?(?:php|=|\s)|<%|javascript:|eval\s*\(|powershell|cmd\.exe|WScript\.",
    re.IGNORECASE,
)
_LONG: Final = (
    b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x7fELF",
    b"\xfd7zXZ", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0\xa1\xb1", b"MSCF\0\0\0\0", b"{\\rtf",
    b"This program cannot be run in DOS mode",
)  # fmt: skip
"""Beginnings so long that they stand nowhere by chance."""


def is_foreign(content: bytes) -> bool:
    """Tell whether bytes beside a PDF are, or hold, a file or a program that others would run."""
    if content.startswith(_BEGINNINGS) or _ANYWHERE.search(content):
        return True
    return any(beginning in content for beginning in _LONG)

"""The files inside a PDF: an invoice as data and what supports it, and no other.

A Factur-X invoice (PDF/A-3) carries its data as XML, and may carry the documents that support
it (EN 16931, BT-125): PDF, PNG, JPEG, CSV and spreadsheets. Neither is in the served copy.
"""

import re
from collections.abc import Iterable
from typing import Final

import pikepdf

from chalicelib.verdicts.unpack import blocks, inflate
from chalicelib.verdicts.verdict import ReasonCode, Rejected

_XML_MAX_BYTES: Final = 16 * 1024 * 1024
_INVOICES: Final = frozenset(
    {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml"}
)
_BEGINNINGS: Final = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "xlsx": b"PK\x03\x04",
    "ods": b"PK\x03\x04",
}
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ELEMENT: Final = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_])", re.DOTALL
)
_RUNS: Final = re.compile(
    r"<!doctype|<!entity|<(?:\w+:)?(?:html|script|body|iframe|object|embed|svg|img)[\s/>]"
    r"|w3\.org/1999/xhtml|w3\.org/2000/svg|xml-stylesheet|w3\.org/1999/XSL/Transform",
    re.IGNORECASE,
)
"""What makes a browser run an XML file, or draw in it."""


def refuse_files(specifications: Iterable[pikepdf.Object]) -> None:
    """Refuse embedded files but XML data, and what supports an invoice; raises Rejected."""
    files = [(_name_of(one), file) for one in specifications for file in _files_of(one)]
    is_invoice = any(name in _INVOICES and is_xml(_content(file)) for name, file in files)
    for name, file in files:
        if not _is_accepted(name, file, is_invoice=is_invoice):
            raise Rejected(ReasonCode.PDF_EMBEDDED_FILE)


def _name_of(specification: pikepdf.Object) -> str:
    return str(specification.get("/UF", specification.get("/F", ""))).lower()


def _files_of(specification: pikepdf.Object) -> list[object]:
    files = specification.get("/EF")
    return list(files.as_dict().values()) if isinstance(files, pikepdf.Dictionary) else []


def _is_accepted(name: str, file: object, *, is_invoice: bool) -> bool:
    extension = name.rpartition(".")[2]
    content = _content(file)
    if extension == "xml":
        return is_xml(content)
    if not is_invoice:
        return False
    if extension == "csv":
        return bool(content) and b"\0" not in content and not _RUNS.search(_as_text(content))
    return extension in _BEGINNINGS and content.startswith(_BEGINNINGS[extension])


def _content(file: object) -> bytes:
    """Give a file's bytes, none when it is packed in an unusual way or too long to be looked at."""
    if not isinstance(file, pikepdf.Stream):
        return b""
    filters = file.stream_dict.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    packed = bytes(file.read_raw_bytes())
    if filters is None or (isinstance(filters, pikepdf.Array) and not len(filters)):
        return packed if len(packed) <= _XML_MAX_BYTES else b""
    if filters != pikepdf.Name.FlateDecode:
        return b""
    out = bytearray()
    for block in inflate(blocks(packed)):
        out += block
        if len(out) > _XML_MAX_BYTES:
            return b""
    return bytes(out)


def is_xml(content: bytes) -> bool:
    """Tell XML that is data alone, under whichever byte-order mark, from a page named so."""
    text = _as_text(content)
    return bool(_ELEMENT.match(text)) and not _RUNS.search(text)


def _as_text(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if content[:4].count(0) == 2:
        return content.decode("utf-16-be" if not content[0] else "utf-16-le", errors="replace")
    return content.decode("utf-8", errors="replace")

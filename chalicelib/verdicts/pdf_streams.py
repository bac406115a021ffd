"""What the streams of a PDF unpack to, told without decoding what cannot be a bomb.

Deflate gives at most 1,032 bytes for one, so a small stream is harmless by arithmetic; JPEG,
JPEG 2000, JBIG2 and fax pictures are bounded by the pixels they declare.
"""

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from chalicelib.verdicts.limits import (
    PDF_ALL_MAX_UNPACKED_BYTES,
    PDF_PICTURE_MAX_PIXELS,
    PDF_STREAM_ALWAYS_SAFE_BYTES,
    PDF_STREAM_MAX_FILTERS,
    PDF_STREAM_MAX_UNPACKED_BYTES,
)
from chalicelib.verdicts.unpack import count_inflated
from chalicelib.verdicts.verdict import ReasonCode, Rejected

if TYPE_CHECKING:
    import pikepdf

_FLATE: Final = frozenset({"/FlateDecode", "/Fl"})
_LENGTH: Final = re.compile(rb"/Length (\d{1,9})(?! \d+ R)\b")
_TEXT: Final = frozenset({"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"})


class StreamMeter:
    """Adds up what the streams of one file unpack to; raises Rejected past the limits."""

    def __init__(self) -> None:
        """Start at zero."""
        self.unpacked_bytes = 0

    def add(self, stream: "pikepdf.Stream", written: bytes) -> None:
        """Count one stream, whose dictionary is also given as written.

        Only Flate above the harmless size is really unpacked; most streams are told harmless
        from their dictionary's text alone, which costs a tenth of looking entries up.
        """
        if _is_harmless(written):
            return
        filters = _filters(stream)
        if len(filters) > PDF_STREAM_MAX_FILTERS or _pixels(stream) > PDF_PICTURE_MAX_PIXELS:
            raise Rejected(ReasonCode.PDF_UNPACKS_TOO_BIG)
        text = [name for name in filters if name in _TEXT]
        flates = _leading_flates(filters[len(text) :])
        if not flates or (flates == 1 and _is_small(stream)):
            return
        self._count(_untext(stream.read_raw_bytes(), text), flates)

    def _count(self, packed: bytes, layers: int) -> None:
        if layers == 1 and len(packed) <= PDF_STREAM_ALWAYS_SAFE_BYTES:
            return
        limit = PDF_STREAM_MAX_UNPACKED_BYTES
        size = max(count_inflated(packed, layers=n, limit=limit) for n in range(1, layers + 1))
        self.unpacked_bytes += size
        if size > limit or self.unpacked_bytes > PDF_ALL_MAX_UNPACKED_BYTES:
            raise Rejected(ReasonCode.PDF_UNPACKS_TOO_BIG)


def _is_harmless(written: bytes) -> bool:
    """Tell a stream that is no picture, has one filter at most, and is small if it is Flate."""
    if b"/Width " in written or b"/Filter [" in written:
        return False
    if b"/FlateDecode" not in written and b"/Fl " not in written:
        return True
    length = _LENGTH.search(written)
    return length is not None and int(length[1]) <= PDF_STREAM_ALWAYS_SAFE_BYTES


def _filters(stream: "pikepdf.Stream") -> tuple[str, ...]:
    named = stream.stream_dict.get("/Filter")
    if named is None:
        return ()
    if named._type_name == "array":  # noqa: SLF001 - pikepdf's own cheap type test
        return tuple(str(one) for one in named)
    return (str(named),)


def _leading_flates(filters: tuple[str, ...]) -> int:
    """Count the Flate layers after which another format may begin."""
    count = 0
    for name in filters:
        if name not in _FLATE:
            break
        count += 1
    return count


def _untext(packed: bytes, layers: list[str]) -> bytes:
    """Undo layers that write bytes as text; what does not decode is left to its reader."""
    for name in layers:
        try:
            packed = _TEXT_READERS[name](packed)
        except ValueError:
            return b""
    return packed


def _from_hex(packed: bytes) -> bytes:
    digits = b"".join(packed.partition(b">")[0].split())
    return binascii.unhexlify(digits + b"0" * (len(digits) % 2))


def _from_base85(packed: bytes) -> bytes:
    return base64.a85decode(packed.partition(b"~>")[0].removeprefix(b"<~"))


_TEXT_READERS: Final = {
    "/ASCII85Decode": _from_base85,
    "/A85": _from_base85,
    "/ASCIIHexDecode": _from_hex,
    "/AHx": _from_hex,
}


def _is_small(stream: "pikepdf.Stream") -> bool:
    return 0 < _number(stream, "/Length") <= PDF_STREAM_ALWAYS_SAFE_BYTES


def _pixels(stream: "pikepdf.Stream") -> int:
    return _number(stream, "/Width") * _number(stream, "/Height")


def _number(stream: "pikepdf.Stream", key: str) -> int:
    value: object = stream.stream_dict.get(key)
    return value if isinstance(value, int) else 0

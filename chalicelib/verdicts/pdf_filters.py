"""The packings that a PDF's streams may wear, undone block by block: to be counted, never kept.

Names are told by PDF 32000-1, 7.4 (and 8.9.7 for the short ones of inline pictures). Picture
formats (DCT, JPX, JBIG2, fax) end a chain: what follows them are pixels, bounded elsewhere.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chalicelib.verdicts.unpack import blocks, inflate

if TYPE_CHECKING:
    import pikepdf

FULL_NAMES: Final = {
    "/Fl": "/FlateDecode",
    "/LZW": "/LZWDecode",
    "/RL": "/RunLengthDecode",
    "/A85": "/ASCII85Decode",
    "/AHx": "/ASCIIHexDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}
TEXT: Final = frozenset({"/ASCII85Decode", "/ASCIIHexDecode"})
SLOW: Final = frozenset({"/ASCII85Decode", "/LZWDecode", "/RunLengthDecode"})
"""Packings that are undone in plain Python, a hundred times slower than the others."""

PACKINGS: Final = TEXT | SLOW | {"/FlateDecode"}

_ALPHABET: Final = [bytes([byte]) for byte in range(256)] + [b"", b""]
_MOST_TIMES: Final = {"/FlateDecode": 1_032, "/LZWDecode": 2_560, "/RunLengthDecode": 64}
_ALL_BANGS: Final = 33 * (85**4 + 85**3 + 85**2 + 85 + 1)
"""What "!!!!!" counts, which stands for zero."""

_NOT_HEX: Final = bytes(set(range(256)) - set(b"0123456789abcdefABCDEF"))
_BLANK: Final = b"\x00\t\n\x0c\r "
_STEP_BYTES: Final = 1_024
_RUNS_END: Final = 128
_CLEAR, _END, _TABLE_FULL = 256, 257, 4_096


@dataclass(frozen=True, slots=True)
class Filter:
    """One layer: its full name, and whether an LZW layer widens its codes one early."""

    name: str
    is_early: bool = True


FLATE: Final = Filter("/FlateDecode")
_ONLY_FLATE: Final = (FLATE,)
_ONLY_DCT: Final = (Filter("/DCTDecode"),)


def layers_of(stream: "pikepdf.Object", written: bytes) -> tuple[Filter, ...]:
    """Tell a stream's layers, outermost first; `written` is its dictionary's text."""
    if b"/Filter " not in written:
        return ()
    if b"/Filter /FlateDecode " in written:
        return _ONLY_FLATE
    if b"/Filter /DCTDecode " in written:
        return _ONLY_DCT
    early = b"/EarlyChange 0" not in written
    named = stream.stream_dict.get("/Filter")
    names = [str(one) for one in _as_list(named)]
    return tuple(Filter(FULL_NAMES.get(name, name), is_early=early) for name in names)


def _as_list(named: object) -> Iterable[object]:
    import pikepdf

    if isinstance(named, pikepdf.Array):
        return named.as_list()
    return () if named is None else (named,)


def most_bytes(packed_bytes: int, layers: Sequence[Filter]) -> int:
    """Tell what so many packed bytes can become at most, by arithmetic; text alone only shrinks."""
    most = packed_bytes
    if all(layer.name in TEXT for layer in layers):
        return 0
    for layer in layers:
        most *= _MOST_TIMES.get(layer.name, 1)
    return most


def unpack(packed: Iterable[bytes], layers: Sequence[Filter]) -> Iterator[bytes]:
    """Undo layers one over the other; a picture format, or an unknown name, ends the chain."""
    flow = iter(packed)
    for layer in layers:
        match layer.name:
            case "/FlateDecode":
                flow = inflate(flow)
            case "/LZWDecode":
                flow = _from_lzw(flow, early=1 if layer.is_early else 0)
            case "/RunLengthDecode":
                flow = _from_runs(flow)
            case "/ASCII85Decode":
                flow = _from_base85(flow)
            case "/ASCIIHexDecode":
                flow = _from_hex(flow)
            case _:
                break
    return flow


def _from_hex(flow: Iterable[bytes]) -> Iterator[bytes]:
    """Undo hexadecimal digits up to their `>`."""
    odd = b""
    for block in flow:
        digits, end, _ = block.partition(b">")
        digits = odd + digits.translate(None, _NOT_HEX)
        whole = len(digits) - len(digits) % 2
        odd = digits[whole:]
        yield bytes.fromhex(digits[:whole].decode("ascii"))
        if end:
            break
    if odd:
        yield bytes.fromhex(odd.decode("ascii") + "0")


def _from_base85(flow: Iterable[bytes]) -> Iterator[bytes]:
    """Undo base 85 up to its `~>`; characters that mean nothing are passed over."""
    left = b""
    for block in flow:
        text, end, _ = block.translate(None, _BLANK).partition(b"~")
        text = left + text.replace(b"z", b"!!!!!")
        whole = len(text) - len(text) % 5
        left = text[whole:]
        yield _fives(text[:whole])
        if end:
            break
    if len(left) > 1:
        yield _fives(left.ljust(5, b"u"))[: len(left) - 1]


def _fives(text: bytes) -> bytes:
    numbers = [
        (((a * 85 + b) * 85 + c) * 85 + d) * 85 + e - _ALL_BANGS & 0xFFFFFFFF
        for a, b, c, d, e in zip(*(text[place::5] for place in range(5)), strict=True)
    ]
    return struct.pack(f">{len(numbers)}I", *numbers)


def _from_runs(flow: Iterable[bytes]) -> Iterator[bytes]:
    """Undo run lengths: literal runs of up to 128 bytes, one byte repeated up to 128 times."""
    left = b""
    for block in _in_steps(flow):
        packed = left + block
        out: list[bytes] = []
        at, last = 0, len(packed) - 1
        while at < last and (length := packed[at]) != _RUNS_END:
            if length > _RUNS_END:
                out.append(_ALPHABET[packed[at + 1]] * (257 - length))
                at += 2
                continue
            after = at + length + 2
            if after > last + 1:
                break
            out.append(packed[at + 1 : after])
            at = after
        yield b"".join(out)
        if at <= last and packed[at] == _RUNS_END:
            return
        left = packed[at:]


def _in_steps(flow: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a flow into pieces so short that none becomes more than 3 MB."""
    for block in flow:
        yield from blocks(block, _STEP_BYTES)


def _from_lzw(flow: Iterable[bytes], *, early: int) -> Iterator[bytes]:
    """Undo LZW up to its end; a code that cannot be ends the flow where it stands."""
    codes = _LzwCodes(early)
    for block in _in_steps(flow):
        yield codes.read(block)
        if codes.is_over:
            return


class _LzwCodes:
    """Codes of 9 to 12 bits. The table holds 3,838 entries of its own at most, whatever comes."""

    def __init__(self, early: int) -> None:
        """Start with an empty table; `early` is 1 when codes widen one early."""
        self.is_over = False
        self._early = early
        self._table, self._before = list(_ALPHABET), b""
        self._width, self._held, self._bits = 9, 0, 0

    def read(self, block: bytes) -> bytes:
        """Give what a block of packed bytes becomes."""
        table, before, width = self._table, self._before, self._width
        held, bits, widens = self._held, self._bits, (1 << self._width) - self._early
        out: list[bytes] = []
        for byte in block:
            # A code is wider than a byte, so that a byte completes one code at most.
            held = held << 8 | byte
            bits += 8
            if bits < width:
                continue
            bits -= width
            code = held >> bits
            held &= (1 << bits) - 1
            if code == _CLEAR:
                table, before, width = list(_ALPHABET), b"", 9
                widens = (1 << width) - self._early
                continue
            free = len(table)
            if code < free and code != _END:
                entry = table[code]
            elif code == free and before:
                entry = before + before[:1]
            else:
                self.is_over = True
                break
            out.append(entry)
            if before and free < _TABLE_FULL:
                table.append(before + entry[:1])
                if free + 1 >= widens and width < 12:
                    width += 1
                    widens = (1 << width) - self._early
            before = entry
        self._table, self._before, self._width = table, before, width
        self._held, self._bits = held, bits
        return b"".join(out)

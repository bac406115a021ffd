"""What the streams of a PDF unpack to, told without decoding what cannot be a bomb.

Deflate gives at most 1,032 bytes for one, so a small stream that shows nothing is harmless by
arithmetic. Others are unpacked in blocks and only counted. What a page shows may hold inline
pictures, packed once more, so that it is looked into whatever its size.
"""

from collections.abc import Buffer, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from chalicelib.verdicts import limits
from chalicelib.verdicts.pdf_base85 import undo_base85
from chalicelib.verdicts.pdf_filters import (
    FLATE,
    PACKINGS,
    SLOW,
    Filter,
    layers_of,
    most_bytes,
    unpack,
)
from chalicelib.verdicts.pdf_inline import list_inline
from chalicelib.verdicts.pdf_pictures import (
    PictureHeads,
    declared_bytes,
    declared_pixels,
    is_bilevel,
    pixels_of,
    refuse_flood,
)
from chalicelib.verdicts.unpack import blocks, inflated
from chalicelib.verdicts.verdict import ReasonCode, Rejected

if TYPE_CHECKING:
    import pikepdf

_ONLY_FLATE: Final = (FLATE,)
_HEAD_BYTES: Final = 65_536
_HARMLESS_BYTES: Final = 16 * limits.MIB
_INLINE_BLOCK_BYTES: Final = 4_096


class StreamMeter:
    """Adds up what the streams of one file unpack to; raises Rejected past the limits."""

    def __init__(self, heads: PictureHeads) -> None:
        """Start at zero; `heads` finds the pictures' own headers."""
        self._heads = heads
        self._unpacked_bytes = 0
        self._picture_bytes = 0
        self._slow_bytes = 0

    def add(self, stream: "pikepdf.Object", written: bytes) -> None:
        """Count one stream, whose dictionary is also given as written.

        The dictionary's text decides most cases: looking entries up costs ten times as much.
        """
        is_picture = b"/Width " in written or b"/Subtype /Image" in written
        if not is_picture and b"/Filter /FlateDecode " in written:
            self._add_flate_drawing(stream)
            return
        layers = layers_of(stream, written)
        if len(layers) > limits.PDF_STREAM_MAX_FILTERS:
            raise Rejected(ReasonCode.PDF_UNPACKS_TOO_BIG)
        if is_picture:
            self._add_picture(stream, written, layers)
        elif not layers or layers[0].name in PACKINGS:
            self._add_drawing(*_without_base85(stream.get_raw_stream_buffer(), layers))

    def _add_picture(
        self, stream: "pikepdf.Object", written: bytes, layers: tuple[Filter, ...]
    ) -> None:
        """Count a picture, and bound the pixels that it and its own header declare."""
        one_bit = bool(layers) and is_bilevel(layers[-1].name)
        refuse_flood(declared_pixels(stream, written), is_bilevel=one_bit)
        if not layers:
            return
        packings = _leading_packings(layers)
        if not packings:
            self._heads.refuse_flood(stream, written, layers[0].name)
            return
        if packings == _ONLY_FLATE == layers and _is_small(stream):
            return
        packed, layers = _without_base85(stream.get_raw_stream_buffer(), layers)
        packings = _leading_packings(layers)
        if len(packings) < len(layers):
            head = b"".join(_first(unpack(blocks(packed), packings), _HEAD_BYTES))
            refuse_flood(pixels_of(layers[len(packings)].name, head, 0), is_bilevel=one_bit)
        if most_bytes(len(memoryview(packed)), packings) <= _HARMLESS_BYTES:
            return
        flow = self._read(packed, packings)
        size = self._count(flow, packings, limits.PDF_PICTURE_MAX_UNPACKED_BYTES)
        if size <= declared_bytes(stream):
            self._picture_bytes += size
        else:
            self._unpacked_bytes += size
        self._refuse_total()

    def _add_flate_drawing(self, stream: "pikepdf.Object") -> None:
        """Look into a drawing by the shortest way when it is short, as nearly all are."""
        packed = stream.read_raw_bytes()
        if len(packed) > limits.PDF_STREAM_ALWAYS_SAFE_BYTES:
            self._add_drawing(packed, _ONLY_FLATE)
            return
        drawing = inflated(packed)
        if b"ID" in drawing:
            self._look_inside((drawing,))

    def _add_drawing(self, packed: Buffer, layers: tuple[Filter, ...]) -> None:
        """Count what is no picture, and look for the pictures inside."""
        flow = self._read(packed, layers)
        limit = limits.PDF_STREAM_MAX_UNPACKED_BYTES
        for layer in _leading_packings(layers):
            flow = self._unpacked(flow, layer, limit)
        self._look_inside(self._counted(flow))

    def _look_inside(self, flow: Iterable[bytes]) -> None:
        """Count the inline pictures of a drawing, its blocks drawn through to the end."""
        for inline in list_inline(flow):
            refuse_flood(inline.pixels)
            packings = _leading_packings(inline.layers)
            if packings:
                data = blocks(inline.data, _INLINE_BLOCK_BYTES)
                limit = limits.PDF_STREAM_MAX_UNPACKED_BYTES
                self._unpacked_bytes += self._count(data, packings, limit)
                self._refuse_total()

    def _count(self, flow: Iterator[bytes], layers: tuple[Filter, ...], limit: int) -> int:
        """Count what a flow becomes under all its layers; no layer may pass `limit`."""
        for layer in layers:
            flow = self._unpacked(flow, layer, limit)
        return sum(len(block) for block in flow)

    def _unpacked(self, flow: Iterator[bytes], layer: Filter, limit: int) -> Iterator[bytes]:
        """Undo one layer, and stop where it becomes more than `limit` bytes."""
        size = 0
        for block in unpack(self._slowed(flow) if layer.name in SLOW else flow, (layer,)):
            size += len(block)
            if size > limit:
                raise Rejected(ReasonCode.PDF_UNPACKS_TOO_BIG)
            yield block

    def _read(self, packed: Buffer, layers: tuple[Filter, ...]) -> Iterator[bytes]:
        """Give a stream's blocks, none when its first layer would take too long in any case."""
        is_slow = bool(layers) and layers[0].name in SLOW
        if is_slow and self._slow_bytes + len(memoryview(packed)) > limits.PDF_SLOW_MAX_BYTES:
            raise Rejected(ReasonCode.TOO_HEAVY_TO_READ)
        return blocks(packed)

    def _slowed(self, flow: Iterator[bytes]) -> Iterator[bytes]:
        """Let through what plain Python must unpack, as long as it is not too much."""
        for block in flow:
            self._slow_bytes += len(block)
            if self._slow_bytes > limits.PDF_SLOW_MAX_BYTES:
                raise Rejected(ReasonCode.TOO_HEAVY_TO_READ)
            yield block

    def _counted(self, flow: Iterator[bytes]) -> Iterator[bytes]:
        for block in flow:
            self._unpacked_bytes += len(block)
            self._refuse_total()
            yield block

    def _refuse_total(self) -> None:
        too_big = self._unpacked_bytes > limits.PDF_ALL_MAX_UNPACKED_BYTES
        if too_big or self._picture_bytes > limits.PDF_PICTURES_MAX_UNPACKED_BYTES:
            raise Rejected(ReasonCode.PDF_UNPACKS_TOO_BIG)


def _without_base85(
    packed: Buffer, layers: tuple[Filter, ...]
) -> tuple[Buffer, tuple[Filter, ...]]:
    """Undo an outer layer of base 85 by the engine: a scan in it is long, and only shrinks."""
    if layers and layers[0].name == "/ASCII85Decode":
        text = undo_base85(packed)
        if text is not None:
            return text, layers[1:]
    return packed, layers


def _is_small(stream: "pikepdf.Object") -> bool:
    length: object = stream.stream_dict.get("/Length")
    return isinstance(length, int) and 0 < length <= limits.PDF_STREAM_ALWAYS_SAFE_BYTES


def _leading_packings(layers: tuple[Filter, ...]) -> tuple[Filter, ...]:
    """Give the layers before the first that is a picture format or unknown."""
    for place, layer in enumerate(layers):
        if layer.name not in PACKINGS:
            return layers[:place]
    return layers


def _first(flow: Iterable[bytes], size: int) -> Iterator[bytes]:
    for block in flow:
        yield block
        size -= len(block)
        if size <= 0:
            return

"""How big packed bytes become, counted without keeping them: the measure of bombs."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

_BLOCK_BYTES: Final = 65_536


def blocks(packed: bytes) -> Iterator[bytes]:
    """Give bytes in blocks, without copying more than one."""
    view = memoryview(packed)
    for start in range(0, len(view), _BLOCK_BYTES):
        yield bytes(view[start : start + _BLOCK_BYTES])


def inflate(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Inflate zlib data block by block; damage ends the flow where it stands, as viewers do."""
    stream = zlib.decompressobj()
    for block in packed:
        waiting = block
        while waiting and not stream.eof:
            try:
                out = stream.decompress(waiting, _BLOCK_BYTES)
            except zlib.error:
                return
            yield out
            waiting = stream.unconsumed_tail


def count_inflated(packed: bytes, *, layers: int = 1, limit: int) -> int:
    """Count the bytes that `packed` becomes after `layers` inflations, never far past `limit`."""
    flow: Iterator[bytes] = blocks(packed)
    for _ in range(layers):
        flow = inflate(flow)
    total = 0
    for block in flow:
        total += len(block)
        if total > limit:
            break
    return total


def inflated_head(packed: bytes, size: int) -> bytes:
    """Give the first `size` bytes of zlib data, or of the bytes themselves when they are none."""
    try:
        return zlib.decompressobj().decompress(packed[:_BLOCK_BYTES], size)
    except zlib.error:
        return packed[:size]

"""Frames over a pipe: a length of four bytes, then that much JSON. Lambda has no /dev/shm (C23)."""

import json
from collections.abc import Mapping
from typing import BinaryIO, cast

type Message = Mapping[str, str | int | list[str] | None]

_LENGTH_BYTES = 4
_LONGEST_BYTES = 65_536


class PipeClosed(Exception):
    """The other end is gone, or wrote what is no frame."""


def write_frame(pipe: BinaryIO, message: Message) -> None:
    """Write one message; PipeClosed when nobody reads."""
    body = json.dumps(message).encode()
    try:
        pipe.write(len(body).to_bytes(_LENGTH_BYTES) + body)
        pipe.flush()
    except (BrokenPipeError, ValueError) as error:
        raise PipeClosed from error


def read_frame(pipe: BinaryIO) -> Message:
    """Read one message; PipeClosed at the end or on nonsense."""
    head = pipe.read(_LENGTH_BYTES)
    length = int.from_bytes(head)
    if len(head) < _LENGTH_BYTES or length > _LONGEST_BYTES:
        raise PipeClosed
    body = pipe.read(length)
    if len(body) < length:
        raise PipeClosed
    try:
        return cast(Message, json.loads(body))
    except ValueError as error:
        raise PipeClosed from error

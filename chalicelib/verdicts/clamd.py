"""A client of ClamAV's daemon: one file is streamed to it over a socket (`INSTREAM`).

The daemon's answer is one line. Only its one clean word is clean; a connection refused, a
time-out, an answer cut short or unknown, a stream longer than it takes and its own errors are
all no answer (R22). An address is `host:port`, or the path of a Unix socket.
"""

import logging
import socket
import time
from pathlib import Path
from typing import BinaryIO, Final, Self

from chalicelib.verdicts.limits import SCAN_CONNECT_S, SCAN_WALL_S
from chalicelib.verdicts.scan import Scan

log = logging.getLogger(__name__)

_CHUNK_BYTES: Final = 64 * 1024
_LONGEST_ANSWER_BYTES: Final = 4_096
_CLEAN: Final = "stream: OK"
_FOUND: Final = ("stream: ", " FOUND")


def scan_file(path: Path, address: str, *, wall_s: float = SCAN_WALL_S) -> Scan:
    """Have the daemon at `address` look at a file's bytes; `silent` for whatever goes wrong."""
    try:
        with _Call(address, wall_s) as call, path.open("rb") as file:
            return _read_verdict(_stream(call, file))
    except (OSError, ValueError) as error:
        log.warning("the scanner did not answer", extra={"why": type(error).__name__})
        return Scan.SILENT


def is_answering(address: str) -> bool:
    """Say whether the daemon answers a ping in the time that a connection may take."""
    try:
        with _Call(address, SCAN_CONNECT_S) as call:
            call.send(b"zPING\0")
            return call.read_line() == "PONG"
    except (OSError, ValueError):
        return False


class _Call:
    """One connection to the daemon, which ends `wall_s` seconds after it began at the latest."""

    def __init__(self, address: str, wall_s: float) -> None:
        self._until = time.monotonic() + wall_s
        self._socket = _connect(address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, message: bytes) -> None:
        """Send all of a message."""
        self._socket.settimeout(self._left_s())
        self._socket.sendall(message)

    def read_line(self) -> str:
        """Read one answer to its zero byte; ConnectionError when it is cut short or endless."""
        received = b""
        while b"\0" not in received:
            if len(received) > _LONGEST_ANSWER_BYTES:
                raise ConnectionError("an endless answer")
            self._socket.settimeout(self._left_s())
            more = self._socket.recv(_LONGEST_ANSWER_BYTES)
            if not more:
                raise ConnectionError("an answer cut short")
            received += more
        return received.partition(b"\0")[0].decode("utf-8", "replace").strip()

    def _left_s(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _connect(address: str) -> socket.socket:
    """Connect to the daemon; ValueError for what is no address."""
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SCAN_CONNECT_S)
    daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    daemon.settimeout(SCAN_CONNECT_S)
    try:
        daemon.connect(address)
    except OSError:
        daemon.close()
        raise
    return daemon


def _stream(call: _Call, file: BinaryIO) -> str:
    """Send the bytes and give the answer; a daemon that has had enough answers and hangs up."""
    try:
        call.send(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK_BYTES):
            call.send(len(chunk).to_bytes(4) + chunk)
        call.send(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        log.info("the scanner hung up before the end")
    return call.read_line()


def _read_verdict(answer: str) -> Scan:
    if answer == _CLEAN:
        return Scan.CLEAN
    begins, ends = _FOUND
    if answer.startswith(begins) and answer.endswith(ends):
        return Scan.INFECTED
    log.warning("the scanner did not judge", extra={"answer_characters": len(answer)})
    return Scan.SILENT

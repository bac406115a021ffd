"""A stand-in of ClamAV's daemon: it speaks its protocol on a socket, well or badly as told.

It finds the one public test string that every scanner finds; its other answers are those that
the real daemon gives when it is in trouble, and those that no daemon should give.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

# The public test string, in two halves so that no scanner finds this very file.
TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

type Mood = Literal[
    "well", "mute", "garbage", "cut_short", "endless", "error", "too_long", "hangs_up", "almost"
]

ANSWERS: dict[Mood, bytes] = {
    "garbage": b"\xff\xfe\x00 nonsense\0",
    "cut_short": b"stream: O",
    "endless": b"stream: OK " * 2_000,
    "error": b"INSTREAM: Can't allocate memory ERROR\0",
    "too_long": b"INSTREAM size limit exceeded. ERROR\0",
    "hangs_up": b"",
    "almost": b"stream: OKAY\0",
}


@dataclass
class ClamdStandIn:
    """The daemon: its address, its mood, and what it was sent."""

    listener: socket.socket
    mood: Mood = "well"
    most_bytes: int = 100_000_000
    streams: list[bytes] = field(default_factory=list)
    pings: int = 0

    @property
    def address(self) -> str:
        """Where clients find it."""
        name = self.listener.getsockname()
        return name if isinstance(name, str) else f"{name[0]}:{name[1]}"

    def serve(self) -> None:
        """Answer one client after the other until the listener is closed."""
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client:
                try:
                    self._answer(client)
                except OSError:
                    continue

    def _answer(self, client: socket.socket) -> None:
        with client.makefile("rb") as incoming:
            command = b""
            while not command.endswith(b"\0"):
                command += incoming.read(1)
            if command == b"zPING\0":
                self.pings += 1
                client.sendall(b"PONG\0" if self.mood == "well" else ANSWERS.get(self.mood, b""))
                return
            stream = b""
            while length := int.from_bytes(incoming.read(4)):
                stream += incoming.read(length)
                if len(stream) > self.most_bytes:
                    client.sendall(ANSWERS["too_long"])
                    return
            self.streams.append(stream)
            if self.mood == "mute":
                incoming.read(1)  # until the client gives up
                return
            found = b"stream: Eicar-Test-Signature FOUND\0"
            honest = found if TEST_VIRUS in stream else b"stream: OK\0"
            client.sendall(ANSWERS.get(self.mood, honest))


@contextmanager
def clamd_stand_in(path: Path | None = None) -> Iterator[ClamdStandIn]:
    """Run the stand-in on a free port of this machine, or on a Unix socket."""
    if path:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(path))
        listener.listen()
    else:
        listener = socket.create_server(("127.0.0.1", 0))
    daemon = ClamdStandIn(listener)
    thread = threading.Thread(target=daemon.serve)
    thread.start()
    try:
        yield daemon
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()

"""An answer that comes byte by byte has an end: a call's time limit is total."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from chalicelib.aws.trouble import TransientError
from chalicelib.operators.http import HttpConnector

READ_S = 0.8
"""What the connector grants an answer here: twenty times what lies between two bytes, so that a
slow machine does not cut what the connector should."""

BETWEEN_S = READ_S / 20
BYTES = 50
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


@dataclass
class Trickle:
    """An operator that sends its answer one byte at a time, twice as long as is granted."""

    server: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    cut: threading.Event = field(default_factory=threading.Event)
    sent: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.getsockname()[1]}"

    def serve(self) -> None:
        """Answer one call, until it is cut."""
        connection, _from = self.server.accept()
        with connection, suppress(OSError):
            connection.recv(10_000)
            connection.sendall(HEAD % BYTES)
            while self.sent < BYTES and not self.cut.wait(BETWEEN_S):
                # Counted first: whoever has read the last byte finds it counted.
                self.sent += 1
                connection.sendall(b" ")


@pytest.fixture
def trickle() -> Iterator[Trickle]:
    operator = Trickle()
    thread = threading.Thread(target=operator.serve)
    thread.start()
    yield operator
    operator.cut.set()
    thread.join()
    operator.server.close()


def test_an_answer_that_trickles_is_cut_at_the_end_of_its_time(trickle: Trickle) -> None:
    connector = HttpConnector("enedis", trickle.address, lambda _fresh: "key", read_s=READ_S)
    with suppress(TransientError):
        connector.list_milestones(("2603P4E000001",))
    assert trickle.sent < BYTES

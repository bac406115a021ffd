"""A registry of the tests on the loopback: it answers what was recorded, or misbehaves as told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal, cast
from urllib.parse import parse_qs, urlsplit

ANSWERS = Path(__file__).parent / "answers"

type Manner = Literal["answer", "hang", "drip", "redirect"]


@dataclass
class StandIn:
    """What the registry answers by path, how, and what it was asked."""

    address: str = ""
    answers: dict[str, bytes] = field(default_factory=dict)
    status: int = 200
    manner: Manner = "answer"
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def give(self, path: str, recorded: str) -> None:
        """Answer a path with a recorded file."""
        self.answers[path] = (ANSWERS / recorded).read_bytes()


class Call(BaseHTTPRequestHandler):
    """One question to the registry that its server stands in for."""

    protocol_version = "HTTP/1.1"

    @property
    def stand_in(self) -> StandIn:
        """Whose question it is."""
        return cast(Server, self.server).stand_in

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: texts[-1] for name, texts in parse_qs(parts.query).items()}
        self.stand_in.asked.append((parts.path, query))
        if self.stand_in.manner == "hang":
            self.stand_in.over.wait(5)
            self.close_connection = True
            return
        status = 302 if self.stand_in.manner == "redirect" else self.stand_in.status
        body = self.stand_in.answers.get(parts.path, b"{}")
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"{self.stand_in.address}/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self._write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _write(self, body: bytes) -> None:
        if self.stand_in.manner != "drip":
            self.wfile.write(body)
            return
        for place in range(len(body)):
            self.wfile.write(body[place : place + 1])
            self.wfile.flush()
            if self.stand_in.over.wait(0.02):
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the parent names it
        """Silent."""


class Server(ThreadingHTTPServer):
    """The server of one registry."""

    daemon_threads = True

    def __init__(self, stand_in: StandIn) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.stand_in = stand_in

    def handle_error(self, request: object, client_address: object) -> None:
        """Silent: whoever hangs up while an answer is sent is what these tests do."""


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """A registry on a port of its own."""
    stand_in = StandIn()
    server = Server(stand_in)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    stand_in.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield stand_in
    finally:
        stand_in.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def now_s() -> float:
    """The clock that a source is measured by."""
    return time.monotonic()

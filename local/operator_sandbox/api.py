"""The HTTP side of the sandbox: JSON in and out, a bearer key, keep-alive, one thread a connection."""

import hmac
import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from local.operator_sandbox import registries
from local.operator_sandbox.desk import Answer, Body, Desk, HangError
from local.operator_sandbox.shelf import Shelf

MOST_BODY_BYTES = 100_000
_ONE = re.compile(r"/requests/(\d{4}P4E\d{6})(?:/(\w+))?")


class Sandbox(ThreadingHTTPServer):
    """The operator's server. `port` 0 takes a free one; `hang_s` is how long a time-out lasts."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, shelf: Shelf, port: int, key: str, hang_s: float) -> None:
        """Listens on the loopback only."""
        super().__init__(("127.0.0.1", port), _Call)
        self.shelf = shelf
        self.desk = Desk(shelf)
        self.key = key
        self.hang_s = hang_s
        self.over = threading.Event()
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def shutdown(self) -> None:
        """Answers what hangs, then stops."""
        self.over.set()
        super().shutdown()


class _Call(BaseHTTPRequestHandler):
    server: Sandbox  # pyright: ignore[reportIncompatibleVariableOverride] # only ours makes it
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the parent names it
        """Silent: what it did is in its answers."""

    def _answer(self) -> None:
        try:
            body = self._body()
            status, answer = (
                self._authorised(body) if body is not None else (422, {"code": "unreadable"})
            )
        except HangError:
            self.server.over.wait(self.server.hang_s)
            status, answer = 504, {"code": "timeout"}
        self._send(status, answer if isinstance(answer, str) else json.dumps(answer))

    def _body(self) -> Body | None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BODY_BYTES:
            self.close_connection = True
            return None
        raw = self.rfile.read(length)
        try:
            body = json.loads(raw or b"{}")
        except ValueError:
            return None
        return body if isinstance(body, dict) else None

    def _authorised(self, body: Body) -> Answer:
        parts = urlsplit(self.path)
        if (self.command, parts.path) == ("GET", "/status"):
            return 200, {"status": "ok"}
        if self.command == "GET" and parts.path.startswith(registries.PREFIX):
            # Public registries ask for no key.
            return registries.answer(parts.path, parse_qs(parts.query))
        given = self.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self.server.key}".encode()):
            return 401, {"code": "unauthorised"}
        with self.server.lock:
            return self._routed(parts.path, parse_qs(parts.query), body)

    def _routed(self, path: str, query: dict[str, list[str]], body: Body) -> Answer:
        desk = self.server.desk
        told: dict[tuple[str, str], Callable[[], Answer]] = {
            ("GET", "/clock"): desk.show_clock,
            ("PUT", "/clock"): lambda: desk.set_clock(body),
            ("PUT", "/faults"): lambda: desk.set_fault(body),
        }
        admin = told.get((self.command, path))
        if admin:
            return admin()
        match self.server.shelf.take_fault():
            case "error500":
                return 500, {"code": "error500"}
            case "nonsense":
                return 200, "<html>Service momentanément indisponible</html>"
            case "timeout":
                raise HangError
            case _:
                pass
        return self._on_requests(path, query, body)

    def _on_requests(self, path: str, query: dict[str, list[str]], body: Body) -> Answer:
        desk = self.server.desk
        if path == "/requests" and self.command == "POST":
            return desk.file(body)
        if path == "/requests" and self.command == "GET":
            return desk.list_requests(",".join(query.get("ids", [])).split(","))
        if path == "/cancellations" and self.command == "POST":
            return desk.cancel_by_key(body)
        one = _ONE.fullmatch(path)
        if one is None:
            return 404, {"code": "unknown"}
        told: dict[tuple[str, str | None], Callable[[str, Body], Answer]] = {
            ("GET", None): lambda external_id, _: desk.show(external_id),
            ("POST", "cancel"): desk.cancel,
            ("POST", "commissioning"): desk.order,
            ("POST", "complements"): desk.complement,
            ("PUT", "behaviour"): desk.set_behaviour,
        }
        act = told.get((self.command, one[2]))
        return act(one[1], body) if act else (404, {"code": "unknown"})

    def _send(self, status: int, text: str) -> None:
        raw = text.encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

"""The portal served by this process, on moto, beside a bucket that can be made to fail.

What needs no cloud is looked at here: what the pages and their script do when a connection
breaks, when files come faster than they leave, when somebody walks away. The bucket stands on
an origin of its own, as S3 does.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.header import Header
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Role
from chalicelib.aws.session import forget_clients
from chalicelib.aws.table import Table
from chalicelib.settings import load_settings
from chalicelib.verdicts.arrival import Arrival
from chalicelib.web.headers import forget_policy
from tests.documents.worlds import World, make_world
from tests.portal import Portal, open_app

EMAIL, PASSWORD = "camille@soleil.test", "une phrase de passe"
SLOWEST_S = 20
DROPPED = object()
"""What a bucket answers when the connection breaks: nothing."""


@dataclass
class Bucket:
    """What the bucket does with the next posts: `plan` answers each, 201 when it is empty."""

    plan: list[object] = field(default_factory=list)
    open_gate: threading.Event = field(default_factory=threading.Event)
    inside: int = 0
    most_inside: int = 0
    posts: int = 0
    keys: list[str] = field(default_factory=list)
    checks: bool = True


@dataclass
class NearPortal:
    """The portal's address, its bucket, and the world behind both."""

    url: str
    bucket: Bucket
    world: World
    lock: threading.RLock
    arrivals: list[Arrival]


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's own name
        """Say nothing of each request."""

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes = b"") -> None:
        """Send one answer, and close."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def read_body(self) -> bytes:
        """Read what was posted."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))


def portal_handler(lock: threading.RLock) -> type[_Quiet]:
    """Make the handler that hands requests over to the app, one at a time: moto is no database."""
    app = open_app()

    class Handler(_Quiet):
        def do_GET(self) -> None:
            self.hand_over("GET", None)

        def do_POST(self) -> None:
            self.hand_over("POST", self.read_body().decode())

        def hand_over(self, method: str, body: str | None) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            with lock:
                try:
                    told = Portal(app).send(method, self.path, body=body, headers=headers)
                except LookupError:
                    return self.answer(404, [])
            cookies = [("Set-Cookie", one) for one in told.cookies]
            kept = [pair for pair in told.headers.items() if pair[0] != "content-length"]
            return self.answer(told.status, [*kept, *cookies], told.body.encode())

    return Handler


def read_post(headers: bytes, body: bytes) -> tuple[dict[str, str], str, bytes]:
    """Read a multipart form: its fields, the file's name and the file."""
    whole = BytesParser(policy=HTTP).parsebytes(headers + b"\r\n\r\n" + body)
    fields: dict[str, str] = {}
    name, content = "", b""
    for part in whole.iter_parts():
        key = str(part.get_param("name", header="content-disposition"))
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        if key == "file":
            name, content = part.get_filename() or "", payload
        else:
            fields[key] = payload.decode()
    return fields, name, content


def list_metadata(fields: dict[str, str], file_name: str) -> dict[str, str]:
    """What S3 keeps beside the object: the file's name put in, what is not ASCII encoded."""
    mark = "x-amz-meta-"
    found = {key.removeprefix(mark): text for key, text in fields.items() if key.startswith(mark)}
    return {
        key: Header(text.replace("${filename}", file_name), "utf-8", maxlinelen=2000).encode()
        for key, text in found.items()
    }


def bucket_handler(
    bucket: Bucket, store: Callable[[str, bytes, dict[str, str]], None]
) -> type[_Quiet]:
    """Make the handler of the bucket's origin."""

    class Handler(_Quiet):
        def do_OPTIONS(self) -> None:
            self.answer(200, self.shared())

        def shared(self) -> list[tuple[str, str]]:
            return [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "POST")]

        def do_POST(self) -> None:
            with_type = f"Content-Type: {self.headers['Content-Type']}".encode()
            fields, name, content = read_post(with_type, self.read_body())
            bucket.posts += 1
            bucket.inside += 1
            bucket.most_inside = max(bucket.most_inside, bucket.inside)
            bucket.open_gate.wait(SLOWEST_S)
            bucket.inside -= 1
            bucket.keys.append(fields["key"])
            planned = bucket.plan.pop(0) if bucket.plan else 201
            if planned is DROPPED:
                self.close_connection = True
                return
            if planned == 201:
                store(fields["key"], content, list_metadata(fields, name))
            back = fields.get("success_action_redirect")
            if back and planned == 201:
                self.answer(303, [("Location", f"{back}&key={fields['key']}")])
            else:
                assert isinstance(planned, int)
                self.answer(planned, self.shared())

    return Handler


def serve(handler: type[_Quiet]) -> ThreadingHTTPServer:
    """Serve on a free port of this machine, in threads of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def forget_settings() -> None:
    """Forget what was computed from the environment."""
    load_settings.cache_clear()
    forget_clients()
    forget_policy()


def open_near_portal(
    table: Table, set_variable: Callable[[str, str], None]
) -> Iterator[NearPortal]:
    """Open the portal and its bucket, with a firm and its installer; close both afterwards."""
    bucket, lock = Bucket(), threading.RLock()
    arrivals: list[Arrival] = []
    bucket.open_gate.set()
    world = make_world(table)
    firm = enrol_firm(table, "Soleil SARL", code="123456782")
    enrol_user(
        table,
        email=EMAIL,
        name="Camille Martin",
        role=Role.INSTALLER,
        password=PASSWORD,
        firm=firm,
    )

    def store(key: str, content: bytes, metadata: dict[str, str]) -> None:
        with lock:
            arrival = world.put(key, content, **metadata)
            arrivals.append(arrival)
            if bucket.checks:
                world.check(arrival)

    servers = [serve(bucket_handler(bucket, store)), serve(portal_handler(lock))]
    storage, portal = (f"http://127.0.0.1:{one.server_address[1]}" for one in servers)
    set_variable("S3_PUBLIC_ENDPOINT", storage)
    set_variable("PORTAL_URL", portal)
    forget_settings()
    yield NearPortal(portal, bucket, world, lock, arrivals)
    bucket.open_gate.set()
    for server in servers:
        server.shutdown()
        server.server_close()
    forget_settings()

"""AWS on the loopback, for child processes: whatever they ask is answered by the stage's moto.

A request is handed to moto as it came, addressed to the host that its signature names, so that no
operation has to be known here.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

SIGNED_FOR = re.compile(r"Credential=[^/]+/\d+/(?P<region>[\w-]+)/(?P<service>\w+)/aws4_request")
HOSTS: Mapping[str, str] = {"ses": "email"}
"""The services whose host is not named as their signature is."""

OURS = frozenset({"content-length", "connection", "date", "server", "transfer-encoding"})
"""The headers that this server writes by itself."""


class Loopback(ThreadingHTTPServer):
    """The server; its address goes to children as AWS_ENDPOINT_URL."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port of the loopback."""
        super().__init__(("127.0.0.1", 0), _Answerer)

    @property
    def address(self) -> str:
        """Give the server's address."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def answering() -> Iterator[Loopback]:
    """Answer for as long as it is needed."""
    server = Loopback()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Answerer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    one_at_a_time = threading.Lock()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the parent names it
        """Keep silent."""

    def _answer(self) -> None:
        """Answer a call of any service."""
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.one_at_a_time:
            answered = botocore_stubber.process_request(self._as_sent_to_aws(sent))
        assert answered, f"nobody answers {self.command} {self.path}"
        status, headers, told = answered
        body = told.encode() if isinstance(told, str) else told
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in OURS:
                self.send_header(name, str(value))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 # the parent names them

    def _as_sent_to_aws(self, body: bytes) -> AWSPreparedRequest:
        headers = HTTPHeaders()
        for name, value in self.headers.items():
            headers[name] = value
        signed = SIGNED_FOR.search(headers.get("Authorization", ""))
        assert signed, f"unsigned: {self.command} {self.path}"
        host = f"{HOSTS.get(signed['service'], signed['service'])}.{signed['region']}.amazonaws.com"
        headers.replace_header("Host", host)
        return AWSPreparedRequest(
            self.command, f"https://{host}{self.path}", headers, body, stream_output=False
        )

"""Lambda's own runtime client (awslambdaric) over a Runtime API of the tests: what AWS would log.

The client is what Lambda's Python image runs. It is told the log format and level by the
environment, as a function's `LoggingConfig` makes it, and writes frames to a descriptor that the
platform reads; what a function prints goes to the standard output.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HEADER_BYTES = 16
JSON_FRAMES = {0xA55A000E: "INFO", 0xA55A0012: "WARNING", 0xA55A0016: "ERROR"}
FUNCTION = "raccordo-test-function"


@dataclass
class Invoked:
    """What one process of a function did: its lines as AWS would keep them, and its answers."""

    framed: list[dict[str, Any]] = field(default_factory=list)
    printed: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def lines(self, message: str) -> list[dict[str, Any]]:
        """The lines of a message, wherever they were written."""
        return [one for one in (*self.framed, *self.printed) if one.get("message") == message]


def invoke(
    handler: str, events: Sequence[Mapping[str, Any]], environment: Mapping[str, str] = {}
) -> Invoked:
    """Run a handler such as `app.app` in a fresh process of the runtime, with those events."""
    invoked = Invoked()
    server = HTTPServer(("127.0.0.1", 0), _runtime_api(list(events), invoked.answers))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    frames, frames_in = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "awslambdaric", handler],
        cwd=ROOT,
        env=_environment(server.server_port, frames_in) | dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=(frames_in,),
    )
    os.close(frames_in)
    said, _ = process.communicate(timeout=120)
    with os.fdopen(frames, "rb") as pipe:
        invoked.framed = list(_read_frames(pipe.read()))
    server.shutdown()
    server.server_close()
    assert len(invoked.answers) == len(events), said
    invoked.printed = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return invoked


def _environment(port: int, frames: int) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
        "AWS_LAMBDA_FUNCTION_NAME": FUNCTION,
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
        "_LAMBDA_TELEMETRY_LOG_FD": str(frames),
        "AWS_REGION": "eu-west-3",
        "AWS_DEFAULT_REGION": "eu-west-3",
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "TABLE": "raccordo-test",
    }


def _read_frames(raw: bytes) -> Iterator[dict[str, Any]]:
    """Read the frames of the telemetry descriptor: type, length, instant, message."""
    place = 0
    while place < len(raw):
        kind, length = (int.from_bytes(raw[place + n : place + n + 4], "big") for n in (0, 4))
        place += HEADER_BYTES
        line: dict[str, Any] = json.loads(raw[place : place + length])
        assert JSON_FRAMES[kind] == line["level"]
        yield line
        place += length


def _runtime_api(
    events: list[Mapping[str, Any]], answers: list[Any]
) -> type[BaseHTTPRequestHandler]:
    waiting = list(enumerate(events, 1))

    class RuntimeApi(BaseHTTPRequestHandler):
        """The part of Lambda's Runtime API that the client asks."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if not waiting:
                self.close_connection = True  # no further event: the process ends with an error
                return
            number, event = waiting.pop(0)
            self._answer(
                json.dumps(event).encode(),
                {
                    "Lambda-Runtime-Aws-Request-Id": f"lambda-request-{number}",
                    "Lambda-Runtime-Trace-Id": f"Root={number}",
                    "Lambda-Runtime-Deadline-Ms": "99999999999999",
                    "Lambda-Runtime-Invoked-Function-Arn": f"arn:aws:lambda:eu-west-3:1:{FUNCTION}",
                },
            )

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            answers.append(json.loads(sent or b"null"))
            self._answer(b"{}", {})

        def _answer(self, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the parent names it
            pass

    return RuntimeApi

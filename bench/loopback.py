"""AWS on the loopback, for child processes: answers at once, out of a stage in this process."""

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from botocore import xform_name
from botocore.exceptions import ClientError

from chalicelib.aws.session import ServiceName, client

TARGETS: Mapping[str, ServiceName] = {
    "DynamoDB_20120810": "dynamodb",
    "AWSStepFunctions": "stepfunctions",
    "AmazonSQS": "sqs",
}
NO_LISTS = b"<ListVersionsResult></ListVersionsResult>"


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

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the parent names it
        """Keep silent."""

    def do_POST(self) -> None:
        """Answer a call of a JSON protocol, or SES."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        target = self.headers.get("X-Amz-Target", "")
        if not target:
            self._send(200, b'{"MessageId": "bench"}')
            return
        prefix, _, operation = target.partition(".")
        self._send(*_call(TARGETS[prefix], operation, json.loads(body)))

    def do_GET(self) -> None:
        """Answer the few questions to S3 that a first request asks."""
        parts = urlsplit(self.path)
        bucket, _, key = parts.path.lstrip("/").partition("/")
        query = parse_qs(parts.query, keep_blank_values=True)
        if "versions" in query:
            self._send(200, _versions(bucket, query["prefix"][0]), "application/xml")
            return
        try:
            found = client("s3").get_object(Bucket=bucket, Key=key)
        except ClientError:
            self._send(404, b"<Error><Code>NoSuchKey</Code></Error>", "application/xml")
            return
        self._send(200, found["Body"].read(), found["ContentType"])

    def do_PUT(self) -> None:
        """Take an object or a copy without keeping it."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        copied = b"<CopyObjectResult><ETag>bench</ETag></CopyObjectResult>"
        self._send(200, copied if self.headers.get("x-amz-copy-source") else b"", "application/xml")

    def do_DELETE(self) -> None:
        """Take a removal."""
        self._send(204, b"")

    def _send(self, status: int, body: bytes, kind: str = "application/x-amz-json-1.0") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-amz-version-id", "bench")
        self.end_headers()
        self.wfile.write(body)


def _call(service: ServiceName, operation: str, request: Any) -> tuple[int, bytes]:
    try:
        found = getattr(client(service), xform_name(operation))(**request)
    except ClientError as error:
        told = cast(dict[str, Any], error.response)
        plain = {
            "__type": told["Error"]["Code"],
            "message": told["Error"].get("Message", ""),
            "CancellationReasons": told.get("CancellationReasons", []),
        }
        return 400, json.dumps(plain).encode()
    found.pop("ResponseMetadata", None)
    return 200, json.dumps(found, default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


def _versions(bucket: str, prefix: str) -> bytes:
    found = client("s3").list_object_versions(Bucket=bucket, Prefix=prefix).get("Versions", [])
    entries = "".join(
        f"<Version><Key>{one['Key']}</Key><VersionId>{one['VersionId']}</VersionId>"
        f"<LastModified>{one['LastModified']:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
        f"<Size>{one['Size']}</Size></Version>"
        for one in found
    )
    return f"<ListVersionsResult>{entries}</ListVersionsResult>".encode() if entries else NO_LISTS

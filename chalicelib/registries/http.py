"""Asking a registry over HTTPS: briefly, within bounds, and less often while it is in trouble.

A page waits for the answer, so connecting and reading together take two seconds at most and an
answer is at most half a megabyte. No redirection is followed: the address of a setting is the only
one that is ever called. After three failures in a row a registry is left alone for half a minute.
The words that were asked are personal: they are in no log and in no error.
"""

import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final
from urllib.parse import urlencode, urlsplit

import msgspec
import urllib3

from chalicelib.aws.trouble import PermanentError, TransientError

CONNECT_S: Final = 0.8
WHOLE_S: Final = 2.0
MOST_ANSWER_BYTES: Final = 512 * 1024
CHUNK_BYTES: Final = 32 * 1024
FAILURES_IN_A_ROW: Final = 3
LEFT_ALONE_S: Final = 30.0
BUSY_STATUSES: Final = frozenset({408, 425, 429})


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(maxsize=2, retries=False)


def is_callable(url: str, *, stage: str) -> bool:
    """Whether a setting's address may be called: HTTPS, or the local stage's own neighbour."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and stage == "local")


class Source:
    """One registry at one address, with its recent failures."""

    def __init__(
        self,
        name: str,
        url: str,
        *,
        whole_s: float = WHOLE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`name` tells the registry in logs; `whole_s` bounds connecting and reading together."""
        self._name, self._url = name, url.rstrip("/")
        self._whole_s, self._clock = whole_s, clock
        self._failures, self._asked_again_at = 0, 0.0

    def ask[T](self, path: str, query: Mapping[str, str], wanted: type[T]) -> T:
        """Ask and read the answer's shape.

        TransientError: slow, away, in trouble, left alone, or nonsense. PermanentError: it refuses this.
        """
        if self._failures >= FAILURES_IN_A_ROW and self._clock() < self._asked_again_at:
            raise TransientError(self._name, "left alone after failures")
        try:
            found = self._decode(self._fetch(f"{self._url}{path}?{urlencode(query)}"), wanted)
        except TransientError:
            self._failures += 1
            self._asked_again_at = self._clock() + LEFT_ALONE_S
            raise
        self._failures = 0
        return found

    def _fetch(self, address: str) -> bytes:
        ends_at = self._clock() + self._whole_s
        connect_s = min(CONNECT_S, self._whole_s / 2)
        timeout = urllib3.Timeout(connect=connect_s, read=self._whole_s - connect_s)
        try:
            response = _pool().request(
                "GET",
                address,
                headers={"Accept": "application/json", "Accept-Encoding": "identity"},
                timeout=timeout,
                preload_content=False,
                decode_content=False,
                redirect=False,
            )
            try:
                return self._sorted(response.status, self._read(response, ends_at))
            finally:
                response.close()
        except urllib3.exceptions.HTTPError as error:
            # The error's own words hold the address, and with it what was typed.
            raise TransientError(self._name, type(error).__name__) from None

    def _read(self, response: urllib3.BaseHTTPResponse, ends_at: float) -> bytes:
        raw = bytearray()
        while chunk := response.read1(CHUNK_BYTES):
            raw += chunk
            if len(raw) > MOST_ANSWER_BYTES:
                raise TransientError(self._name, "nonsense: answer too long")
            if self._clock() > ends_at:
                raise TransientError(self._name, "answer too slow")
        return bytes(raw)

    def _sorted(self, status: int, raw: bytes) -> bytes:
        if status == 200:
            return raw
        if status in BUSY_STATUSES or status >= 500 or status < 400:
            raise TransientError(self._name, str(status))
        raise PermanentError(self._name, str(status))

    def _decode[T](self, raw: bytes, wanted: type[T]) -> T:
        try:
            return msgspec.json.decode(raw, type=wanted)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise TransientError(self._name, "nonsense: unreadable answer") from None


def read_each[T](entries: list[msgspec.Raw], wanted: type[T]) -> list[T]:
    """Read the entries of a list that make sense; one of nonsense spoils only itself."""
    read: list[T] = []
    for entry in entries:
        try:
            read.append(msgspec.json.decode(entry, type=wanted))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
    return read

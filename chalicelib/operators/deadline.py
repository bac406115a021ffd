"""A total time for one call over HTTP: from the first byte sent to the last one read.

The time limits of a socket begin anew with every byte, and an answer that trickles has no end by
them. So a watch shuts the connection down when the time of its call is up, whatever it waits for.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError


class Deadline:
    """The end of one call's time. `is_over` says whether the call was cut by it."""

    def __init__(self) -> None:
        """Watch no connection yet."""
        self.is_over = False
        self._lock = threading.Lock()
        self._has_ended = False
        self._connection: HTTPConnection | None = None

    def watch(self, connection: HTTPConnection) -> None:
        """Cut this connection when the time is up."""
        with self._lock:
            self._connection = connection

    def end(self) -> None:
        """The call is done: its connection may serve another."""
        with self._lock:
            self._has_ended = True

    def cut(self) -> None:
        """The time is up: whoever waits for the connection sees its end."""
        with self._lock:
            if self._has_ended:
                return
            self.is_over = True
            sock = self._connection.sock if self._connection else None
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)


_now = threading.local()


@contextmanager
def within(total_s: float) -> Iterator[Deadline]:
    """Cut the call of this thread, made meanwhile, when it takes longer than that."""
    deadline = Deadline()
    watch = threading.Timer(total_s, deadline.cut)
    watch.daemon = True
    _now.deadline = deadline
    watch.start()
    try:
        yield deadline
    finally:
        watch.cancel()
        deadline.end()
        _now.deadline = None


def _join(connection: HTTPConnection) -> None:
    deadline: Deadline | None = getattr(_now, "deadline", None)
    if deadline is not None:
        deadline.watch(connection)


def _refuse_late(connection: HTTPConnection) -> None:
    """A connection that was made after the time was up had no socket to be cut by."""
    deadline: Deadline | None = getattr(_now, "deadline", None)
    if deadline is not None and deadline.is_over:
        raise ConnectTimeoutError(connection, "time is up")


class WatchedConnection(HTTPConnection):
    """A connection that the deadline of its thread may cut."""

    def connect(self) -> None:
        """Connect, within the deadline."""
        _join(self)
        super().connect()
        _refuse_late(self)

    def request(self, *told: Any, **how: Any) -> None:
        """Send a request, within the deadline."""
        _join(self)
        super().request(*told, **how)


class WatchedTlsConnection(HTTPSConnection):
    """The same over TLS."""

    def connect(self) -> None:
        """Connect and shake hands, within the deadline."""
        _join(self)
        super().connect()
        _refuse_late(self)

    def request(self, *told: Any, **how: Any) -> None:
        """Send a request, within the deadline."""
        _join(self)
        super().request(*told, **how)


class _Pool(HTTPConnectionPool):
    ConnectionCls = WatchedConnection  # pyright: ignore[reportAssignmentType] # its own class fails the protocol too


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = WatchedTlsConnection  # pyright: ignore[reportAssignmentType] # its own class fails the protocol too


def make_pool(maxsize: int) -> PoolManager:
    """Make a pool whose connections a deadline may cut; nothing is tried again by itself."""
    pool = PoolManager(maxsize=maxsize, retries=False)
    pool.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
    return pool

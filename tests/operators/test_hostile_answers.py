"""What an operator answers is hostile input, bounded at its door."""

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.aws.trouble import TransientError
from chalicelib.dossiers.kinds import Milestone
from chalicelib.operators.apply_milestones import apply_milestones
from chalicelib.operators.http import HttpConnector, _read_entry
from chalicelib.operators.model import RawMilestone
from chalicelib.rows.instants import is_in_reach
from tests.ledger.worlds import AGENT
from tests.operators.test_http import ID, answering
from tests.operators.worlds import World, the_key

OUT_OF_REACH = (
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "1999-12-31T23:59:59+00:00",
    "2100-01-01T00:00:00+00:00",
)


def entry(external_id: str, at: str, details: dict[str, str] | None = None) -> dict[str, Any]:
    """An entry of a list, of one milestone at an instant."""
    told = [external_id, 1, "DMTR", "Transmise", at, details or {}]
    return {"external_id": external_id, "milestones": [told]}


@pytest.mark.parametrize("at", OUT_OF_REACH)
def test_an_instant_of_another_age_spoils_only_its_own_entry(at: str) -> None:
    other = "2603P4E000002"
    body = json.dumps({"requests": [entry(ID, at), entry(other, "2026-03-02T09:30:00Z")]})
    with answering(200, body.encode()) as connector:
        answer = connector.list_milestones([ID, other])
    assert set(answer.milestones) == {other}
    assert set(answer.unreadable) == {ID}


@settings(max_examples=200, deadline=None)
@given(at=st.datetimes(timezones=st.timezones()))
def test_what_is_read_lies_in_the_span_whatever_was_sent(at: datetime) -> None:
    _name, raws, reason = _read_entry(msgspec.Raw(json.dumps(entry(ID, at.isoformat())).encode()))
    assert reason or all(is_in_reach(raw.at) for raw in raws)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"requests": ' + b"[" * 200_000,
        b'{"requests": [{"external_id": "x", "milestones": '
        + b"[" * 100_000
        + b"]" * 100_000
        + b"}]}",
        b'{"requests": [], "more": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
    ],
)
def test_brackets_without_end_are_nonsense_and_no_crash(body: bytes) -> None:
    with answering(200, body) as connector, pytest.raises(TransientError, match="nonsense"):
        connector.list_milestones([ID])


def test_a_name_without_end_spoils_its_entry() -> None:
    long = entry(ID, "2026-03-02T09:30:00Z", {"x" * 5000: "y"})
    assert _read_entry(msgspec.Raw(json.dumps(long).encode()))[2]


HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def sending(*parts: bytes, every_s: float = 0.0, calls: int = 1) -> Iterator[HttpConnector]:
    """A connector to an operator that sends these bytes, a while between them, whatever is asked.

    Each of so many calls is answered alike, on a connection of its own.
    """
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        for _call in range(calls):
            with suppress(OSError):
                connection, _from = server.accept()
                with connection:
                    connection.recv(10_000)
                    for part in parts:
                        connection.sendall(part)
                        if over.wait(every_s):
                            return

    thread = threading.Thread(target=serve)
    thread.start()
    address = f"http://127.0.0.1:{server.getsockname()[1]}"
    try:
        yield HttpConnector("enedis", address, the_key, read_s=0.8)
    finally:
        over.set()
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def test_what_is_packed_though_nobody_asked_is_not_unpacked() -> None:
    packed = gzip.compress(b" " * 50_000_000)
    told = HEADERS + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    with sending(told, packed) as connector, pytest.raises(TransientError, match="nonsense"):
        connector.list_milestones([ID])


def test_headers_that_trickle_are_cut_at_the_end_of_their_time() -> None:
    bits = [bytes([one]) for one in HEADERS]
    with (
        sending(*bits, every_s=0.04) as connector,
        pytest.raises(TransientError, match="ReadTimeoutError"),
    ):
        connector.list_milestones([ID])


def test_an_answer_that_is_cut_is_not_taken_for_a_whole_one() -> None:
    """Without a length, the end of the connection is the end of the answer: here it is not."""
    parts = [HEADERS + b"\r\n", b'{"requests": []}', *[b" "] * 50]
    with sending(*parts, every_s=0.05) as connector, pytest.raises(TransientError):
        connector.list_milestones([ID])


def test_a_refused_key_that_trickles_gives_the_second_try_what_is_left_of_the_time() -> None:
    refused = b"HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 10\r\n\r\n"
    parts = [refused, *[b" "] * 10]
    with sending(*parts, every_s=0.05, calls=2) as connector:
        begun_s = monotonic()
        with pytest.raises(TransientError, match="ReadTimeoutError"):
            connector.list_milestones([ID])
    assert monotonic() - begun_s >= 0.5, "the second try was made"


def test_a_mistaken_year_is_corrected_and_nothing_is_awaited_anew(world: World) -> None:
    dossier_id = world.file()
    external_id = world.request(dossier_id).external_id
    mistaken = datetime(2062, 3, 4, 9, tzinfo=UTC)
    right = mistaken.replace(year=2026)
    by = AGENT
    for at in (mistaken, right):
        raw = RawMilestone("http", external_id, 50, "DMREC", "Recevable", at)
        apply_milestones(dossier_id, 1, [raw], by=by, table=world.table, now=world.now)
    dossier = world.load(dossier_id)
    assert dossier.reached(Milestone.REQUEST_QUALIFIED) == right
    assert dossier.head.generation == 1

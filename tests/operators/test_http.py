"""What HTTP operators may do to us: fail, hang, babble; and what is made of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.aws.trouble import PermanentError, TransientError
from chalicelib.operators import http
from chalicelib.operators.http import HttpConnector, _read_entry
from tests.operators.test_contract import FILING
from tests.operators.worlds import KEY, open_sandbox, the_key

ID = "2603P4E000001"


@contextmanager
def answering(status: int, body: bytes) -> Iterator[HttpConnector]:
    """A connector to an operator that always answers the same."""

    class Always(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the parent names it
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Always)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield HttpConnector("enedis", f"http://127.0.0.1:{server.server_address[1]}", the_key)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("status", [302, 401, 408, 429, 500, 502, 503, 504])
def test_what_may_pass_later_is_busy(status: int) -> None:
    with answering(status, b"{}") as connector, pytest.raises(TransientError):
        connector.list_milestones([ID])


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
def test_what_will_not_pass_is_refused(status: int) -> None:
    with answering(status, b"{}") as connector, pytest.raises(PermanentError):
        connector.list_milestones([ID])


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"null", b'{"requests": 3}', b'{"requests": [}', b"\xff\xfe", b"{}"],
)
def test_nonsense_is_busy_never_a_crash(body: bytes) -> None:
    with answering(200, body) as connector, pytest.raises(TransientError):
        connector.list_milestones([ID])


def test_an_endless_answer_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MOST_ANSWER_BYTES", 1000)
    with answering(200, b" " * 5000) as connector, pytest.raises(TransientError, match="too long"):
        connector.list_milestones([ID])


def test_an_operator_that_hangs_or_is_away_is_busy(tmp_path: Path) -> None:
    with open_sandbox(tmp_path, hang_s=2) as sandbox:
        sandbox.desk.set_fault({"mode": "timeout", "remaining": 1})
        hurried = HttpConnector("enedis", sandbox.address, the_key, read_s=0.2)
        with pytest.raises(TransientError):
            hurried.file_request(FILING)
        assert hurried.file_request(FILING)
        address = sandbox.address
    with pytest.raises(TransientError):
        HttpConnector("enedis", address, the_key).list_milestones([ID])


def test_a_wrong_key_is_ours_to_mend_and_refuses_no_request(tmp_path: Path) -> None:
    with open_sandbox(tmp_path) as sandbox:
        connector = HttpConnector("enedis", sandbox.address, lambda _fresh: "wrong")
        with pytest.raises(TransientError, match="401"):
            connector.file_request(FILING)


def test_a_key_that_was_just_replaced_is_read_anew_once(tmp_path: Path) -> None:
    asked: list[bool] = []

    def read(fresh: bool) -> str:
        asked.append(fresh)
        return KEY if fresh else "the-one-before"

    with open_sandbox(tmp_path) as sandbox:
        assert HttpConnector("enedis", sandbox.address, read).file_request(FILING)
    assert asked == [False, True]


def test_a_key_that_is_missing_refuses_no_request() -> None:
    def missing(_fresh: bool) -> str:
        raise PermanentError("ssm", "ParameterNotFound")

    connector = HttpConnector("enedis", "http://op.test", missing)
    with pytest.raises(TransientError, match="enedis: no key: ParameterNotFound"):
        connector.file_request(FILING)


def test_one_entry_of_nonsense_spoils_only_itself(tmp_path: Path) -> None:
    with open_sandbox(tmp_path) as sandbox:
        connector = HttpConnector("enedis", sandbox.address, the_key)
        good = connector.file_request(FILING)
        bad = connector.file_request(replace(FILING, request_key="b", comment="[sandbox:nonsense]"))
        answer = connector.list_milestones([good, bad])
        assert set(answer.milestones) == {good}
        assert set(answer.unreadable) == {bad}


def test_entries_nobody_asked_for_are_passed_over() -> None:
    body = b'{"requests": [{"external_id": "other", "milestones": []}]}'
    with answering(200, body) as connector:
        assert connector.list_milestones([ID]).milestones == {}


def test_a_reference_is_one_word_of_an_address_whatever_it_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connector, asked = HttpConnector("greenalp", "http://op.test", the_key), list[str]()

    def call(_method: str, path: str, _body: object = None) -> bytes:
        asked.append(path)
        return b'{"requests": []}'

    monkeypatch.setattr(connector, "_call", call)
    connector.list_milestones(["GA/1&ids=2", "GA#3"])
    connector.order_commissioning("dos_1-1", "../GA?4", "dos_1-1-c1")
    assert asked == ["/requests?ids=GA%2F1%26ids%3D2,GA%233", "/requests/..%2FGA%3F4/commissioning"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
)


@settings(max_examples=60, deadline=None)
@given(milestones=JSON | st.lists(st.lists(JSON, max_size=7), max_size=3))
def test_any_entry_is_read_or_told_unreadable(milestones: object) -> None:
    import json

    import msgspec

    entry = json.dumps({"external_id": ID, "milestones": milestones}).encode()
    name, raws, reason = _read_entry(msgspec.Raw(entry))
    assert name in {ID, ""}
    assert reason or all(raw.external_id == ID and raw.at.tzinfo for raw in raws)

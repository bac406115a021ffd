"""The operator sandbox: an operator with its own requests, clock and moods, over restarts."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.operator_sandbox.clock import Clock
from local.operator_sandbox.course import Behaviour, Milestone, Told, milestones
from local.operator_sandbox.course import Request as Filed
from local.operator_sandbox.desk import Desk
from local.operator_sandbox.shelf import Shelf

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BODY = {"request_key": "k1", "pdl": "01234567890123"}


class Hand:
    """A desk whose business time is set by hand."""

    def __init__(self, directory: Path) -> None:
        self.shelf = Shelf(directory)
        self.desk = Desk(self.shelf)
        self.at(0)

    def at(self, days: float) -> None:
        now = (NOW + timedelta(days=days)).isoformat()
        assert self.desk.set_clock({"now": now, "factor": 0})[0] == 200

    def file(self, behaviour: str = "nominal", **more: object) -> str:
        body = {**BODY, "comment": f"[sandbox:{behaviour}]", **more}
        status, answer = self.desk.file(body)
        assert status in {200, 201}
        return str(entry(answer)["external_id"])

    def codes(self, external_id: str) -> list[str]:
        return [one[2] for one in entry(self.desk.show(external_id)[1])["milestones"]]


def entry(answer: object) -> dict[str, Any]:
    assert isinstance(answer, dict)
    return answer


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[Hand]:
    made = Hand(tmp_path)
    yield made
    made.shelf.close()


def test_a_nominal_request_goes_its_way_with_the_days(hand: Hand) -> None:
    external_id = hand.file()
    hand.at(9)
    assert hand.codes(external_id) == ["DMTR"]
    hand.at(41)
    assert hand.codes(external_id) == ["DMTR", "DMREC", "VALID"]
    assert hand.desk.order(external_id, {"order_key": "o1"})[0] == 200
    hand.at(67)
    assert hand.codes(external_id)[-3:] == ["MESC", "INPL", "CPRE"]


def test_an_awaited_piece_stops_the_request_until_its_complement(hand: Hand) -> None:
    external_id = hand.file("incomplete")
    hand.at(100)
    assert hand.codes(external_id) == ["DMTR", "INCPL"]
    for _ in range(2):
        hand.desk.complement(external_id, {"piece": "mairie"})
    hand.at(141)
    assert hand.codes(external_id) == ["DMTR", "INCPL", "CPLR", "DMREC", "VALID"]


def test_each_mood_has_its_end(hand: Hand) -> None:
    ends = {"refuse": "CNRE", "refuse_late": "REFUS", "lapse": "CADUC", "nominal": "CADUC"}
    ids = {end: hand.file(word, request_key=word) for word, end in ends.items()}
    hand.at(200)
    assert {end: hand.codes(external_id)[-1] for end, external_id in ids.items()} == {
        end: end for end in ids
    }


def test_a_replanned_visit_takes_place_after_another_order(hand: Hand) -> None:
    external_id = hand.file("replan")
    hand.at(41)
    hand.desk.order(external_id, {"order_key": "o1"})
    hand.at(60)
    assert hand.codes(external_id)[-1] == "INRP"
    hand.desk.order(external_id, {"order_key": "o2"})
    hand.at(90)
    assert hand.codes(external_id)[-4:] == ["INRP", "MESC", "INPL", "CPRE"]


def test_the_mood_is_that_of_a_dossiers_first_request_alone(hand: Hand) -> None:
    external_id = hand.file("refuse", attempt=2)
    hand.at(41)
    assert hand.codes(external_id)[-1] == "VALID"


def test_an_order_is_refused_before_validation_and_a_cancel_after_the_end(hand: Hand) -> None:
    external_id = hand.file("refuse")
    assert hand.desk.order(external_id, {"order_key": "o1"})[0] == 409
    hand.at(20)
    assert hand.desk.cancel(external_id, {})[0] == 409


def test_what_cannot_be_read_is_refused(hand: Hand) -> None:
    assert hand.desk.file({})[0] == 422
    assert hand.desk.file({"request_key": "k", "pdl": "123"})[0] == 422
    assert hand.desk.set_clock({"now": "hier"})[0] == 422
    assert hand.desk.set_clock({"factor": -1})[0] == 422
    assert hand.desk.list_requests(["x"] * 101)[0] == 422


def test_its_clock_runs_at_its_own_pace() -> None:
    clock = Clock(NOW, NOW, 86400.0)
    assert clock.now(NOW + timedelta(seconds=1)) == NOW + timedelta(days=1)
    slowed = clock.set_to(NOW + timedelta(seconds=1), None, 1)
    assert slowed.now(NOW + timedelta(seconds=2)) == NOW + timedelta(days=1, seconds=1)


@given(
    behaviour=st.sampled_from(list(Behaviour)),
    days=st.lists(st.floats(0, 300), min_size=2, max_size=2).map(sorted),
    orders=st.lists(st.floats(40, 120), max_size=2).map(sorted),
)
def test_what_has_happened_never_changes(
    behaviour: Behaviour, days: list[float], orders: list[float]
) -> None:
    told = tuple(Told(f"o{day}", NOW + timedelta(days=day)) for day in orders)
    filed = Filed("2603P4E000001", "k", {}, behaviour, NOW, orders=told)
    early, late = (milestones(filed, NOW + timedelta(days=day)) for day in days)
    assert late[: len(early)] == early
    assert late[0] == Milestone("DMTR", "Demande transmise", NOW)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """The sandbox as a process of its own."""

    def __init__(self, state: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        words = ["--port", str(port), "--state", str(state), "--key", "k"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "local.operator_sandbox", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def await_ready(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline().startswith("Operator sandbox on")

    def call(self, method: str, path: str, body: object = None) -> Any:
        request = Request(self.address + path, method=method)
        request.add_header("Authorization", "Bearer k")
        data = None if body is None else json.dumps(body).encode()
        with urlopen(request, data, timeout=5) as answer:
            return json.load(answer)

    def end(self, how: int) -> int:
        self.process.send_signal(how)
        status = self.process.wait(timeout=10)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()
        return status


def test_requests_and_clock_survive_a_graceful_stop_and_a_kill(tmp_path: Path) -> None:
    port = free_port()
    first = Running(tmp_path, port)
    first.await_ready()
    first.call("PUT", "/clock", {"now": NOW.isoformat(), "factor": 0})
    filed = first.call("POST", "/requests", BODY)
    assert first.end(signal.SIGTERM) == 0
    second = Running(tmp_path, port)
    second.await_ready()
    assert second.call("GET", "/clock") == {"now": NOW.isoformat(), "factor": 0.0}
    later = second.call("POST", "/requests", {**BODY, "request_key": "k2"})
    assert later["external_id"] != filed["external_id"]
    second.end(signal.SIGKILL)
    third = Running(tmp_path, port)
    third.await_ready()
    assert third.call("GET", f"/requests/{later['external_id']}") == later
    assert third.call("POST", "/requests", BODY)["external_id"] == filed["external_id"]
    with pytest.raises(HTTPError, match="401"):
        urlopen(f"{third.address}/requests?ids=x", timeout=5)
    assert third.end(signal.SIGTERM) == 0


def test_a_taken_port_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        running = Running(tmp_path, taken.getsockname()[1])
        _, told = running.process.communicate(timeout=10)
    assert running.process.returncode == 1
    assert told.count("\n") == 1
    assert "taken" in told

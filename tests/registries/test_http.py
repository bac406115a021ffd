"""What a registry may do to us (fail, hang, drip, babble, send elsewhere), and what is made of it."""

import logging

import msgspec
import pytest

from chalicelib.aws.trouble import PermanentError, TransientError
from chalicelib.registries import http
from chalicelib.registries.http import Source, is_callable
from tests.registries.stand_in import StandIn, now_s

SECRET = "12 rue de Camille Martin"


class Told(msgspec.Struct):
    said: str = ""


class Clock:
    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


def ask(registry: StandIn, whole_s: float = http.WHOLE_S) -> Told:
    return Source("addresses", registry.address, whole_s=whole_s).ask(
        "/search", {"q": SECRET}, Told
    )


def test_an_answer_is_read_in_its_shape(registry: StandIn) -> None:
    registry.answers["/search"] = b'{"said": "oui", "more": [1]}'
    assert ask(registry).said == "oui"
    assert registry.asked == [("/search", {"q": SECRET})]


@pytest.mark.parametrize("status", [301, 302, 408, 429, 500, 503])
def test_what_may_pass_later_is_busy(registry: StandIn, status: int) -> None:
    registry.status = status
    with pytest.raises(TransientError, match=str(status)):
        ask(registry)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_will_not_pass_is_refused(registry: StandIn, status: int) -> None:
    registry.status = status
    with pytest.raises(PermanentError, match=str(status)):
        ask(registry)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"null", b'{"said": 3}', b'{"said": [}', b"\xff\xfe", b"[" * 50_000],
)
def test_nonsense_is_busy_never_a_crash(registry: StandIn, body: bytes) -> None:
    registry.answers["/search"] = body
    with pytest.raises(TransientError, match="nonsense"):
        ask(registry)


def test_a_huge_answer_is_cut(registry: StandIn) -> None:
    registry.answers["/search"] = b" " * (http.MOST_ANSWER_BYTES + 1)
    with pytest.raises(TransientError, match="too long"):
        ask(registry)
    registry.answers["/search"] = b" " * (http.MOST_ANSWER_BYTES - 2) + b"{}"
    assert ask(registry) == Told()


def test_a_redirection_is_not_followed(registry: StandIn) -> None:
    registry.manner = "redirect"
    with pytest.raises(TransientError, match="302"):
        ask(registry)
    assert [path for path, _query in registry.asked] == ["/search"]


def test_whoever_hangs_is_awaited_no_longer_than_agreed(registry: StandIn) -> None:
    registry.manner = "hang"
    began = now_s()
    with pytest.raises(TransientError, match="ReadTimeoutError"):
        ask(registry, whole_s=0.3)
    assert now_s() - began < 2
    assert http.WHOLE_S <= 2


def test_an_answer_that_drips_is_dropped(registry: StandIn) -> None:
    registry.manner, registry.answers["/search"] = "drip", b"{" + b" " * 2000 + b"}"
    began = now_s()
    with pytest.raises(TransientError, match="too slow"):
        ask(registry, whole_s=0.3)
    assert now_s() - began < 2


def test_a_registry_that_is_away_is_busy(registry: StandIn) -> None:
    source = Source("parcels", "http://127.0.0.1:9")
    with pytest.raises(TransientError, match="NewConnectionError"):
        source.ask("/parcelle", {}, Told)


def test_after_three_failures_a_registry_is_left_alone_for_a_while(registry: StandIn) -> None:
    clock = Clock()
    source = Source("addresses", registry.address, clock=clock)
    registry.status = 503
    for _ in range(3):
        with pytest.raises(TransientError, match="503"):
            source.ask("/search", {}, Told)
    registry.status = 200
    with pytest.raises(TransientError, match="left alone"):
        source.ask("/search", {}, Told)
    assert len(registry.asked) == 3
    clock.s += http.LEFT_ALONE_S + 1
    assert source.ask("/search", {}, Told) == Told()
    assert source.ask("/search", {}, Told) == Told()


def test_a_refused_question_says_nothing_against_the_registry(registry: StandIn) -> None:
    source = Source("companies", registry.address)
    registry.status = 400
    for _ in range(5):
        with pytest.raises(PermanentError):
            source.ask("/search", {}, Told)
    assert len(registry.asked) == 5


def test_what_was_typed_is_in_no_error_and_no_log(
    registry: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chalicelib")
    registry.manner = "hang"
    with pytest.raises(TransientError) as hung:
        ask(registry, whole_s=0.2)
    assert "Camille" not in f"{hung.value!r}{hung.value.__cause__}{caplog.text}"
    assert hung.value.__suppress_context__


@pytest.mark.parametrize(
    ("url", "stage", "may"),
    [
        ("https://adresses.example/geocodage", "production", True),
        ("https://adresses.example", "local", True),
        ("http://127.0.0.1:4577/registres", "local", True),
        ("http://127.0.0.1:4577/registres", "production", False),
        ("http://adresses.example", "staging", False),
        ("https://user@adresses.example", "production", False),
        ("https://adresses.example/?q=1", "production", False),
        ("https://adresses.example/#here", "production", False),
        ("ftp://adresses.example", "local", False),
        ("https://", "local", False),
        ("https://[", "local", False),
        ("adresses.example", "local", False),
    ],
)
def test_only_https_is_called_and_the_local_stages_own_neighbour(
    url: str, stage: str, may: bool
) -> None:
    assert is_callable(url, stage=stage) is may

"""What a request says of itself is foreign text: whatever it is, it is answered as a page would be."""

import ast
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.aws.table import Table
from chalicelib.web.request_headers import find_page_path
from tests.house.tree import ROOMS, parse, python_files
from tests.portal import ORIGIN, Portal, open_app
from tests.tables import table

__all__ = ["table"]

READ = (
    *("accept-language", "authorization", "content-type", "cookie", "idempotency-key"),
    *("if-match", "origin", "referer", "user-agent"),
)
SIGNS = st.sampled_from(
    [*"[]:/?#@%;,=\"' \t\r\n", "\x00", "\ud800", "é", "²", "x", "http://", "q="]
)
"""Signs that a parser takes for more than a letter, and some that no header may have."""
TEXTS = st.lists(SIGNS, max_size=30).map("".join) | st.text(max_size=60)
HEADERS = st.fixed_dictionaries({}, optional=dict.fromkeys(READ, TEXTS))


@pytest.mark.parametrize(
    "referer", ["http://[", "http://[::1", "//[x]:y/z", "http://a:b:c/", "\ud800", "http://%ff%"]
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_malformed_referer_is_as_good_as_none(table: Table, referer: str, method: str) -> None:
    answer = Portal(open_app()).send(method, "/connexion", headers={"referer": referer})
    assert answer.status in {405, 415}
    assert "/langue/en?suite=%2F" in answer.body


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    headers=HEADERS,
    asked=st.sampled_from(
        [
            ("GET", "/connexion"),
            ("POST", "/connexion"),
            ("PUT", "/connexion"),
            ("GET", "/nulle-part"),
        ]
    ),
)
def test_no_header_makes_a_page_fail(
    table: Table, headers: dict[str, str], asked: tuple[str, str]
) -> None:
    answer = Portal(open_app()).send(*asked, headers=headers)
    assert answer.status < 500
    assert answer.body.startswith("<!doctype html>")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    headers=HEADERS,
    asked=st.sampled_from(
        [("GET", "/api/v1/dossiers"), ("POST", "/api/v1/dossiers"), ("PUT", "/api/v1/dossiers/x")]
    ),
)
def test_no_header_makes_a_call_fail(
    table: Table, headers: dict[str, str], asked: tuple[str, str]
) -> None:
    answer = Portal(open_app()).send(*asked, headers=headers, body="{}")
    assert answer.status < 500
    assert json.loads(answer.body)["status"] == answer.status


class Asked:
    """A request that came from a page."""

    def __init__(self, referer: str) -> None:
        self.headers = {"referer": referer}


@pytest.mark.parametrize(
    ("referer", "path"),
    [
        (f"{ORIGIN}/dossiers?q=durand", "/dossiers"),
        (ORIGIN, "/"),
        ("https://ailleurs.example/dossiers", ""),
        ("", ""),
    ],
)
def test_the_page_before_is_known_when_it_is_ours(referer: str, path: str) -> None:
    assert find_page_path(Asked(referer), ORIGIN) == path


def test_one_module_reads_the_headers_of_a_request() -> None:
    readers = {
        path.relative_to(ROOMS).as_posix()
        for path in python_files(ROOMS)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "headers"
        and ast.unparse(node.value).rpartition(".")[2] in {"request", "current_request"}
    }
    assert readers == {"web/request_headers.py"}

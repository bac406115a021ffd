"""What the guide promises stands in one table, and each line of it leads to what is there."""

import ast
import re
from functools import cache

import pytest

from chalicelib.web.rooms import open_every_room
from chalicelib.web.routes import ROUTES
from infra.paths import ROOT
from tests.portal import open_app

GUIDE = ROOT / "docs" / "guide-urban-solar.md"
ROW = re.compile(r"^\| (F\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ADDRESS = re.compile(r"`(/[^`]*)`")
PLACE = re.compile(r"\{\w+\}")
PROMISED = [
    *("F1", "F3", "F5", "F6", "F7", "F8", "F9", "F15", "F17", "F22"),
    *("F28", "F29", "F32"),
    *(f"F{number}" for number in range(57, 74)),
    *("F75", "F77", "F78", "F79"),
    *(f"F{number}" for number in range(80, 133)),
    *(f"F{number}" for number in range(137, 161)),
    *("F164", "F165", "F166", "F167"),
    *("F292", "F293"),
    *(f"F{number}" for number in range(299, 309)),
    *(f"F{number}" for number in range(310, 315)),
    *("F324", "F336", "F338"),
    *("F342", "F345", "F349", "F354"),
]
"""What the guides promise an installer (A to G), what others have (O) and what nobody had (P)."""

ROWS = ROW.findall(GUIDE.read_text(encoding="utf-8"))


@cache
def names_of(path: str) -> frozenset[str]:
    """The tests of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def shape(path: str) -> str:
    """An address without the names of its places."""
    return PLACE.sub("{}", path)


def test_every_promise_has_one_line_in_its_order() -> None:
    assert [row[0] for row in ROWS] == PROMISED


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_line_names_tests_that_exist(row: tuple[str, str, str, str]) -> None:
    named = NAMED.findall(row[3])
    assert named
    for path, name in named:
        assert name.startswith("test_")
        assert name in names_of(path)


def test_every_address_of_the_table_is_one_of_ours() -> None:
    open_every_room(open_app())
    known = {shape(route.path) for route in ROUTES}
    told = {address for row in ROWS for address in ADDRESS.findall(row[2])}
    assert {address for address in told if shape(address) not in known} == set()

"""A key is spelt in the registry alone, and a room touches its own rows alone."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.rows import listings
from chalicelib.rows.model import Listing, Row
from chalicelib.rows.objects import OBJECTS
from chalicelib.rows.patterns import begins, is_fixed
from chalicelib.rows.registry import ROWS
from tests.house.tree import ROOMS, parse, python_files

REGISTRY = "chalicelib.rows."
PATTERNS = {
    *(row.partition.pattern for row in ROWS),
    *(row.sort for row in ROWS),
    *(one.under for one in vars(listings).values() if isinstance(one, Listing)),
}
FIXED = {pattern for pattern in PATTERNS if is_fixed(pattern)}
"""Keys of one row or one list, whole: HEAD, ERASURE, PENDING."""

BEGINNINGS = {begins(pattern) for pattern in PATTERNS - FIXED} - {""}
OBJECT_PREFIXES = {one.prefix for one in OBJECTS}
LOOKS_LIKE_ONE = re.compile(r"[A-Z][A-Z_]*(/[A-Z]+)?#")
TEMPLATE = re.compile(r"[\w/-]+\.html")
SORTABLE = "microseconds"
"""How finely `stamp` writes the instants of keys; nobody else has a use for it."""

# What is written like a key of ours and is none.
OTHER_WORDS = {
    ("aws/table.py", "COUNT"): "DynamoDB's own word for a query that only counts",
    ("settings.py", "SCANNER"): "the name of a variable of the environment",
}
# Rows of every kind of case: the rooms that keep a kind, or act on all of them, share them.
SHARED = "cases"
# It acts on what the declarations say, whosever rows they are.
ACTS_ON_ALL = {"retention", "connection_data"}


def spelt_keys(tree: ast.Module) -> Iterator[str]:
    """Every key, or beginning of one, that a module spells; docstrings are prose."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in prose:
            continue
        text = node.value
        if isinstance(text, str) and is_key(text):
            yield text


def is_key(text: str) -> bool:
    """Whether a text is a key of the table or of a bucket, or how one begins."""
    if text in FIXED | BEGINNINGS | {SORTABLE} or LOOKS_LIKE_ONE.match(text):
        return True
    is_object = any(text.startswith(prefix) for prefix in OBJECT_PREFIXES)
    return is_object and TEMPLATE.fullmatch(text) is None


def rows_taken(tree: ast.Module) -> Iterator[Row]:
    """Every declaration of a row that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(REGISTRY):
            module = importlib.import_module(node.module or "")
            found = (getattr(module, alias.name) for alias in node.names)
            yield from (one for one in found if isinstance(one, Row))


def room_files() -> Iterator[tuple[str, Path]]:
    for path in python_files(ROOMS):
        place = path.relative_to(ROOMS)
        if place.parts[0] != "rows":
            yield place.as_posix(), path


def test_no_key_is_spelt_outside_the_registry() -> None:
    spelt = {(place, text) for place, path in room_files() for text in spelt_keys(parse(path))}
    assert spelt - OTHER_WORDS.keys() == set()
    assert OTHER_WORDS.keys() - spelt == set(), "an exception that nobody needs any more"


def test_a_room_touches_its_own_rows_and_asks_for_those_of_others() -> None:
    taken = {
        (place.split("/")[0], row.name)
        for place, path in room_files()
        for row in rows_taken(parse(path))
        if row.owner not in {SHARED, place.split("/")[0]}
    }
    others = {(room, name) for room, name in taken if room not in ACTS_ON_ALL}
    assert others == set()


@pytest.mark.parametrize(
    "line",
    [
        'pk = f"C#{dossier_id}"',
        'table.get(pk, "ERASURE")',
        'sk.startswith("QUESTION#")',
        'sk.removeprefix("TOKEN#")',
        'page = table.query("UNRELAYED#", index="work")',
        'key = f"served/{dossier_id}/{document_id}"',
        'wa = now.isoformat(timespec="microseconds")',
        'NEW = "NOBODYS_KIND#"',
    ],
)
def test_a_spelt_key_is_seen(line: str) -> None:
    assert list(spelt_keys(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        '"""Rows stand under `D#<dossier>`."""',
        'return visit.show("exports/jobs.html")',
        'anchor = f"#{name}"',
        'raise ValueError("the head is gone")',
    ],
)
def test_prose_templates_and_anchors_are_no_keys(line: str) -> None:
    assert not list(spelt_keys(ast.parse(line)))

"""No circle of files: what a module needs never needs that module, be it for a type alone."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.house.tree import ROOMS, imported_modules, parse, python_files


def needs() -> dict[str, set[str]]:
    """What each module of the house imports of the house, anywhere in it."""
    trees = {name_of(path): parse(path) for path in python_files(ROOMS)}
    return {name: set(ours_of(tree, trees)) - {name} for name, tree in trees.items()}


def name_of(path: object) -> str:
    """A module's dotted name."""
    dotted = str(path).removeprefix(f"{ROOMS.parent}/").removesuffix(".py").replace("/", ".")
    return dotted.removesuffix(".__init__")


def ours_of(tree: ast.Module, known: Mapping[str, ast.Module]) -> Iterator[str]:
    """The modules of ours that a tree imports, each by its own name and not by its package's."""
    yield from (one for one in imported_modules(tree) if one in known and has_code(known[one]))


def has_code(tree: ast.Module) -> bool:
    """Whether a module says more than what it is for."""
    return len(tree.body) > 1


def find_circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Give the modules of one circle; none where there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        return list(circle.args[1])
    return []


def test_no_files_need_each_other() -> None:
    assert find_circle(needs()) == []


@pytest.mark.parametrize("graph", [{"a": {"b"}, "b": {"a"}}, {"a": {"b"}, "b": {"c"}, "c": {"a"}}])
def test_a_circle_is_seen(graph: dict[str, set[str]]) -> None:
    assert find_circle(graph)

"""Which declared path serves an address: a tree of segments, one step a segment.

    {"dossiers": {"/": leaf of /dossiers,
                  "nouveau": {"/": leaf of /dossiers/nouveau},
                  "/{}": {"/": leaf of /dossiers/{dossier_id}}}}

A literal segment beats a place, and there is no way back: what stands as a word in one declared
path is never the value of a place beside it. A leaf says the path, its places with their
positions, and the methods served. The tree is plain JSON, so that packaging can leave it beside
the code. Segments are decoded here, once; no value of a place holds a slash or what cannot be
printed.
"""

from collections.abc import Mapping
from typing import TypedDict
from urllib.parse import unquote

LEAF = "/"
PLACE = "/{}"
"""Keys of a node that no segment can be: a segment holds no slash."""

LONGEST_PATH = 2000
"""Characters of an address that are looked at: more than any link of ours, whose tokens have 43."""

type Node = dict[str, Node | Leaf]


class Leaf(TypedDict):
    """The end of a declared path; `methods` are the keys of a mapping to whatever serves them."""

    path: str
    places: dict[str, int]
    methods: Mapping[str, object]


class AmbiguousPath(ValueError):
    """Two declared paths differ in the names of their places alone."""


def plant(tree: Node, path: str, methods: Mapping[str, object]) -> None:
    """Add a declared path, such as `/dossiers/{dossier_id}`. Raises AmbiguousPath."""
    segments = _split(path)
    node, places = tree, {}
    for position, segment in enumerate(segments):
        is_place = segment.startswith("{")
        if is_place:
            places[segment[1:-1]] = position
        node = node.setdefault(PLACE if is_place else segment, {})  # type: ignore[assignment] # only LEAF leads to a leaf
    leaf: Leaf = node.setdefault(LEAF, {"path": path, "places": places, "methods": methods})  # type: ignore[assignment] # LEAF leads to a leaf alone
    if leaf["path"] != path:
        raise AmbiguousPath(f"{path} and {leaf['path']} serve the same addresses")


def find(tree: Node, path: str) -> tuple[Leaf, dict[str, str]] | None:
    """Find what serves an address as it was asked (percent-encoded), and its places' values.

    None for what no declared path serves, and for an address that is none of ours by its form:
    too long, with an empty segment or one of dots, with an escape that is no UTF-8.
    """
    if len(path) > LONGEST_PATH:
        return None
    segments = _split(path)
    if "%" in path or "/." in path or "" in segments:
        clean = _decode(segments)
        if clean is None:
            return None
        segments = clean
    node = tree
    for segment in segments:
        step = node.get(segment) or node.get(PLACE)
        if step is None:
            return None
        node = step  # type: ignore[assignment] # a segment is never LEAF
    leaf: Leaf | None = node.get(LEAF)  # type: ignore[assignment] # LEAF leads to a leaf alone
    if leaf is None:
        return None
    return leaf, {name: segments[position] for name, position in leaf["places"].items()}


def _split(path: str) -> list[str]:
    return path[1:].split("/") if path != "/" else []


def _decode(segments: list[str]) -> list[str] | None:
    """Decode each segment once; None where one cannot be a segment of ours."""
    try:
        decoded = [unquote(segment, errors="strict") for segment in segments]
    except UnicodeDecodeError:
        return None
    return decoded if all(_is_segment(one) for one in decoded) else None


def _is_segment(text: str) -> bool:
    return bool(text) and text not in {".", ".."} and "/" not in text and text.isprintable()

"""The tracks of a process: its steps one after the other, or side by side, as deep as it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.cases.process import Node, Process


@dataclass(frozen=True, slots=True)
class InTurn:
    """Tracks one after the other."""

    tracks: tuple["Track", ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Tracks that do not wait for each other."""

    tracks: tuple["Track", ...]


type Track = Node | InTurn | SideBySide


class NotInTracks(ValueError):
    """The graph cannot be laid out: two of its tracks cross without meeting, or there is none."""


def lay_tracks(process: Process) -> Track:
    """Lay the steps of a process out in tracks.

    Steps of which none comes before another's go side by side; groups of which each comes wholly
    before the next go in turn. Raises NotInTracks for a graph of which neither is true: in tracks one of
    its steps would wait for what it does not await.
    """
    before = {node.milestone: process.before(node.milestone) for node in process.nodes}

    def in_order(one: Node, other: Node) -> bool:
        return one.milestone in before[other.milestone] or other.milestone in before[one.milestone]

    def lay(nodes: tuple[Node, ...]) -> Track:
        if len(nodes) == 1:
            return nodes[0]
        apart = _group(nodes, in_order)
        if len(apart) > 1:
            return SideBySide(tuple(lay(group) for group in apart))
        blocks = _group(nodes, lambda one, other: not in_order(one, other))
        if len(blocks) == 1:
            raise NotInTracks(", ".join(sorted(node.milestone for node in nodes)))
        blocks.sort(key=lambda block: len(before[block[0].milestone]))
        return InTurn(tuple(lay(block) for block in blocks))

    steps = process.nodes[1:]
    if not steps:
        raise NotInTracks(process.name)
    return lay(steps)


def _group(nodes: tuple[Node, ...], belong: Callable[[Node, Node], bool]) -> list[tuple[Node, ...]]:
    """Group what belongs together, through others if need be; groups and nodes in the order given."""
    groups: list[list[Node]] = []
    for node in nodes:
        mine = [group for group in groups if any(belong(node, one) for one in group)]
        joined = [*(one for group in mine for one in group), node]
        groups = [*(group for group in groups if group not in mine), joined]
    places = {node.milestone: place for place, node in enumerate(nodes)}
    ordered = [tuple(sorted(one, key=lambda node: places[node.milestone])) for one in groups]
    return sorted(ordered, key=lambda group: places[group[0].milestone])

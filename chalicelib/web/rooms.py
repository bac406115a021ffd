"""The portal's rooms. In a Lambda each is opened by the first request that comes to it.

Importing all of them costs a cold start more than B, a whole client of the table; one page or
endpoint needs one room. So packaging leaves an index beside the code that says which module
serves a path, and with it nothing is imported before it is asked for. Without the index (in
tests, and while packaging makes it) every room is opened at once.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from chalice.app import Chalice

from chalicelib.web.partials import PROVIDED, expect

BINARY = ["application/octet-stream"]
"""What is not text of all we take and give: nothing, for files pass by S3. Chalice knows sixteen
such types, and compares each request and answer with all of them: a third of its own cost."""

INDEX = Path(__file__).parents[2] / "route_index.json"
"""Where packaging leaves the index: at the root of the zip."""


@dataclass(frozen=True, slots=True)
class RouteIndex:
    """Which modules serve a path, and which module lends a function to templates."""

    routes: dict[str, list[str]] = field(default_factory=dict)
    partials: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path = INDEX) -> Self | None:
        """Read the index that packaging left; None where there is none."""
        return cls(**json.loads(path.read_text())) if path.exists() else None

    def write(self, path: Path) -> None:
        """Write the index, the same bytes for the same rooms."""
        path.write_text(json.dumps(asdict(self), sort_keys=True, indent=1) + "\n")


class Rooms(dict[str, dict[str, Any]]):
    """The routes of an app, which open the room of a path when the path is first looked up."""

    def __init__(self, app: Chalice, modules: Iterable[str], index: RouteIndex | None) -> None:
        """`modules` are the rooms' Blueprint modules, such as `chalicelib.dossiers.pages`."""
        super().__init__()
        self.index = index or RouteIndex()
        self._app = app
        self._closed = list(modules)

    def __missing__(self, path: str) -> dict[str, Any]:
        self[path] = {}
        for module in self.index.routes.get(path, ()):
            self.open(module)
        return self[path]

    def open(self, module: str) -> None:
        """Import a room's module and register its Blueprint, once."""
        if module not in self._closed:
            return
        self._closed.remove(module)
        blueprint = getattr(import_module(module), module.rpartition(".")[2])
        self._app.register_blueprint(blueprint)

    def open_all(self) -> RouteIndex:
        """Open what is still closed; give the index of what each module serves and lends."""
        for module in tuple(self._closed):
            served, lent = self._served(), set(PROVIDED)
            self.open(module)
            for path in sorted({path for path, _method in self._served() - served}):
                self.index.routes.setdefault(path, []).append(module)
            self.index.partials.update(dict.fromkeys(set(PROVIDED) - lent, module))
        return self.index

    def _served(self) -> set[tuple[str, str]]:
        return {(path, method) for path, methods in self.items() for method in methods}


def open_portal(app: Chalice, contents: Mapping[str, Iterable[str]]) -> Chalice:
    """Give an app its rooms: `contents` maps a kind (`pages`, `api`, `events`) to rooms' names."""
    modules = [f"chalicelib.{room}.{kind}" for kind, rooms in contents.items() for room in rooms]
    index = RouteIndex.read()
    rooms = Rooms(app, modules, index)
    app.routes = rooms
    app.api.binary_types = BINARY
    if index is None:
        rooms.open_all()
        return app
    for name, module in index.partials.items():
        expect(name, partial(rooms.open, module))
    return app


def open_every_room(app: Chalice) -> None:
    """Open every room of an app: what lists all routes must have all of them."""
    if isinstance(app.routes, Rooms):
        app.routes.open_all()

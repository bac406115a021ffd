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
from typing import Self

from chalice.app import Chalice

from chalicelib.web.partials import PROVIDED, expect
from chalicelib.web.proxy_app import ProxyApp
from chalicelib.web.route_tree import Leaf, Node, plant

INDEX = Path(__file__).parents[2] / "route_index.json"
"""Where packaging leaves the index: at the root of the zip."""


@dataclass(frozen=True, slots=True)
class RouteIndex:
    """The tree of declared paths, whose leaves name the module of each method; and which module
    lends a function to templates.
    """

    tree: Node = field(default_factory=dict)
    partials: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path = INDEX) -> Self | None:
        """Read the index that packaging left; None where there is none."""
        return cls(**json.loads(path.read_text())) if path.exists() else None

    def write(self, path: Path) -> None:
        """Write the index, the same bytes for the same rooms."""
        path.write_text(json.dumps(asdict(self), sort_keys=True, indent=1) + "\n")


class Rooms:
    """The rooms of an app, each imported and registered once: by need, or all at once."""

    def __init__(self, app: Chalice, modules: Iterable[str]) -> None:
        """`modules` are the rooms' Blueprint modules, such as `chalicelib.dossiers.pages`."""
        self._app = app
        self._closed = list(modules)

    def open(self, module: str) -> None:
        """Import a room's module and register its Blueprint, once."""
        if module not in self._closed:
            return
        self._closed.remove(module)
        blueprint = getattr(import_module(module), module.rpartition(".")[2])
        self._app.register_blueprint(blueprint)

    def open_all(self) -> RouteIndex:
        """Open what is still closed; give the index of what each module serves and lends."""
        routes: dict[str, dict[str, str]] = {}
        partials: dict[str, str] = {}
        for module in tuple(self._closed):
            served, lent = self._served(), set(PROVIDED)
            self.open(module)
            for path, method in self._served() - served:
                routes.setdefault(path, {})[method] = module
            partials.update(dict.fromkeys(set(PROVIDED) - lent, module))
        tree: Node = {}
        for path, methods in routes.items():
            plant(tree, path, methods)
        return RouteIndex(tree, partials)

    def _served(self) -> set[tuple[str, str]]:
        return {(path, method) for path, methods in self._app.routes.items() for method in methods}


class Portal(ProxyApp):
    """The portal's app: a room is opened by the first request that comes to it, or all at once."""

    def __init__(self, app_name: str, modules: Iterable[str], index: RouteIndex | None) -> None:
        """Without an index every room is opened now, and `index` is made."""
        super().__init__(app_name, {} if index is None else index.tree)
        self.rooms = Rooms(self, modules)
        self.index = self.rooms.open_all() if index is None else index

    def prepare(self, leaf: Leaf) -> None:
        """Open the rooms that serve a declared path, all its methods."""
        if leaf["path"] not in self.routes:
            for module in leaf["methods"].values():
                self.rooms.open(str(module))


def open_portal(app_name: str, contents: Mapping[str, Iterable[str]]) -> Portal:
    """Make the app of the rooms: `contents` maps a kind (`pages`, `api`, `events`) to their names."""
    modules = [f"chalicelib.{room}.{kind}" for kind, rooms in contents.items() for room in rooms]
    index = RouteIndex.read()
    app = Portal(app_name, modules, index)
    if index is not None:
        for name, module in index.partials.items():
            expect(name, partial(app.rooms.open, module))
    return app


def open_every_room(app: Chalice) -> None:
    """Open every room of an app: what lists all routes must have all of them."""
    if isinstance(app, Portal):
        app.rooms.open_all()

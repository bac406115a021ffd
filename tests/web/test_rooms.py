"""Rooms: opened at once without an index, and one by one, as they are asked for, with it."""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from chalice.app import Blueprint

from chalicelib.web import partials
from chalicelib.web.rooms import Portal, RouteIndex, open_every_room
from chalicelib.web.route_tree import find
from tests.portal import Portal as Browser
from tests.portal import open_app

NAMES = ("chalicelib.kitchen.pages", "chalicelib.garden.pages")


def build_room(name: str, path: str, lent: str) -> ModuleType:
    module = ModuleType(name)
    blueprint = Blueprint(name)
    blueprint.route(path)(lambda **_places: {"room": name})
    module.pages = blueprint  # type: ignore[attr-defined] # as a room's module has it
    partials.provide(lent, lambda: name)
    return module


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partials, "PROVIDED", {})
    monkeypatch.setattr(partials, "_EXPECTED", {})
    for name, path in zip(NAMES, ("/kitchen", "/garden/{bed}"), strict=True):
        monkeypatch.setitem(sys.modules, name, build_room(name, path, name.split(".")[1]))


INDEX = RouteIndex(
    {
        "kitchen": {"/": {"path": "/kitchen", "places": {}, "methods": {"GET": NAMES[0]}}},
        "garden": {
            "/{}": {
                "/": {"path": "/garden/{bed}", "places": {"bed": 1}, "methods": {"GET": NAMES[1]}}
            }
        },
    },
    {"kitchen": NAMES[0], "garden": NAMES[1]},
)


@pytest.mark.usefixtures("house")
def test_without_an_index_every_room_is_open() -> None:
    assert set(Portal("house", NAMES, None).routes) == {"/kitchen", "/garden/{bed}"}


@pytest.mark.usefixtures("house")
def test_with_an_index_a_room_opens_when_it_is_asked_for() -> None:
    app = Portal("house", NAMES, INDEX)
    assert not app.routes
    assert Browser(app).get("/garden/roses").json() == {"room": NAMES[1]}
    assert set(app.routes) == {"/garden/{bed}"}
    open_every_room(app)
    assert set(app.routes) == {"/kitchen", "/garden/{bed}"}


@pytest.mark.usefixtures("house", "table")
def test_unknown_paths_open_nothing_and_are_kept_nowhere() -> None:
    app = Portal("house", NAMES, INDEX)
    for number in range(50):
        assert Browser(app).get(f"/cellar/{number}").status == 404
    assert not app.routes
    assert app.routes.tree == INDEX.tree


@pytest.mark.usefixtures("house")
def test_opening_every_room_tells_the_index() -> None:
    assert Portal("house", NAMES, None).index.tree == INDEX.tree


def test_an_expected_function_opens_its_room_when_it_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(partials, "PROVIDED", {})
    monkeypatch.setattr(partials, "_EXPECTED", {})
    partials.expect("list_pots", lambda: partials.provide("list_pots", lambda: ["pot"]))
    assert partials.PROVIDED == {}
    assert partials.list_provided()["list_pots"]() == ["pot"]


def test_the_index_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    INDEX.write(tmp_path / "index.json")
    assert RouteIndex.read(tmp_path / "index.json") == INDEX
    assert RouteIndex.read(tmp_path / "absent.json") is None


def test_the_portal_knows_which_module_serves_each_of_its_paths() -> None:
    app = open_app()
    assert isinstance(app, Portal)
    found = find(app.index.tree, "/dossiers")
    assert found is not None
    assert found[0]["methods"] == {"GET": "chalicelib.dossiers.pages"}
    assert app.index.partials["list_slots"] == "chalicelib.documents.pages"

"""Rooms: opened at once without an index, and one by one, as they are asked for, with it."""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from chalice.app import Blueprint, Chalice

from chalicelib.web import partials
from chalicelib.web.rooms import Rooms, RouteIndex, open_every_room
from tests.portal import open_app

NAMES = ("chalicelib.kitchen.pages", "chalicelib.garden.pages")


def build_room(name: str, path: str, lent: str) -> ModuleType:
    module = ModuleType(name)
    blueprint = Blueprint(name)
    blueprint.route(path)(lambda: {"room": name})
    module.pages = blueprint  # type: ignore[attr-defined] # as a room's module has it
    partials.provide(lent, lambda: name)
    return module


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partials, "PROVIDED", {})
    monkeypatch.setattr(partials, "_EXPECTED", {})
    for name, path in zip(NAMES, ("/kitchen", "/garden/{bed}"), strict=True):
        monkeypatch.setitem(sys.modules, name, build_room(name, path, name.split(".")[1]))


@pytest.fixture
def app() -> Chalice:
    return Chalice(app_name="house", configure_logs=False)


INDEX = RouteIndex({"/kitchen": [NAMES[0]], "/garden/{bed}": [NAMES[1]]}, {})


@pytest.mark.usefixtures("house")
def test_without_an_index_every_room_is_open(app: Chalice) -> None:
    app.routes = Rooms(app, NAMES, None)
    open_every_room(app)
    assert set(app.routes) == {"/kitchen", "/garden/{bed}"}


@pytest.mark.usefixtures("house")
def test_with_an_index_a_room_opens_when_it_is_asked_for(app: Chalice) -> None:
    app.routes = Rooms(app, NAMES, INDEX)
    assert not app.routes
    assert set(app.routes["/garden/{bed}"]) == {"GET"}
    assert set(app.routes) == {"/garden/{bed}"}


@pytest.mark.usefixtures("house")
def test_an_unknown_path_opens_nothing(app: Chalice) -> None:
    app.routes = Rooms(app, NAMES, INDEX)
    assert app.routes["/cellar"] == {}
    assert set(app.routes) == {"/cellar"}


@pytest.mark.usefixtures("house")
def test_opening_every_room_tells_the_index(app: Chalice) -> None:
    rooms = Rooms(app, NAMES, None)
    app.routes = rooms
    assert rooms.open_all().routes == INDEX.routes


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
    rooms = open_app().routes
    assert isinstance(rooms, Rooms)
    served = {path for path, methods in rooms.items() if methods}
    assert set(rooms.index.routes) == served
    assert rooms.index.routes["/dossiers"] == ["chalicelib.dossiers.pages"]
    assert rooms.index.partials["list_slots"] == "chalicelib.documents.pages"

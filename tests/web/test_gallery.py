"""The gallery of every component, in Chromium: axe finds nothing, nothing overflows, it is light."""

from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from chalicelib.accounts.model import Membership, Person, Role
from chalicelib.web.render import FormToken, page_environment
from chalicelib.web.static import read_static

pytestmark = pytest.mark.browser

GALLERY = Path(__file__).parent / "gallery.html"
VIEWS = [(width, scheme) for width in (360, 768, 1440) for scheme in ("light", "dark")]


def gallery(role: Role = Role.INSTALLER) -> str:
    asked = SimpleNamespace(method="GET")
    since = datetime(2026, 3, 2, tzinfo=UTC)
    visit = SimpleNamespace(
        path="/dossiers",
        address="/dossiers",
        request=asked,
        worn=Membership(Role.INSTALLER, since, "firm_1", "Soleil du Midi"),
        other_hats=(Membership(Role.CLIENT, since),),
    )
    person = Person("usr_1", role, "Camille Roussel", "firm_1", "Soleil du Midi")
    # An environment of its own: the kept one would be made before the rooms lend their functions.
    environment = page_environment.__wrapped__()
    template = environment.from_string(GALLERY.read_text(encoding="utf-8"))
    return template.render(
        visit=visit,
        visitor=person,
        flash=None,
        csrf=FormToken(lambda: "0"),
    )


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, text = "text/html; charset=utf-8", ""
        if self.path.startswith("/static/"):
            text, kind = read_static(self.path.removeprefix("/static/"))
        elif self.path == "/":
            text = gallery()
        elif self.path.removeprefix("/") in set(Role):
            text = gallery(Role(self.path.removeprefix("/")))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # its name there
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing_and_nothing_overflows(
    chromium: Browser, address: str, width: int, scheme: str
) -> None:
    page = chromium.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type] # light or dark
    )
    foreign: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith(address) else foreign.append(request.url),
    )
    page.goto(address)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert foreign == []
    page.close()


@pytest.mark.parametrize("role", list(Role))
def test_the_bar_of_every_role_holds_on_a_phone(
    chromium: Browser, address: str, role: Role
) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 900})
    page.goto(address + role)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.close()


def test_every_control_can_be_reached_by_keyboard_and_shows_where_it_is(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.close()


def test_a_page_with_everything_weighs_less_than_a_hundred_kilobytes(address: str) -> None:
    style, _kind = read_static(
        next(part for part in gallery().split('"') if part.endswith(".css")).rpartition("/")[2]
    )
    assert len(gallery().encode()) + len(style.encode()) < 100_000

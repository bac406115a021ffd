"""Our own files: a name that holds the content, nothing outside the folder."""

import hashlib

import pytest

from chalicelib.refusals import NotFound
from chalicelib.web.static import FOLDER, read_static, served_name, static_path
from tests.portal import Portal, open_app


def test_a_file_is_served_for_ever_under_the_name_of_its_content(table: object) -> None:
    name = static_path("portal.css")
    digest = hashlib.sha256((FOLDER / "portal.css").read_bytes()).hexdigest()
    assert name == f"/static/portal.{digest[:10]}.css"
    answer = Portal(open_app()).get(name)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"


def test_a_drawing_is_served_from_its_folder_under_a_flat_name(table: object) -> None:
    name = static_path("examples/facture.svg")
    assert name.startswith("/static/examples-facture.")
    answer = Portal(open_app()).get(name)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml")


def test_a_drawing_is_light_and_fetches_nothing() -> None:
    drawings = sorted((FOLDER / "examples").glob("*.svg"))
    assert drawings
    for one in drawings:
        text = one.read_text(encoding="utf-8")
        assert len(text) < 4_000
        assert "href" not in text
        assert "<script" not in text


@pytest.mark.parametrize(
    "name", ["portal.css", "../pages/_layout.html", "portal.0000000000.css", "", "."]
)
def test_nothing_else_is_served(name: str) -> None:
    with pytest.raises(NotFound):
        read_static(name)


def test_style_and_scripts_of_a_page_stay_light() -> None:
    sizes = {one.name: one.stat().st_size for one in FOLDER.iterdir() if one.is_file()}
    scripts = sorted((size for name, size in sizes.items() if name.endswith(".js")), reverse=True)
    assert scripts[0] < 10_000
    assert sizes["portal.css"] + sum(scripts[:4]) < 60_000
    assert served_name("mark.svg").endswith(".svg")


def test_an_unknown_address_is_told_in_our_own_words(table: object) -> None:
    portal = Portal(open_app())
    for path in ("/nulle-part", "/nulle-part/du-tout"):
        answer = portal.get(path)
        assert answer.status == 404
        assert "Page introuvable" in answer.body

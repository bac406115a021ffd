"""The tree of declared paths: what an address means, once, and what is no address of ours."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.web.route_tree import LONGEST_PATH, AmbiguousPath, Node, find, plant
from tests.portal import open_app

PATHS = ("/", "/dossiers", "/dossiers/nouveau", "/dossiers/{dossier_id}", "/dossiers/{dossier_id}/mails/{number}", "/static/{name}")  # fmt: skip
TREE: Node = {}
for _path in PATHS:
    plant(TREE, _path, {"GET": "module"})

DECLARED = sorted(open_app().routes)


def found(path: str) -> tuple[str, dict[str, str]] | None:
    match = find(TREE, path)
    return None if match is None else (match[0]["path"], match[1])


def segments_of(path: str) -> list[str]:
    return path.removeprefix("/").split("/")


@pytest.mark.parametrize(
    ("path", "declared", "places"),
    [
        ("/", "/", {}),
        ("/dossiers", "/dossiers", {}),
        ("/dossiers/nouveau", "/dossiers/nouveau", {}),
        ("/dossiers/dos_1", "/dossiers/{dossier_id}", {"dossier_id": "dos_1"}),
        (
            "/dossiers/dos_1/mails/2",
            "/dossiers/{dossier_id}/mails/{number}",
            {"dossier_id": "dos_1", "number": "2"},
        ),
        ("/%64ossiers/d%C3%A9", "/dossiers/{dossier_id}", {"dossier_id": "dé"}),
        ("/static/a%2520b", "/static/{name}", {"name": "a%20b"}),
        ("/static/portal.3f.css", "/static/{name}", {"name": "portal.3f.css"}),
        ("/static/.well", "/static/{name}", {"name": ".well"}),
        ("/static/%zz", "/static/{name}", {"name": "%zz"}),
        ("/static/{name}", "/static/{name}", {"name": "{name}"}),
        ("/static/a b", "/static/{name}", {"name": "a b"}),
    ],
)
def test_an_address_is_served_by_its_most_literal_path_and_decoded_once(
    path: str, declared: str, places: dict[str, str]
) -> None:
    assert found(path) == (declared, places)


@pytest.mark.parametrize(
    "path",
    [
        "", "//", "/dossiers/", "//dossiers", "/dossiers//mails/2", "/nulle-part", "/dossiers/a/b",
        "/dossiers/nouveau/mails/2", "/static/", "/static/a%2Fb", "/static/a%2fb", "/static/%2F",
        "/static/..", "/static/.", "/static/%2e%2e", "/static/%2E", "/static/%ff", "/static/%c3",
        "/static/%00", "/static/a%0d%0aSet-Cookie:b", "/static/%e2%80%ae", "/static/../dossiers",
        "/static/" + "x" * LONGEST_PATH, "/Dossiers", "/dossiers/{dossier_id}/", "/{}", "/%2F",
    ],
)  # fmt: skip
def test_what_is_no_address_of_ours_is_found_nowhere(path: str) -> None:
    assert found(path) is None


@given(st.text(max_size=60))
def test_a_place_never_holds_a_slash_or_what_cannot_be_printed(text: str) -> None:
    match = found(f"/static/{text}")
    if match is not None:
        (value,) = match[1].values()
        assert value
        assert "/" not in value
        assert value not in {".", ".."}


@given(st.text(min_size=1, max_size=30))
def test_what_is_encoded_once_is_the_value_of_the_place(text: str) -> None:
    from urllib.parse import quote

    match = found(f"/static/{quote(text, safe='')}")
    is_segment = "/" not in text and text not in {".", ".."} and text.isprintable()
    assert (match is not None and match[1]["name"] == text) == is_segment


def test_two_paths_that_differ_in_the_names_of_places_alone_are_refused() -> None:
    tree: Node = {}
    plant(tree, "/dossiers/{dossier_id}", {})
    plant(tree, "/dossiers/{dossier_id}", {})
    with pytest.raises(AmbiguousPath, match="serve the same addresses"):
        plant(tree, "/dossiers/{number}", {})


def is_ambiguous(one: str, other: str) -> bool:
    """Whether an address could be of both paths, and neither is the more literal everywhere."""
    pairs = list(zip(segments_of(one), segments_of(other), strict=True))
    places = [(left.startswith("{"), right.startswith("{")) for left, right in pairs]
    if any(a != b and not any(place) for (a, b), place in zip(pairs, places, strict=True)):
        return False
    return (True, False) in places and (False, True) in places


def test_no_two_declared_paths_are_ambiguous() -> None:
    same_length = [
        (one, other)
        for one, other in combinations(DECLARED, 2)
        if len(segments_of(one)) == len(segments_of(other))
    ]
    assert same_length
    assert not [pair for pair in same_length if is_ambiguous(*pair)]


def test_every_declared_path_is_found_for_its_own_addresses() -> None:
    tree = open_app().routes.tree  # type: ignore[attr-defined] # the portal's own table
    for path in DECLARED:
        segments = [
            f"valeur-{one[1:-1]}" if one.startswith("{") else one for one in segments_of(path)
        ]
        address = "/" + "/".join(segments)
        match = find(tree, address)
        assert match is not None, path
        assert match[0]["path"] == path
        assert match[1] == {name: f"valeur-{name}" for name in match[0]["places"]}

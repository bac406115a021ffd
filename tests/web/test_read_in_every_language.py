"""Every page, read in Portuguese and in English by each role: nothing is left in French."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest

from chalicelib.web.cookies import cookie_name
from chalicelib.web.routes import ROUTES, Route
from chalicelib.words.languages import OFFERED, SOURCE
from chalicelib.words.translation import in_language, tag_of
from tests.french import PLACE, French, Reading, plain
from tests.peopled import Peopled, open_peopled
from tests.portal import Portal, open_app

MOST_OF_A_PLACE: Mapping[str, int] = {"en": 6, "pt_BR": 1}
"""So many samples of each place: what never met the catalogue is French in any other language."""

FIXED: Mapping[str, Sequence[str]] = {"number": ("1", "2", "3"), "slot": ("facture", "consuel")}


@pytest.fixture(scope="module")
def peopled() -> Iterator[Peopled]:
    with open_peopled() as found:
        yield found


def list_addresses(route: Route, peopled: Peopled, most: int) -> Iterator[str]:
    names = PLACE.findall(route.path)
    known = {**FIXED, **peopled.places}
    for chosen in product(*(known.get(name, ("nulle-part",))[:most] for name in names)):
        at = dict(zip(names, chosen, strict=True))
        yield PLACE.sub(lambda found, at=at: at[found[1]], route.path)  # type: ignore[misc] # bound


def list_left(peopled: Peopled, language: str) -> Iterator[tuple[str, str]]:
    """Each address with a text that was left in French."""
    french = French(language)
    for route in ROUTES:
        if route.kind != "page" or route.method != "GET" or route.path.startswith("/langue/"):
            continue
        roles = ("nobody",) if route.allow == "public" else route.allow
        for who, address in product(
            roles, list_addresses(route, peopled, MOST_OF_A_PLACE[language])
        ):
            for text in read_page(peopled.visitors[who], address, language):
                if french.is_left(text):
                    yield address, text


def read_page(visitor: Portal, address: str, language: str) -> list[str]:
    """What a page says to somebody who chose this language; nothing for what is no page."""
    browser = Portal(visitor.app, jar={**visitor.jar, cookie_name("language"): language})
    answer = browser.get(address)
    if not answer.headers.get("content-type", "").startswith("text/html") or not answer.body:
        return []
    assert f'<html lang="{tag_of(language)}">' in answer.body, address
    reading = Reading()
    reading.feed(answer.body)
    return [plain(text) for text in reading.texts]


@pytest.mark.parametrize("language", [one for one in OFFERED if one != SOURCE])
def test_no_page_has_a_word_of_french_left(peopled: Peopled, language: str) -> None:
    with in_language(SOURCE):
        left = sorted(set(list_left(peopled, language)))
    assert left == []


def test_the_walk_sees_what_was_never_translated() -> None:
    french = French("en")
    assert french.is_left("Annuler le dossier")
    assert french.is_left("Bonjour Zoé Lefèvre,")
    assert french.is_left("Ceci est une phrase pour vous.")
    assert not french.is_left("Cancel the dossier")
    reading = Reading()
    reading.feed('<html lang="en"><p lang="fr">Oui</p><p title="Ici">Là<br>bas</p></html>')
    assert reading.texts == ["Ici", "Là", "bas"]


def test_the_walk_opens_most_of_the_portal(peopled: Peopled) -> None:
    open_app()
    pages = {one.path for one in ROUTES if one.kind == "page" and one.method == "GET"}
    assert len(pages) > 60
    assert len(peopled.places["dossier_id"]) >= 4

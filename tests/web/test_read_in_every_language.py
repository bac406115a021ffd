"""Every page, read in Portuguese and in English by each role: nothing is left in French.

A text of a page is looked up among the French ones: one that stands there as it is written in
the code, although its translation differs, never went through the catalogue.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import product

import pytest
from babel.messages.pofile import read_po

from chalicelib.web.catalogues import catalogue_path
from chalicelib.web.cookies import cookie_name
from chalicelib.web.routes import ROUTES, Route
from chalicelib.web.words import OFFERED, SOURCE, speaking, tag_of
from tests.peopled import Peopled, open_peopled
from tests.portal import Portal, open_app

PLACE = re.compile(r"\{(\w+)\}")
FIXED: Mapping[str, Sequence[str]] = {"number": ("1", "2", "3", "4", "5"), "slot": ("facture",)}
MORE: Mapping[str, str] = {"slot": "consuel", "language": "fr"}
SPOKEN = ("aria-label", "title", "alt", "placeholder")
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "source", "wbr"}
UNREAD = {"script", "style", "code"}
FRENCH_WORDS = re.compile(
    r"\b(?:le|la|les|des|une|est|vous|nous|pour|avec|votre|du|aux|cette|dans|qui)\b", re.IGNORECASE
)
LONG_ENOUGH = 2
"""So many French words make a French sentence; one may be in a name."""

TYPED = {
    "Charte de bonnes pratiques",
    "Monocristallin",
    "Demande déposée",
    "Mise en service commandée",
}
"""What people or operators wrote, word for word the same as a text of ours."""

SAID_BY_PEOPLE = re.compile(
    r"La page 2 manque|où en est le Consuel|Envoyez aussi l’attestation|Le texte est trop petit"
)


class Reading(HTMLParser):
    """What a person reads or hears of a page, but what is marked as of another language."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        is_apart = tag in UNREAD or (tag != "html" and "lang" in known)
        is_hidden = is_apart or bool(self.open and self.open[-1][1])
        if not is_hidden:
            self.texts += [str(known[name]) for name in SPOKEN if known.get(name)]
        if tag not in VOID:
            self.open.append((tag, is_hidden))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            self.texts.append(data)


def plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


class French:
    """The French texts that a language says otherwise, and what that language says."""

    def __init__(self, language: str) -> None:
        self.whole: set[str] = set()
        self.told: set[str] = set()
        self.filled: dict[str, list[re.Pattern[str]]] = {}
        with catalogue_path(language).open("rb") as source:
            for one in read_po(source, locale=language):
                self._learn(one.id, one.string)

    def _learn(self, msgid: object, string: object) -> None:
        ids = msgid if isinstance(msgid, tuple) else (msgid,)
        told = string if isinstance(string, tuple) else (string,)
        self.told |= {plain(str(one)) for one in told}
        for text, other in zip(map(str, ids), map(str, told), strict=True):
            if text == other:
                continue
            begin = plain(PLACE.split(text)[0])[:12]
            if not PLACE.search(text):
                self.whole.add(plain(text))
            elif len(begin) > 3:
                pattern = ".+".join(re.escape(part) for part in PLACE.split(plain(text))[::2])
                self.filled.setdefault(begin[:4], []).append(re.compile(pattern))

    def is_left(self, text: str) -> bool:
        """Say whether a text of a page is French that should not be."""
        if text in self.told or text in TYPED or SAID_BY_PEOPLE.search(text):
            return False
        if text in self.whole or len(FRENCH_WORDS.findall(text)) >= LONG_ENOUGH:
            return True
        return any(one.fullmatch(text) for one in self.filled.get(text[:4], ()))


@pytest.fixture(scope="module")
def peopled() -> Iterator[Peopled]:
    with open_peopled() as found:
        yield found


def list_addresses(route: Route, peopled: Peopled) -> Iterator[str]:
    names = PLACE.findall(route.path)
    known = {**{name: (one,) for name, one in MORE.items()}, **FIXED, **peopled.places}
    for chosen in product(*(known.get(name, ("nulle-part",)) for name in names)):
        at = dict(zip(names, chosen, strict=True))
        yield PLACE.sub(lambda found, at=at: at[found[1]], route.path)  # type: ignore[misc] # bound


def list_left(peopled: Peopled, language: str) -> Iterator[tuple[str, str]]:
    """Each address with a text that was left in French."""
    french = French(language)
    for route in ROUTES:
        if route.kind != "page" or route.method != "GET" or route.path.startswith("/langue/"):
            continue
        roles = ("nobody",) if route.allow == "public" else route.allow
        for who, address in product(roles, list_addresses(route, peopled)):
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
    with speaking(SOURCE):
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

"""What is left in French on a page or in a mail of another language.

A text is looked up among the French ones: one that stands there as it is written in the code,
although its translation differs, never went through the catalogue.
"""

import re
from html.parser import HTMLParser

from babel.messages.pofile import read_po

from chalicelib.words.catalogues import catalogue_path

PLACE = re.compile(r"\{(\w+)\}")
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
                if one.id:
                    self._learn(one.id, one.string)

    def _learn(self, msgid: object, string: object) -> None:
        ids = msgid if isinstance(msgid, tuple) else (msgid,)
        told = string if isinstance(string, tuple) else (string,)
        self.told |= {plain(str(one)) for one in told if one}
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

"""Values made of words: names, addresses, equipment; and what can be none of them."""

import re
from typing import Final

from chalicelib.readings.compare import fold, name_words
from chalicelib.readings.folding import fold_same
from chalicelib.readings.typed_values import Value
from chalicelib.readings.vocabulary import (
    CIVILITIES,
    COMPANY_FORMS,
    NO_NAMES,
    PARTICLES,
    TRADE_WORDS,
)

_NAME_END: Final = re.compile(
    r"[,;:()\[\]|/•\d]|\s[-–—]\s"
    r"|(?<![a-z])(?:demeurant|domiciliee?|nee?|represente\w*|dont|pour|en qualite|agissant|siret"
    r"|siren|rcs|sise?|situee?|adresse|tel|titulaire|ci-apres|qui|par|a effet|afin|le|est|a|au capital"
    r"|proprietaire|producteur|producteurs|donne|sur|chez|certifie\w*|atteste\w*|declare\w*|dit"
    r"|immatricule\w*|contrat|client|ayant|date|et autorise|numero|n°|mandate|autorise)(?![a-z'])"
)
_NAME_WORD: Final = re.compile(r"[^\W\d_][^\W\d_'’.&\-]*(?:['’.\-&][^\W\d_]*)*|&")
_MOST_NAME_WORDS: Final = 8
_STREET: Final = re.compile(
    r"(?:\d{1,4}(?:\s?[-/]\s?\d{1,4})?\s*(?:bis|ter|quater|[abcd])?\s*,?\s*)?"
    r"(?:rue|r\.?|avenue|av\.?|ave|boulevard|bd\.?|bld|place|pl\.?|chemin|ch\.?|che\.?|impasse|imp\.?"
    r"|allees?|all\.?|route|rte\.?|square|sq\.?|cours|quai|lieu-dit|lieudit|hameau|lotissement|lot\.?"
    r"|residence|res\.?|faubourg|fg\.?|passage|ruelle|sentier|voie|montee|cite|domaine|clos|villa"
    r"|esplanade|promenade|traverse|venelle)(?![a-z])\s+[a-z0-9' .\-]+"
)
_POSTCODE: Final = re.compile(
    r"(?<![\d])(?:f-)?(\d{2} ?\d{3})(?![\d])[\s,\-–]+([^\W\d_][^\d,;()|]*)"
)
_COUNT: Final = re.compile(
    r"^\s*\d+\s*(?:x|×|\*|onduleurs?|modules?|panneaux|micro-onduleurs?)?\s+(?=\S)"
)
_MODEL_END: Final = re.compile(
    r"[,;(|]|\s[–—-]\s|(?<![a-z])(?:de puissance|puissance|d'une|soit|pour|conforme|n°|quantite)(?![a-z])"
)
_MOST_MODEL: Final = 60


def find_name(text: str, *, is_firm: bool = False) -> Value | None:
    """A person's or a firm's name at the start of a text; None when it may be anything else."""
    end = _NAME_END.search(fold_same(text))
    written = text[: end.start()] if end else text
    written = written.strip(" .-–—'’")
    words = written.split()
    if not 1 <= len(words) <= _MOST_NAME_WORDS or not all(map(_is_name_word, words)):
        return None
    telling, folded = name_words(written), frozenset(fold(written).split())
    has_form = bool(folded & COMPANY_FORMS)
    wrong = NO_NAMES if is_firm or has_form else NO_NAMES | TRADE_WORDS
    if not telling or (telling | folded) & wrong or telling <= TRADE_WORDS:
        return None
    is_announced = any(_bare(word) in CIVILITIES | COMPANY_FORMS for word in words)
    return Value(written, written) if len(telling) > 1 or is_announced else None


def _bare(word: str) -> str:
    return fold(word).replace(".", "")


def _is_name_word(word: str) -> bool:
    """A capital first, but for particles and civilities."""
    if not _NAME_WORD.fullmatch(word):
        return False
    bare = _bare(word)
    small = PARTICLES | CIVILITIES | COMPANY_FORMS
    return word[:1].isupper() or bare in small or word == "&" or "'" in fold(word)[:2]


def find_street(text: str) -> Value | None:
    """A number and street at the start of a text, up to a postcode or a comma."""
    found = _STREET.match(fold_same(text))
    if not found:
        return None
    written = text[: found.end()]
    if postcode := _POSTCODE.search(text):
        written = text[: postcode.start()]
    else:
        written = re.split(r"\s*[,;]\s*(?=\D)", text, maxsplit=1)[0] if "," in text else written
    written = _cut_second_comma(text, written).strip(" ,;-–.")
    return Value(written, written) if written else None


def _cut_second_comma(text: str, written: str) -> str:
    """`12, rue des Lilas, 69003 Lyon`: the first comma belongs to the number."""
    if re.fullmatch(r"\s*\d{1,4}\s*(?:bis|ter|quater|[a-dA-D])?\s*", written):
        rest = text[len(written) :].lstrip(" ,")
        return f"{written.strip()} {re.split(r'[,;]', rest, maxsplit=1)[0]}"
    return written


def find_postcode_and_city(text: str) -> tuple[Value, Value] | None:
    """A postcode with its commune, anywhere in a text."""
    found = _POSTCODE.search(text)
    if not found:
        return None
    city = re.split(
        r"\s[-–—]\s|\s{2,}|\.|\b(?:à|au|en|est|pour|soit|dans|sur (?=le|la))\b",
        found[2],
        maxsplit=1,
    )[0]
    city = city.strip(" .,-–'’")
    if not city or not city[0].isupper():
        return None
    postcode = found[1].replace(" ", "")
    return Value(postcode, found[1]), Value(city, city)


def find_model(text: str) -> Value | None:
    """A brand and model at the start of a text."""
    counted = _COUNT.sub("", text)
    end = _MODEL_END.search(fold_same(counted))
    written = (counted[: end.start()] if end else counted).strip(" .:-–—")
    has_both = any(one.isalpha() for one in written) and any(one.isdigit() for one in written)
    if not has_both or len(written) > _MOST_MODEL or set(fold(written).split()) & NO_NAMES:
        return None
    return Value(written, written)

"""Values made of words: names, addresses, equipment; and what can be none of them."""

import re
from typing import Final

from chalicelib.readings.compare import fold, name_words
from chalicelib.readings.folding import fold_same
from chalicelib.readings.typed_values import Value, find_date, find_power
from chalicelib.readings.vocabulary import (
    CIVILITIES,
    COMPANY_FORMS,
    NO_NAMES,
    PARTICLES,
    TRADE_WORDS,
)

_NAME_END: Final = re.compile(
    r"[,;:()\[\]|/•\d]|\s[-–—]\s"
    r"|(?<![a-z])(?:demeurant|domiciliee?|nee?|represente\w*|en qualite|agissant|siret|siren|rcs"
    r"|sise?|situee?|adresse|titulaire|ci-apres|a effet|au capital|proprietaire|producteurs?"
    r"|certifie\w*|atteste\w*|declare\w*|immatricule\w*|contrat|client|ayant|numero|n°|mandate"
    r"|autorise)(?![a-z'])"
)
_SMALL_END: Final = re.compile(
    r"(?<![^\W_])(?:pour|dont|qui|par|afin|le|est|à|a|donne|sur|chez|dit|date|et autorise|tél|tel)"
    r"(?![^\W_]|')"
)
"""Words that end a name only in small letters: `Le Goff` and `LE GOFF` are names."""

_NAME_WORD: Final = re.compile(r"[^\W\d_][^\W\d_'’.&\-]*(?:['’.\-&][^\W\d_]*)*|&")
_MOST_NAME_WORDS: Final = 8
_MOST_NAME_PART: Final = 4
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
_POSTCODE_ALONE: Final = re.compile(r"(?:F-)?(\d{2} ?\d{3})")
_OF_COMMUNES: Final = PARTICLES | {"et"}
_COUNT: Final = re.compile(
    r"^\s*\d+\s*(?:x|×|\*|onduleurs?|modules?|panneaux|micro-onduleurs?)?\s+(?=\S)"
)
_MODEL_END: Final = re.compile(
    r"[,;(|]|\s[–—-]\s|(?<![a-z])(?:de puissance|puissance|d'une|soit|pour|conforme|n°|quantite)(?![a-z])"
)
_MOST_MODEL: Final = 60


def find_name(text: str, *, is_firm: bool = False) -> Value | None:
    """A person's or a firm's name at the start of a text; None when it may be anything else."""
    ends = (_NAME_END.search(fold_same(text)), _SMALL_END.search(text))
    written = text[: min((end.start() for end in ends if end), default=len(text))]
    words = _without_last_particles(written.strip(" .-–—'’").split())
    written = " ".join(words)
    if not 1 <= len(words) <= _MOST_NAME_WORDS or not all(map(_is_name_word, words)):
        return None
    telling, folded = name_words(written), frozenset(fold(written).split())
    has_form = bool(folded & COMPANY_FORMS)
    wrong = NO_NAMES if is_firm or has_form else NO_NAMES | TRADE_WORDS
    if not telling or (telling | folded) & wrong or telling <= TRADE_WORDS:
        return None
    is_announced = any(_bare(word) in CIVILITIES | COMPANY_FORMS for word in words)
    return Value(written, written) if len(telling) > 1 or is_announced else None


def find_name_part(text: str) -> Value | None:
    """A given or a family name alone, as a form's field holds it."""
    words = text.strip(" .").split()
    is_name = 1 <= len(words) <= _MOST_NAME_PART and all(map(_is_name_word, words))
    if not is_name or {fold(word) for word in words} & (NO_NAMES | TRADE_WORDS):
        return None
    return Value(" ".join(words), " ".join(words))


def _without_last_particles(words: list[str]) -> list[str]:
    while words and fold(words[-1]) in PARTICLES:
        words = words[:-1]
    return words


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
    city = " ".join(_city_words(found[2]))
    if not city:
        return None
    return Value(found[1].replace(" ", ""), found[1]), Value(city, city)


def find_postcode(text: str) -> Value | None:
    """A postcode alone in its field."""
    found = _POSTCODE_ALONE.fullmatch(text.strip())
    return Value(found[1].replace(" ", ""), found[1]) if found else None


def find_city(text: str) -> Value | None:
    """A commune alone in its field."""
    words = _city_words(text)
    if not words or words != text.split() or {fold(word) for word in words} & NO_NAMES:
        return None
    return Value(" ".join(words), text)


def _city_words(text: str) -> list[str]:
    """The words of a commune: capitals and particles, up to the first that is neither."""
    words: list[str] = []
    for word in text.split():
        bare = word.strip(".'’")
        if not bare.replace("-", "").replace("'", "").replace("’", "").isalpha():
            break
        if not (bare[:1].isupper() or (words and fold(bare) in _OF_COMMUNES)):
            break
        words.append(bare)
        if word.endswith("."):
            break
    while words and fold(words[-1]) in _OF_COMMUNES:
        words.pop()
    return words


def find_model(text: str) -> Value | None:
    """A brand and model at the start of a text."""
    counted = _COUNT.sub("", text)
    end = _MODEL_END.search(fold_same(counted))
    written = (counted[: end.start()] if end else counted).strip(" .:-–—")
    if find_power(written) or find_date(written):
        return None
    has_both = any(one.isalpha() for one in written) and any(one.isdigit() for one in written)
    if not has_both or len(written) > _MOST_MODEL or set(fold(written).split()) & NO_NAMES:
        return None
    return Value(written, written)

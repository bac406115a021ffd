"""Text in small letters without accents, letter for letter: places in it are places in the text."""

import unicodedata
from functools import cache
from typing import Final

_ALIKE: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\u00ba": "°", "œ": "o"})


def fold_same(text: str) -> str:
    """Fold a text without changing its length."""
    return "".join(map(_fold_letter, text.translate(_ALIKE)))


@cache
def _fold_letter(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()[0]

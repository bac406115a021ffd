"""Passwords that others would guess first: common words, rows of keys, repeats, one's own address.

NIST SP 800-63B (5.1.1.2) asks to refuse what is commonly used, repetitive, sequential or made of
the account's own name. A list of whole passwords is of little use from twelve characters on:
what people write there is common words and figures one behind the other. So these are taken out,
and what is left has to be something. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

LEAST_LEFT = 5
LEAST_DISTINCT = 4
SHORTEST_OWN = 3
MOST_DRESSING = 6
RUN = 4
"""So many neighbours of a row of keys, or of the alphabet, are a run."""

_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv",
    "1a2z3e4r5t6y7u8i9o0p",
)
_WORDS: Final = frozenset(
    """
    password passwort passw0rd motdepasse mypassword changeme letmein welcome bienvenue bonjour
    bonsoir salut hello coucou azerty qwerty admin administrateur administrator root user
    utilisateur guest invite test demo master login connexion access secret secrete default
    iloveyou jetaime jtaime teamo teadoro amour monamour moncoeur love lovely princess princesse
    prince chouchou loulou doudou chocolat caramel nounours bebe maman papa famille enfant
    soleil sunshine etoile lune printemps automne hiver janvier fevrier mars avril juin
    juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi
    dimanche summer winter spring football soccer baseball basket rugby marseille paris lyon
    toulouse bordeaux nantes france brasil brazil flamengo corinthians palmeiras vasco saopaulo
    superman batman pokemon naruto starwars minecraft michael jordan charlie thomas nicolas
    camille marine julien sophie dragon monkey tigre shadow ninja freedom whatever trustno
    computer ordinateur internet google facebook instagram microsoft windows samsung apple iphone
    senha minhasenha mudar bemvindo obrigado deus jesus gabriel solaire photovoltaique panneau
    panneaux installateur raccordement raccordo consuel enedis urbansolar linky energie
    correcthorsebatterystaple correct horse battery staple
    """.split()  # noqa: SIM905 - words are read and added more easily in lines
)
_LEET: Final = tuple(
    str.maketrans("0345789@$€(+1!|", f"oeastbgasect{one}") for one in ("iii", "lll")
)
"""Figures and signs that stand for a letter; some stand for either of two."""
_EDGES: Final = re.compile(r"[^a-z]+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def is_guessable(password: str, own: Iterable[str] = ()) -> bool:
    """Say whether little is left of a password once common words and the account's own are out.

    `own` are texts that speak of the account: its address, its firm.
    """
    words = {*_WORDS, *_own_words(own)}
    folded = _fold(password)
    return any(_is_little(_left_of(one, words)) for one in _spell(folded)) or any(
        _is_word(one, words) for one in _spell(_undress(folded))
    )


def _spell(text: str) -> set[str]:
    """Write a text as it is, and with letters for the signs that stand for some."""
    return {text, *(text.translate(one) for one in _LEET)}


def _undress(text: str) -> str:
    """Take the figures and signs off that people put before and behind a word to please a rule.

    There are few of them, beside years and runs: a long number is a secret of its own.
    """
    core = text
    for edge in (_EDGES.match(text), *_last_edge(text)):
        if edge and len(_left_of(edge[0], ())) <= MOST_DRESSING:
            core = core.removeprefix(edge[0]) if edge.start() == 0 else core.removesuffix(edge[0])
    return core


def _last_edge(text: str) -> list[re.Match[str]]:
    return [one for one in _EDGES.finditer(text) if one.end() == len(text)]


def _is_word(text: str, words: Iterable[str]) -> bool:
    """Say whether a text without its dress is common words and little else."""
    return any(word in text for word in words) and _is_little(_left_of(text, words))


def _is_little(left: str) -> bool:
    return len(left) < LEAST_LEFT or len(set(left)) < LEAST_DISTINCT


def _left_of(text: str, words: Iterable[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    text = _YEAR.sub(" ", text)
    return "".join(one for one in _without_runs(text) if one.isalnum())


def _without_runs(text: str) -> str:
    """Take out what follows a row of keys or the alphabet, either way, four signs or more."""
    kept, at = "", 0
    while at < len(text):
        long = next(
            (n for n in range(len(text) - at, RUN - 1, -1) if _is_run(text[at : at + n])), 0
        )
        kept += " " if long else text[at]
        at += long or 1
    return kept


def _is_run(part: str) -> bool:
    return any(part in row or part[::-1] in row for row in _ROWS)


def _own_words(own: Iterable[str]) -> set[str]:
    words = {part for text in own for part in re.split(r"[^0-9a-z]+", _fold(text))}
    return {word for word in words if len(word) >= SHORTEST_OWN}


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one))

"""The communes of France with their postcodes, looked up by a part of the name or the postcode.

The file beside this module is read once, when the first look-up comes, and its 35,000 lines are
searched as they stand: only what is found becomes an object. Its own head says where it comes from.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("communes.tsv")
MOST_FOUND: Final = 12
LONGEST_QUERY: Final = 60

_POSTCODE: Final = re.compile(r"[0-9]{2,5}")
_BLANKS: Final = re.compile(r"[^a-z0-9]+")
_CEDEX: Final = re.compile(r"\bcedex\b.*")
_SAINT: Final = re.compile(r"\b(ste?)\b")
_SAINTS: Final = {"st": "saint", "ste": "sainte"}


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, or a district of Paris, Lyon or Marseille."""

    insee: str
    name: str
    postcodes: tuple[str, ...]
    population: int


def fold(name: str) -> str:
    """Write a name as it is compared: lower case, no accents, words apart by one blank.

    "St" and "Ste" are written out, as people and post offices abbreviate them.
    """
    plain = name.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = _BLANKS.sub(" ", plain).strip()
    return _SAINT.sub(lambda found: _SAINTS[found[1]], words)


def find_communes(query: str, most: int = MOST_FOUND) -> tuple[Commune, ...]:
    """Find communes by the beginning of a postcode or of any word of the name, both if given.

    "38", "38000", "grenoble", "St Etienne", "l'isle 38080"; those whose name begins so come
    first, the largest before the smaller. At least two characters; none found is an empty tuple.
    """
    words = fold(query[:LONGEST_QUERY]).split()
    postcode = next((word for word in words if _POSTCODE.fullmatch(word)), "")
    name = " ".join(word for word in words if word != postcode)
    if len(postcode) < 2 and len(name) < 2:
        return ()
    lines = _read()
    first = (line for line in lines if line.startswith(name))
    inside = (line for line in lines if 0 < line.find(f" {name}") < line.index("\t"))
    found = (line for line in chain(first, inside if name else ()) if _has(line, postcode))
    return tuple(_to_commune(line) for line in islice(dict.fromkeys(islice(found, most * 2)), most))


def list_communes_of(postcode: str) -> tuple[Commune, ...]:
    """List the communes of a whole postcode, largest first."""
    if not re.fullmatch(r"[0-9]{5}", postcode, re.ASCII):
        return ()
    return tuple(_to_commune(line) for line in _lines_with(postcode) if _has(line, postcode))


def is_commune(commune: Commune, written: str) -> bool:
    """Say whether a name as people write it is this commune's.

    A district is written by its town ("Lyon 3e"), a delivery post adds its office ("CEDEX 2"),
    and a part of a merged commune keeps its old name beside the new one.
    """
    name, told = fold(commune.name), fold(written)
    told = _CEDEX.sub("", told).strip()
    return told == name or name.startswith(f"{told} ") or told.startswith(f"{name} ")


@cache
def _read_text() -> str:
    return FILE.read_text(encoding="utf-8")


@cache
def _read() -> tuple[str, ...]:
    return tuple(line for line in _read_text().splitlines() if not line.startswith("#"))


def _lines_with(postcode: str) -> Iterator[str]:
    """Give the lines where a postcode stands, found in the text as it was read.

    A draft that is saved asks once: a walk over all lines would be a tenth of its cold start.
    """
    text, place = _read_text(), 0
    while (place := text.find(postcode, place)) >= 0:
        begins, ends = text.rfind("\n", 0, place) + 1, text.find("\n", place)
        line = text[begins:ends] if ends >= 0 else text[begins:]
        place = begins + len(line)
        if not line.startswith("#"):
            yield line


def _has(line: str, postcode: str) -> bool:
    """Say whether one of the line's postcodes begins so; most lines are told apart at a glance."""
    if not postcode:
        return True
    if f"\t{postcode}" not in line and f",{postcode}" not in line:
        return False
    return any(one.startswith(postcode) for one in line.split("\t")[3].split(","))


def _to_commune(line: str) -> Commune:
    _folded, name, insee, postcodes, population = line.split("\t")
    return Commune(insee, name, tuple(postcodes.split(",")), int(population))

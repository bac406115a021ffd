"""Public registries to play with: addresses, parcels and companies, invented but coherent.

The real ones are on the network; a demonstration asks nobody. A street is any street that is typed,
its commune a real one of the list that Raccordo holds; its point leads back to the commune, and to
one or two parcels. A company exists for any SIREN or name: those that end with 0 have ceased.
"""

import json
import zlib
from functools import cache

from chalicelib.reference.communes import FILE, Commune, find_communes, fold, list_communes_of

PREFIX = "/registres"
MOST_WORDS = 12
LATITUDE = 46.0
POINTS = 10_000
LETTERS = "ABCDEHKLMN"

type Query = dict[str, list[str]]


def answer(path: str, query: Query) -> tuple[int, str]:
    """Answer one question as the registry of that path would: status and JSON."""
    match path.removeprefix(PREFIX):
        case "/adresses/search":
            return 200, json.dumps({"features": list_addresses(_one(query, "q"))})
        case "/cadastre/parcelle":
            return 200, json.dumps({"features": list_parcels(_one(query, "geom"))})
        case "/entreprises/search":
            return 200, json.dumps({"results": list_companies(_one(query, "q"))})
        case _:
            return 404, json.dumps({"code": "unknown"})


def _one(query: Query, name: str) -> str:
    return query.get(name, [""])[-1]


def list_addresses(question: str) -> list[dict[str, object]]:
    """The typed street in the typed commune, with its number first."""
    words = question.split()[:MOST_WORDS]
    commune = _commune_of(words)
    if commune is None:
        return []
    street = [word for word in words if not word.isdecimal() and not _names(commune, word)]
    number = words[0] if words[0].isdecimal() and len(words[0]) < 5 else ""
    name = " ".join(
        word if word in {"de", "du", "des", "la", "le"} else word.title() for word in street
    )
    if not name:
        return []
    kinds = [("housenumber", f"{number} {name}", 0.96)] if number else []
    return [_address(commune, *one) for one in [*kinds, ("street", name, 0.71)]]


def _commune_of(words: list[str]) -> Commune | None:
    """The commune of the postcode that is named too, else its largest; else the last words'."""
    postcode = next((word for word in words if len(word) == 5 and word.isdecimal()), "")
    told = list_communes_of(postcode)
    named = (
        one for one in told if all(word in fold(" ".join(words)) for word in fold(one.name).split())
    )
    found = next(named, told[0] if told else None)
    if found or postcode:
        return found
    return next(iter(find_communes(words[-1])), None) if words else None


def _names(commune: Commune, word: str) -> bool:
    return fold(word) in fold(commune.name).split()


def _address(commune: Commune, kind: str, name: str, score: float) -> dict[str, object]:
    latitude = LATITUDE + (zlib.crc32(name.encode()) % POINTS) / POINTS
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [_longitude_of(commune.insee), latitude]},
        "properties": {
            "name": name,
            "postcode": commune.postcodes[0],
            "city": commune.name,
            "citycode": commune.insee,
            "score": score,
            "type": kind,
        },
    }


def _longitude_of(insee: str) -> float:
    """A point that says its commune: invented, and far from where the commune is."""
    return int(insee, 36) / 1e8


def list_parcels(geom: str) -> list[dict[str, object]]:
    """The parcels at a point that `list_addresses` gave: one, or two on a boundary."""
    try:
        longitude, latitude = (float(one) for one in json.loads(geom)["coordinates"])
    except (ValueError, KeyError, TypeError):
        return []
    insee = _insee_of(longitude)
    if insee not in _names_by_insee():
        return []
    place = round((latitude - LATITUDE) * POINTS)
    numbers = [place % 900 + 1] + ([place % 900 + 2] if place % 3 == 0 else [])
    return [_parcel(insee, f"A{LETTERS[place % len(LETTERS)]}", number) for number in numbers]


def _parcel(insee: str, section: str, number: int) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {
            "section": section,
            "numero": f"{number:04d}",
            "code_insee": insee,
            "nom_com": _names_by_insee()[insee],
            "com_abs": "000",
            "contenance": 300 + number,
        },
    }


def _insee_of(longitude: float) -> str:
    rest, digits = round(longitude * 1e8), ""
    while rest > 0:
        rest, digit = divmod(rest, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return digits.zfill(5)


@cache
def _names_by_insee() -> dict[str, str]:
    lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    return {parts[2]: parts[1] for parts in lines if len(parts) == 5}


def list_companies(question: str) -> list[dict[str, object]]:
    """A company for any SIREN, SIRET or name, with its head office."""
    digits = question.replace(" ", "")
    if digits.isdecimal() and len(digits) in {9, 14}:
        siren, name = digits[:9], f"Entreprise de démonstration {digits[:9]}"
    elif question.strip():
        siren, name = _siren_for(question), question.strip().upper()
    else:
        return []
    siret = digits if len(digits) == 14 and digits.isdecimal() else _with_check(f"{siren}0001")
    has_ceased = siren.endswith("0")
    site = {
        "siret": siret,
        "adresse": "1 PLACE DE LA DÉMONSTRATION 38000 GRENOBLE",
        "est_siege": True,
        "etat_administratif": "F" if has_ceased else "A",
        "date_fermeture": "2024-06-30" if has_ceased else None,
    }
    return [{"nom_complet": name, "etat_administratif": "A", "siege": site}]


def _siren_for(name: str) -> str:
    return _with_check(f"{10_000_000 + zlib.crc32(fold(name).encode()) % 89_999_999}")


def _with_check(digits: str) -> str:
    """The digits with the one that makes them a SIREN or a SIRET (Luhn)."""
    doubled = (
        int(one) * (2 if place % 2 == 0 else 1) for place, one in enumerate(reversed(digits))
    )
    return digits + str(-sum(sum(divmod(one, 10)) for one in doubled) % 10)

"""Companies by SIREN, SIRET or name, from the national search of companies.

The shape is that of the national search: `/search?q=…` gives `results`, each with its head office
(`siege`) and the establishments that match (`matching_etablissements`). Whoever asked the register
not to be shown has no name in it.
"""

import re
from datetime import date
from typing import Annotated, Final

import msgspec

from chalicelib.registries.http import Source, read_each
from chalicelib.registries.model import MOST_PROPOSALS, Company

SHORTEST_QUERY: Final = 3
LONGEST_QUERY: Final = 120
LONGEST_NAME: Final = 120
CLOSED_STATES: Final = frozenset({"F", "C"})
NOT_SHOWN: Final = re.compile(r"\[?\s*non[- ]diffusible\s*\]?", re.IGNORECASE)
SIRET: Final = re.compile(r"[0-9]{14}", re.ASCII)


class WireSite(msgspec.Struct):
    """One establishment; unknown members are passed over."""

    siret: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{14}$")]
    adresse: str | None = None
    etat_administratif: str | None = None
    est_siege: bool | None = None
    date_fermeture: str | None = None


class WireCompany(msgspec.Struct):
    """One company; its establishments are still to be read one by one."""

    nom_complet: str | None = None
    nom_raison_sociale: str | None = None
    etat_administratif: str | None = None
    date_fermeture: str | None = None
    siege: msgspec.Raw = msgspec.Raw(b"null")
    matching_etablissements: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=200)] | None = (
        None
    )


class WireAnswer(msgspec.Struct):
    """The answer, its results still to be read one by one."""

    results: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=50)]


class HttpCompanies:
    """The companies' register over HTTPS. Keeps the port `CompanyRegistry`."""

    def __init__(self, source: Source) -> None:
        """`source` is where it is asked."""
        self._source = source

    def search_companies(self, words: str) -> tuple[Company, ...]:
        """Search establishments; an open one comes before those that ceased."""
        query = " ".join(words.split())[:LONGEST_QUERY]
        if len(query) < SHORTEST_QUERY:
            return ()
        told = {"q": query, "per_page": str(MOST_PROPOSALS), "page": "1"}
        answer = self._source.ask("/search", told, WireAnswer)
        found = [
            site for one in read_each(answer.results, WireCompany) for site in _list_sites(one)
        ]
        if SIRET.fullmatch(query):
            found = [one for one in found if one.siret == query]
        unique = tuple({one.siret: one for one in found}.values())
        return tuple(sorted(unique, key=lambda one: one.is_closed))[:MOST_PROPOSALS]


def _list_sites(company: WireCompany) -> list[Company]:
    """List the head office and the establishments that match, each once."""
    told = [company.siege, *(company.matching_etablissements or [])]
    return [_company(company, site) for site in read_each(told, WireSite)]


def _company(company: WireCompany, site: WireSite) -> Company:
    closed_site = site.etat_administratif in CLOSED_STATES
    closed_company = company.etat_administratif in CLOSED_STATES
    closed_on = site.date_fermeture if closed_site else company.date_fermeture
    return Company(
        siret=site.siret,
        name=_shown(company.nom_raison_sociale) or _shown(company.nom_complet),
        address=_shown(site.adresse),
        is_head_office=bool(site.est_siege),
        is_closed=closed_site or closed_company,
        closed_on=_day(closed_on) if closed_site or closed_company else None,
    )


def _shown(text: str | None) -> str:
    """Give a text on one line, empty when its owner has it hidden."""
    line = " ".join((text or "").split())[:LONGEST_NAME]
    return "" if NOT_SHOWN.search(line) or not line.isprintable() else line


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None

"""What is told by words rather than labels: which paper it is, whose, and with storage or not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from chalicelib.readings.compare import fold
from chalicelib.readings.folding import fold_same
from chalicelib.readings.lines import Page, Segment
from chalicelib.readings.model import ConsuelType, Paper, Reading, Subject
from chalicelib.readings.vocabulary import COMPANY_FORMS

_TITLES: Final[Mapping[Paper, re.Pattern[str]]] = {
    Paper.TOWN_HALL_RECEIPT: re.compile(r"recepisse"),
    Paper.TOWN_HALL_DECISION: re.compile(
        r"non[ -]opposition|ne\s+(?:pas\s+)?s'oppose|arrete\b.*(?:urbanisme|declaration|permis)"
    ),
    Paper.TOWN_HALL_DECLARATION: re.compile(r"declaration\s+prealable"),
    Paper.MANDATE: re.compile(r"\bmandat\b(?!aire)|\bprocuration\b"),
    Paper.LIMITING: re.compile(
        r"attestation\b.*(?:bridage|limitation)|(?:bridage|limitation)\s+de\s+(?:la\s+)?puissance"
    ),
    Paper.CONSUEL: re.compile(r"attestation\b.*conformite|\bconsuel\b"),
    Paper.BILL: re.compile(r"\bfactur(?:e|ation)\b"),
}
"""A title's words, in the order in which they tell: a receipt names the declaration too."""

_TITLE_SIZE: Final = 0.93
_TITLE_LINES: Final = 45

_VIRTUAL: Final = re.compile(r"(?:stockage|batterie)s?\s+virtuel\w*")
_BOTH: Final = re.compile(r"avec\s+(?:ou|et/ou|/)\s+sans")
_TICKED: Final = r"(?:\[\s*x\s*\]|\(\s*x\s*\)|☒|☑|✔|✓|■)"
_EMPTY: Final = r"(?:\[\s*\]|☐|□|\(\s*\))"
_CROSSED: Final = re.compile(r"[xX]\s+\S")
_HAS_BOXES: Final = re.compile(rf"{_TICKED}|{_EMPTY}")
_BLUE: Final = re.compile(
    r"(?:consuel|attestation|formulaire|type|couleur|modele|volet|certificat)\b[^.;]{0,40}?\bbleue?s?\b"
    r"|^bleue?$|sans\s+(?:dispositif\s+de\s+|systeme\s+de\s+)?(?:stockage|batterie)"
    r"|(?:stockage|batterie)[^.;:?]{0,30}[:?]?\s+(?:non|aucune?|neant)\b|15523\s?\*"
)
_VIOLET: Final = re.compile(
    r"(?:consuel|attestation|formulaire|type|couleur|modele|volet|certificat)\b[^.;]{0,40}?\bviolet(?:te)?s?\b"
    r"|^violet(?:te)?$|avec\s+(?:dispositif\s+de\s+|systeme\s+de\s+)?(?:stockage|batterie)"
    r"|(?:stockage|batterie)[^.;:?]{0,30}[:?]?\s+oui\b"
)

_PRIVATE, _PROFESSIONAL = "particulier", "professionnel"
_CLIENT_TYPE: Final = re.compile(
    r"(?:type\s+de\s+client(?:ele)?|client(?:e|ele)?|contrat|offre|tarif|segment|profil|statut|usage"
    r"|categorie|qualite(?:\s+du\s+client)?)\b[\s:]*(?:\w+\s+){0,2}?"
    r"(?::\s*)?(particuliers?|residentiel|domestique|professionnel(?:le)?s?|pro|entreprises?)\b"
)
_CLIENT_CELL: Final = re.compile(r"(?:client\s+)?(particulier|residentiel|professionnel)")
_PRIVATE_WORDS: Final = ("particulier", "residentiel", "domestique")
_OF_CLIENT: Final = re.compile(
    r"(?:siret|raison\s+sociale)\s+(?:du\s+)?(?:client|titulaire|mandant|producteur)"
)
_EITHER: Final = re.compile(
    r"\bparticuliers?\b.*\bprofessionnel|\bprofessionnel\w*\b.*\bparticulier"
)
_MEN_AND_WOMEN: Final = frozenset({"m", "mr", "mme", "monsieur", "madame", "mlle", "mademoiselle"})


def _texts(pages: Sequence[Page]) -> Iterator[Segment]:
    """What speaks on each line: every segment, and the whole, for a label and its word may stand
    in two columns. Where a cross stands before some of them, only those were chosen.
    """
    for line in (line for page in pages for line in page.lines):
        crossed = [one for one in line.segments if _CROSSED.match(one.text)]
        yield from crossed or (*line.segments, replace(line.segments[0], text=line.text))


def _reading(subject: Subject, value: str, written: str, segment: Segment) -> Reading:
    return Reading(subject, value, written, segment.page, segment.text)


def read_paper_kind(pages: Sequence[Page]) -> Reading | None:
    """The kind that the largest title of the first page names, the first where several are as large."""
    lines = [line for page in pages[:1] for line in page.lines[:_TITLE_LINES]]
    named = [
        (one, kind)
        for line in lines
        for one in line.segments
        if (kind := _kind_of(fold_same(one.text)))
    ]
    if not named:
        return None
    largest = max(one.height for one, _kind in named)
    segment, kind = next(pair for pair in named if pair[0].height >= _TITLE_SIZE * largest)
    return _reading(Subject.PAPER, kind, segment.text, segment)


def _kind_of(text: str) -> Paper | None:
    return next((kind for kind, title in _TITLES.items() if title.search(text)), None)


def read_consuel_type(pages: Sequence[Page]) -> Reading | None:
    """Blue or violet, by colour or by storage; nothing when a paper tells both."""
    found = [
        _reading(Subject.CONSUEL_TYPE, kind, written, segment)
        for segment in _texts(pages)
        for kind, written in _list_types(segment.text)
    ]
    return found[0] if len({one.value for one in found}) == 1 else None


def _list_types(text: str) -> Iterator[tuple[ConsuelType, str]]:
    """What a text says of storage; where boxes stand, only the ticked ones speak."""
    for part in _spoken_parts(text):
        folded = _BOTH.sub(" ", _VIRTUAL.sub(" ", part))
        for kind, words in ((ConsuelType.BLUE, _BLUE), (ConsuelType.VIOLET, _VIOLET)):
            if found := words.search(folded):
                yield kind, found[0].strip()


def _spoken_parts(text: str) -> list[str]:
    folded = fold_same(text)
    if not _HAS_BOXES.search(folded):
        return [folded]
    return [
        part for part in re.split(rf"(?={_TICKED}|{_EMPTY})", folded) if re.match(_TICKED, part)
    ]


def read_client_type(pages: Sequence[Page], found: Sequence[Reading]) -> Reading | None:
    """Private or professional: said in words, or by the holder's civility or company form."""
    said = [reading for one in _texts(pages) for reading in _list_client_types(one)]
    if said:
        return said[0] if len({one.value for one in said}) == 1 else None
    holder = next((one for one in found if one.subject is Subject.HOLDER_NAME), None)
    kind = _kind_of_holder(holder.value) if holder else None
    if holder is None or kind is None:
        return None
    return Reading(Subject.CLIENT_TYPE, kind, holder.written, holder.page, holder.near)


def _list_client_types(segment: Segment) -> Iterator[Reading]:
    for part in _spoken_parts(segment.text):
        if _EITHER.search(part):
            continue
        for said in _CLIENT_TYPE.finditer(part):
            kind = _PRIVATE if said[1].startswith(_PRIVATE_WORDS) else _PROFESSIONAL
            yield _reading(Subject.CLIENT_TYPE, kind, said[0], segment)
        if cell := _CLIENT_CELL.fullmatch(part.strip(" .:*xX[]()☒☑✔✓■")):
            kind = _PRIVATE if cell[1].startswith(_PRIVATE_WORDS) else _PROFESSIONAL
            yield _reading(Subject.CLIENT_TYPE, kind, cell[0], segment)
        if of_client := _OF_CLIENT.search(part):
            yield _reading(Subject.CLIENT_TYPE, _PROFESSIONAL, of_client[0], segment)


def _kind_of_holder(name: str) -> str | None:
    words = {one.replace(".", "") for one in fold(name).split()}
    is_person, is_firm = bool(words & _MEN_AND_WOMEN), bool(words & COMPANY_FORMS)
    if is_person == is_firm:
        return None
    return _PROFESSIONAL if is_firm else _PRIVATE

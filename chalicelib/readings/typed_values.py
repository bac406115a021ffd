"""Values as papers print them, recognised at the start of a text: digits, powers, dates, codes."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from chalicelib.readings.folding import fold_same

_FILLER: Final = re.compile(
    r"(?:[\s:;.,\-–—_/|=>*•°]|n°|\([^)]{0,40}\)|\bn[o°]?\b|\b(?:est|de|du|la|le|les|a|au|l'|d'|egale?"
    r"|fixee?|numero|sous|identifie|portant|ref|reference|electricite|electrique|s'eleve|suivante?"
    r"|total|totale|demandee|soit|sous)\b)*"
)
_MARKS: Final = re.compile(
    r"(?:[\s:;.,\-–—_/|=>*•°]|\([^)]{0,40}\)|(?<![a-z])(?:est|la societe|l'entreprise|l'installateur)"
    r"(?![a-z]))*"
)
_FOURTEEN: Final = re.compile(
    r"\d{2}([ .\-])\d{3}\1\d{3}\1\d{3}\1\d{3}(?!\d)|\d(?:[ .\-]?\d){13}(?![ .\-]?\d)"
)
_POWER: Final = re.compile(
    r"(\d{1,3}(?: \d{3})+|\d{1,6})(?:[.,](\d{1,3}))?\s*(kva|kwc|kw[ -]?c(?:rete)?|kw|wc|va|w)(?![a-z0-9])"
)
_IS_EITHER: Final = re.compile(r"\d{1,3}\.\d{3}(?!\d)")
"""Nine thousand, or nine with three decimals: nobody can tell."""

_BARE_NUMBER: Final = re.compile(r"(\d{1,4})(?:[.,](\d{1,3}))?$")
_UNIT_OF_LABEL: Final = re.compile(r"\(?\b(?:en\s+)?(kva|kwc|kw)\b\)?")
_PER_KILO: Final = Decimal(1000)
_MONTHS: Final = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_SHORT_MONTHS: Final = {
    "janv": 1, "jan": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_DATE: Final = re.compile(
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?\s*(?:"
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"|(?P<day2>\d{1,2})\s?[/.\-]\s?(?P<month2>\d{1,2})\s?[/.\-]\s?(?P<year2>\d{4}|\d{2})"
    r"|(?P<day3>\d{1,2})\s?(?:er)?\s+(?P<name>[a-z]+)\.?\s+(?P<year3>\d{4}))(?!\d)"
)
_UNTIL: Final = re.compile(r"\s*(?:au|a|-|–)\s*")
_CODE: Final = re.compile(r"[a-z]{0,5}[ \-/]?\d[0-9a-z]*(?:[ \-/.]?(?:[a-z]{1,3})?\d[0-9a-z]*)*")
_MOST_CODE: Final = 40
_LEAST_CODE: Final = 4


def skip_marks(text: str) -> str:
    """What follows the punctuation between a label and words, which may begin with any word."""
    marks = _MARKS.match(fold_same(text))
    return text[marks.end() :].strip() if marks else text.strip()


@dataclass(frozen=True, slots=True)
class Value:
    """A value in its one form, and as it stands on the paper."""

    value: str
    written: str
    unit: str = ""


def skip_filler(text: str) -> str:
    """What follows the small words between a label and its value."""
    filler = _FILLER.match(fold_same(text))
    return text[filler.end() :].strip() if filler else text.strip()


def find_digits(text: str) -> Value | None:
    """Fourteen digits, however they are grouped."""
    found = _FOURTEEN.match(text)
    return Value(re.sub(r"\D", "", found[0]), found[0]) if found else None


def find_power(text: str) -> Value | None:
    """A power with its unit, in kVA, kW or kWc (watts become thousandths)."""
    found = _POWER.match(fold_same(text))
    if not found:
        return None
    if _IS_EITHER.match(text):
        return None
    whole = re.sub(r"\D", "", found[1])
    number = Decimal(f"{whole}.{found[2]}" if found[2] else whole)
    unit = found[3].replace(" ", "").replace("-", "")
    is_peak = unit.startswith("kwc") or unit == "wc"
    if unit in {"w", "va", "wc"}:
        number /= _PER_KILO
    return Value(plain(number), text[: found.end()], "kwc" if is_peak else unit)


def find_bare_number(text: str) -> Value | None:
    """A number alone in its cell, whose unit the label told."""
    found = _BARE_NUMBER.match(text)
    if not found:
        return None
    return Value(plain(Decimal(f"{found[1]}.{found[2] or 0}")), found[0])


def unit_of_label(text: str) -> str:
    """The unit that a label tells: `Puissance souscrite (kVA)`."""
    found = _UNIT_OF_LABEL.search(fold_same(text))
    return found[1] if found else ""


def plain(number: Decimal) -> str:
    """A number without useless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def find_date(text: str) -> Value | None:
    """A date in figures or in words, as ISO 8601."""
    found = _DATE.match(fold_same(text))
    if not found:
        return None
    parts = found.groupdict()
    year = int(parts["year"] or parts["year2"] or parts["year3"])
    month = _month_of(parts)
    day = int(parts["day"] or parts["day2"] or parts["day3"])
    try:
        read = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    return Value(read.isoformat(), text[: found.end()].strip())


def begins_period(text: str, day: Value) -> bool:
    """Whether the day at the start of a text is the first of a period: `01/12/2025 au ...`."""
    after = _UNTIL.match(fold_same(text), len(day.written))
    return after is not None and find_date(text[after.end() :]) is not None


def _month_of(parts: dict[str, str | None]) -> int:
    if name := parts["name"]:
        return _MONTHS.index(name) + 1 if name in _MONTHS else _SHORT_MONTHS.get(name, 0)
    return int(parts["month"] or parts["month2"] or 0)


def find_code(text: str) -> Value | None:
    """A number of an attestation or a request: nobody publishes its form, so any that has digits."""
    found = _CODE.match(fold_same(text))
    if not found or len(found[0]) < _LEAST_CODE or len(found[0]) > _MOST_CODE:
        return None
    written = text[: found.end()].strip()
    if text[found.end() :][:1] in {"*", "/"} or _has_date(written):
        return None
    return Value(written, written)


def _has_date(text: str) -> bool:
    return any(find_date(text[at:]) for at in range(len(text)) if text[at].isdigit())

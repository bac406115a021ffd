"""How values are set for reading: dates in words, numbers in the locale, identifiers grouped.

Babel loads when a page first shows a date or a number.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from chalicelib.words.grouping import NARROW_SPACE, PDL_GROUPS, SIRET_GROUPS, group
from chalicelib.words.translation import _, language_now, translate
from chalicelib.words.zone import legal_zone

KILO = 1000


LOCALES: Mapping[str, str] = {"en": "en_001"}
"""Where a language alone means a country: English is read in Europe, the day before the month."""


def locale_now() -> str:
    """Give the locale by which dates and numbers are set for the reader."""
    return LOCALES.get(language_now(), language_now())


def day_of(when: date | datetime | str) -> date:
    """Give the day of an instant as people there live it; texts are ISO 8601."""
    if isinstance(when, str):
        when = datetime.fromisoformat(when) if len(when) > 10 else date.fromisoformat(when)
    return when.astimezone(legal_zone()).date() if isinstance(when, datetime) else when


def in_words(when: date | datetime | str | None) -> str:
    """Set a day in words: `31 mai 2026`; nothing for None."""
    if when is None or when == "":
        return ""
    from babel.dates import format_date

    words = format_date(day_of(when), "long", locale=locale_now())
    # CLDR's long form has no ordinal: French says the first of a month.
    return f"1er{words[1:]}" if language_now() == "fr" and words.startswith("1 ") else words


def month_in_words(day: date) -> str:
    """Set a day's month in words: `mai 2026`."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", day, locale=locale_now())


def in_figures(when: date | datetime | str | None) -> str:
    """Set a day in figures where there is little room: `31/05/2026`; nothing for None."""
    if when is None or when == "":
        return ""
    return day_of(when).strftime("%d/%m/%Y")


def moment(when: datetime | str | None) -> str:
    """Set an instant in words, with its hour: `31 mai 2026 à 14:05`; nothing for None."""
    if when is None or when == "":
        return ""
    instant = datetime.fromisoformat(when) if isinstance(when, str) else when
    local = instant.astimezone(legal_zone())
    return translate(_("{day} à {hour}"), day=in_words(local), hour=local.strftime("%H:%M"))


def number(value: float | Decimal | str | None) -> str:
    """Set a number in the reader's locale: `12 345,6`; nothing for None."""
    if value is None or value == "":
        return ""
    from babel.numbers import format_decimal

    return format_decimal(Decimal(str(value)), locale=locale_now())


def show_number(number: Decimal | int) -> str:
    """Set a number exactly, as the form takes it: a decimal comma, no useless zeros."""
    text = f"{Decimal(number):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", NARROW_SPACE).replace(".", ",")


def size(bytes_: float) -> str:
    """Set a file's size: `842 Ko`, `4,2 Mo`."""
    if bytes_ < KILO * KILO:
        return translate(_("{number} Ko"), number=number(max(1, round(bytes_ / KILO))))
    return translate(_("{number} Mo"), number=number(round(bytes_ / KILO / KILO, 1)))


def pdl(text: str | None) -> str:
    """Set a PDL by 2-3-3-3-3, as bills print it; what is no PDL is left as it is."""
    return group(text or "", PDL_GROUPS)


def siret(text: str | None) -> str:
    """Set a SIRET by 3-3-3-5; what is none is left as it is."""
    return group(text or "", SIRET_GROUPS)


FILTERS: Mapping[str, Callable[..., str]] = {
    "day": in_words,
    "in_words": in_words,
    "in_figures": in_figures,
    "moment": moment,
    "number": number,
    "size": size,
    "pdl": pdl,
    "siret": siret,
}
"""The filters of templates."""

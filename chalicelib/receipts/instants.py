"""Instants on a receipt: to the second, in UTC, and in the reader's zone, which is named."""

from datetime import UTC, datetime

from chalicelib.receipts.model import Document
from chalicelib.words import formats
from chalicelib.words.translation import _, translate
from chalicelib.words.zone import legal_zone


def in_utc(at: datetime) -> str:
    """Write an instant to the second, such as `2026-03-02T09:30:00Z`."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def write_instant(at: datetime) -> Document:
    """Write an instant in UTC and in the zone in which dates are told."""
    zone = legal_zone()
    return {
        "utc": in_utc(at),
        "local": at.astimezone(zone).isoformat(timespec="seconds"),
        "time_zone": zone.key,
    }


def tell_instant(at: datetime) -> str:
    """Tell an instant to the second: `2 mars 2026 à 10:30:00, heure de Paris (… UTC)`.

    The zone is named after its city, as people name the hour there.
    """
    local = at.astimezone(legal_zone())
    return translate(
        _("{day} à {hour}, heure de {place} ({utc} UTC)"),
        day=formats.in_words(local),
        hour=local.strftime("%H:%M:%S"),
        place=legal_zone().key.rpartition("/")[2],
        utc=at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
    )

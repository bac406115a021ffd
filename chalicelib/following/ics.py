"""A calendar as text (RFC 5545): a few lines of our own, read back by a library in the tests.

A library would cost the API's Lambda an import for what is a dozen properties: lines of 75 bytes
at most, folded between characters, ended by CRLF; text with its four marks escaped.
"""

from collections.abc import Iterator
from datetime import UTC, timedelta

from chalicelib.following.events import Calendar, CalendarEvent
from chalicelib.words.translation import _, language_now, tag_of, translate

LONGEST_LINE_BYTES = 75
DAY = timedelta(days=1)
REFRESH = "PT12H"
"""How often a calendar asks again, if it minds what it is told."""


def write_ics(calendar: Calendar, name: str) -> str:
    """Write a calendar under a name; the same dossier gives the same text."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Raccordo//Raccordo//{tag_of(language_now()).upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *(line for event in calendar.events for line in _event_lines(event, calendar)),
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines)


def _event_lines(event: CalendarEvent, calendar: Calendar) -> Iterator[str]:
    stamp = calendar.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    title = event.title
    if event.is_cancelled:
        # Some calendars show what is cancelled as if it were not: its name says it too.
        title = translate(_("Annulé : {title}"), title=title)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{calendar.sequence}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.on + DAY:%Y%m%d}"
    yield f"SUMMARY:{escape(title)}"
    yield f"DESCRIPTION:{escape(event.text)}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def escape(text: str) -> str:
    """Escape a text's backslashes, semicolons, commas and line ends."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def fold(line: str) -> str:
    """Fold a line so that none is longer than 75 bytes, never inside a character."""
    folded, width = "", 0
    for letter in line:
        size = len(letter.encode())
        if width + size > LONGEST_LINE_BYTES:
            folded, width = f"{folded}\r\n ", 1
        folded, width = folded + letter, width + size
    return folded

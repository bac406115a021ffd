"""Hostile file names: what is signed, stored and downloaded is under names of ours.

An installer's program announces files under names with paths, quotes, line breaks, directions, formats,
percent signs, emoji and ten thousand letters. Where the product takes one, the key of its upload must have
the shape that we generate, and the header under which it would be downloaded must be one line, of ASCII, with
no quote but its own two; the key that comes back with the storage's own news is read as the same place.
"""

import re
from random import Random
from urllib.parse import quote_plus

from bench.campaign.figures import Bar, Figures, Section, how_of
from bench.campaign.hostile_values import choose_word
from bench.campaign.log_lines import FOUND, LINES
from bench.campaign.made_people import Client
from bench.campaign.world import World, open_world
from chalicelib.cases.files.keys import find_place, list_arrivals
from chalicelib.verdicts.disposition import content_disposition

EXTENSIONS = (
    ".pdf",
    ".PDF",
    ".jpg",
    ".jpeg",
    ".png",
    ".pdf.exe",
    ".svg",
    "",
    ".",
    ".p\u202efd",
    ".pdf ",
)
NAMES = (
    "facture",
    "e\u0301te\u0301",
    "a+b&c=d",
    "100%",
    "%2e%2e%2fetc",
    '"; filename="x',
    "x\r\nContent-Type: text/html",
    "con",
    "-rf",
    ".htaccess",
    "C:\\temp\\x",
    "plan (copie) [v2]",
)
HEADER = re.compile(
    r"attachment; filename=\"[A-Za-z0-9 ._()-]+\"; filename\*=UTF-8''[A-Za-z0-9._~%-]+"
)
SLOT = "facture"
MOST_TOLD = 8
"""So many announcements a draft: its slot takes no more."""


def run(seed: int, count: int) -> Figures:
    """Announce so many names."""
    figures, random = Figures(), Random(seed)
    with open_world(seed, figures) as world:
        dossier_id = ""
        for number in range(count):
            if number % MOST_TOLD == 0:
                dossier_id = _draft(world, number)
            _announce(world, dossier_id, number, choose_name(random))
    return figures


def choose_name(random: Random) -> str:
    """Choose a name: one of these, or any hostile word, with an extension."""
    stem = random.choice(NAMES) if random.random() < 0.4 else choose_word(random)
    return stem + random.choice(EXTENSIONS)


def _draft(world: World, number: int) -> str:
    made = world.portal.call(
        "POST", "/dossiers", Client(number).form(), idempotency_key=f"names-draft-{number}"
    )
    dossier_id: str = made.json()["id"]
    return dossier_id


def _announce(world: World, dossier_id: str, number: int, name: str) -> None:
    figures = world.figures
    told = {"slot": SLOT, "file_name": name, "size_bytes": 1_000}
    path = f"/dossiers/{dossier_id}/pieces"
    answer = world.portal.call("POST", path, told, idempotency_key=f"names-file-{number}")
    figures.add("names")
    figures.add(f"answered {answer.status}")
    if answer.status >= 500:
        figures.wrong("5xx", f"{name!r}: {answer.status}")
    if answer.status >= 300:
        return
    figures.add("taken")
    key = answer.json()["fields"]["key"]
    news = {"bucket": {"name": "uploads"}, "object": {"key": quote_plus(key), "versionId": "1"}}
    [arrival] = list_arrivals({"Records": [{"eventSource": "aws:s3", "s3": news}]})
    if find_place(key) is None or arrival.key != key:
        figures.wrong("injections", f"{name!r}: {key}")
    header = content_disposition(name)
    if not HEADER.fullmatch(header):
        figures.wrong("injections", f"{name!r}: {header}")


SECTION = Section(
    name="names",
    title="Hostile file names",
    how=how_of(__doc__),
    bars=(
        Bar("names", "names announced", "at least", 2_000),
        Bar("taken", "of these taken: the others are refused by name, extension or length"),
        Bar("injections", "injections into keys or headers", "exactly"),
        Bar("5xx", "answers 5xx", "exactly"),
        Bar(LINES, "log lines searched"),
        Bar(FOUND, "personal data found in them", "exactly"),
    ),
    run=run,
    count=2_000,
    at_once=500,
)

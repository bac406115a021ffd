"""The training videos that agents list: what one is, and what the list may hold."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from chalicelib.guidance.refusals import TooManyVideos
from chalicelib.refusals import FieldProblem, InvalidFields, NotFound
from chalicelib.words.translation import _

MOST_VIDEOS: Final = 12
"""As many codes as a page under 100 KB draws."""

MOST_ACTS: Final = 50
SHORTEST_TITLE: Final = 3
LONGEST_TITLE: Final = 120
LONGEST_ADDRESS: Final = 160
LONGEST_VIDEO_MIN: Final = 240
MOST_DIGITS: Final = 4


class SpokenLanguage(StrEnum):
    """The language spoken in a video."""

    FRENCH = "fr"
    PORTUGUESE = "pt-BR"
    ENGLISH = "en"


class Act(StrEnum):
    """What an agent did to the list."""

    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an agent writes of a video: its title, its address, its language, its minutes."""

    title: str
    address: str
    language: SpokenLanguage
    minutes: int


@dataclass(frozen=True, slots=True)
class Video:
    """A video of the list."""

    video_id: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Trace:
    """Who did what to the list, and when (aware UTC)."""

    act: Act
    title: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """The list as it stands: its videos in order, the last acts first, its revision."""

    videos: tuple[Video, ...] = ()
    traces: tuple[Trace, ...] = ()
    revision: int = 0

    def traced(self, act: Act, title: str, by: str, at: datetime) -> "Shelf":
        """Give the list with an act more, and a revision more."""
        traces = (Trace(act, title, by, at), *self.traces)[:MOST_ACTS]
        return replace(self, traces=traces, revision=self.revision + 1)


def add_video(shelf: Shelf, video: Video, *, by: str, at: datetime) -> Shelf | None:
    """Decide to add a video; None when it is there already. Raises TooManyVideos."""
    if any(one.video_id == video.video_id or one.sheet == video.sheet for one in shelf.videos):
        return None
    if len(shelf.videos) >= MOST_VIDEOS:
        raise TooManyVideos(most=MOST_VIDEOS)
    after = replace(shelf, videos=(*shelf.videos, video))
    return after.traced(Act.ADDED, video.sheet.title, by, at)


def remove_video(shelf: Shelf, video_id: str, *, by: str, at: datetime) -> Shelf:
    """Decide to take a video off the list. Raises NotFound when it is not on it."""
    found = next((one for one in shelf.videos if one.video_id == video_id), None)
    if found is None:
        raise NotFound
    kept = tuple(one for one in shelf.videos if one.video_id != video_id)
    return replace(shelf, videos=kept).traced(Act.REMOVED, found.sheet.title, by, at)


def read_sheet(title: str, address: str, language: str, minutes: str) -> Sheet:
    """Read what an agent typed. Raises InvalidFields, each problem with its field."""
    title, address = " ".join(title.split()), address.strip()
    problems = (
        _problem_of_title(title),
        _problem_of_address(address),
        _problem_of_language(language),
        _problem_of_minutes(minutes),
    )
    found = tuple(one for one in problems if one)
    if found:
        raise InvalidFields(found)
    return Sheet(title, address, SpokenLanguage(language), int(minutes))


def _problem_of_title(title: str) -> FieldProblem | None:
    if SHORTEST_TITLE <= len(title) <= LONGEST_TITLE and title.isprintable():
        return None
    sentence = _("Titre : écrivez de {shortest} à {longest} caractères, sur une ligne.")
    values = {"shortest": SHORTEST_TITLE, "longest": LONGEST_TITLE}
    return FieldProblem("title", "length", sentence, values)


def _problem_of_address(address: str) -> FieldProblem | None:
    if is_web_address(address):
        return None
    sentence = _("Adresse : copiez celle de la vidéo, qui commence par https://.")
    return FieldProblem("address", "address", sentence)


def is_web_address(address: str) -> bool:
    """Say whether a text is an https address of a public host, without a name or a port in it."""
    if not 0 < len(address) <= LONGEST_ADDRESS or not address.isascii():
        return False
    if not address.isprintable() or any(one in address for one in " \"'<>\\^`{|}"):
        return False
    try:
        split = urlsplit(address)
        port = split.port
    except ValueError:
        return False
    host = split.hostname or ""
    last = host.rpartition(".")[2]
    named = bool(last) and not last.isdigit() and "." in host and ":" not in host
    return split.scheme == "https" and named and port is None and "@" not in split.netloc


def _problem_of_language(language: str) -> FieldProblem | None:
    if language in set(SpokenLanguage):
        return None
    return FieldProblem("language", "unknown", _("Langue : choisissez-en une dans la liste."))


def _problem_of_minutes(minutes: str) -> FieldProblem | None:
    is_number = minutes.isascii() and minutes.isdigit() and len(minutes) <= MOST_DIGITS
    if is_number and 0 < int(minutes) <= LONGEST_VIDEO_MIN:
        return None
    sentence = _("Durée : un nombre de minutes, de 1 à {most}.")
    return FieldProblem("minutes", "bounds", sentence, {"most": LONGEST_VIDEO_MIN})

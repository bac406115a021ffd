"""What the guide's pages show of the videos."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from chalicelib.guidance.codes import draw_code
from chalicelib.guidance.model import Act, SpokenLanguage, Trace, Video
from chalicelib.words.formats import moment
from chalicelib.words.translation import _, translate

LANGUAGES = {
    SpokenLanguage.FRENCH: _("Français"),
    SpokenLanguage.PORTUGUESE: _("Portugais du Brésil"),
    SpokenLanguage.ENGLISH: _("Anglais"),
}
ACTS = {
    Act.ADDED: _("« {title} » ajoutée le {moment}"),
    Act.REMOVED: _("« {title} » retirée le {moment}"),
}


@dataclass(frozen=True, slots=True)
class VideoLine:
    """A video as a page shows it."""

    video_id: str
    title: str
    address: str
    host: str
    tag: str
    language: str
    minutes: int
    code: Markup


def show_videos(videos: Iterable[Video]) -> list[VideoLine]:
    """Show videos in their order, each with its code."""
    return [
        VideoLine(
            one.video_id,
            one.sheet.title,
            one.sheet.address,
            one.sheet.address.split("/")[2],
            str(one.sheet.language),
            translate(LANGUAGES[one.sheet.language]),
            one.sheet.minutes,
            draw_code(one.sheet.address),
        )
        for one in videos
    ]


def show_traces(traces: Iterable[Trace]) -> list[tuple[str, str]]:
    """Show what was done to the list, the last first: pairs of words and who."""
    return [
        (translate(ACTS[one.act], title=one.title, moment=moment(one.at)), one.by) for one in traces
    ]


def list_languages() -> list[tuple[str, str]]:
    """List the languages of a video: pairs of a value and its words."""
    return [(str(language), translate(words)) for language, words in LANGUAGES.items()]

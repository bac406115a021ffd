"""The guide's pages: how to, the training videos, and whom to ask what."""

from chalice.app import Blueprint, Response

from chalicelib.guidance.codes import draw_code
from chalicelib.policy.audiences import AGENTS, SIGNED_IN
from chalicelib.refusals import InvalidFields
from chalicelib.settings import load_settings
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

pages = Blueprint(__name__)

GUIDE = "/aide"
VIDEOS = f"{GUIDE}/videos"
EMPTY = {"title": "", "address": "", "language": "fr", "minutes": "", "key": ""}


@page(pages, GUIDE, allow=SIGNED_IN)
def show_guide(visit: Visit) -> Response:
    """Show how Raccordo is used by this role, the videos and whom to ask what: one read."""
    from chalicelib.guidance.change_videos import list_videos
    from chalicelib.guidance.view import show_videos

    address = load_settings().portal_url.rstrip("/") + GUIDE
    return visit.show(
        "guidance/guide.html",
        role=str(visit.person.role),
        videos=show_videos(list_videos().videos),
        code=draw_code(address),
    )


@page(pages, VIDEOS, allow=AGENTS)
def show_list(visit: Visit) -> Response:
    """Show the list of videos to those who keep it."""
    from chalicelib.aws.ids import new_token

    return _draw_list(visit, EMPTY | {"key": new_token()}, {})


@page(pages, VIDEOS, method="POST", allow=AGENTS)
def add(visit: Visit) -> Response:
    """Add a video; a double click adds one."""
    from chalicelib.guidance.change_videos import keep_video
    from chalicelib.guidance.model import read_sheet

    typed = visit.form.as_mapping()
    try:
        sheet = read_sheet(
            typed.get("title", ""),
            typed.get("address", ""),
            typed.get("language", ""),
            typed.get("minutes", ""),
        )
    except InvalidFields as invalid:
        errors = {one.field: translate(one.message, **one.values) for one in invalid.problems}
        return _draw_list(visit, EMPTY | typed, errors, status=422)
    keep_video(sheet, visit.form.text("key")[:64], by=visit.person.user_id)
    return visit.go(VIDEOS, flash=_("Vidéo ajoutée : elle est dans l’aide de tous."))


@page(pages, f"{VIDEOS}/retrait", method="POST", allow=AGENTS)
def remove(visit: Visit) -> Response:
    """Take a video off the list."""
    from chalicelib.guidance.change_videos import drop_video

    drop_video(visit.form.text("video"), by=visit.person.user_id)
    return visit.go(VIDEOS, flash=_("Vidéo retirée de la liste."))


def _draw_list(
    visit: Visit, typed: dict[str, str], errors: dict[str, str], status: int = 200
) -> Response:
    from chalicelib.guidance.change_videos import list_videos
    from chalicelib.guidance.view import list_languages, show_traces, show_videos

    shelf = list_videos()
    return visit.show(
        "guidance/videos.html",
        status=status,
        videos=show_videos(shelf.videos),
        traces=show_traces(shelf.traces),
        spoken=list_languages(),
        typed=typed,
        errors=errors,
    )

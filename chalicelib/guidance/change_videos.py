"""List, add and remove training videos (guide Urban Solar: its videos behind a QR code, F77)."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.guidance.model import Sheet, Shelf, Video, add_video, remove_video
from chalicelib.guidance.store import put_shelf, read_shelf
from chalicelib.refusals import ChangedMeanwhile

ATTEMPTS = 3


def list_videos(table: Table | None = None) -> Shelf:
    """Give the list of videos, in one call."""
    return read_shelf(table or open_table())


def keep_video(
    sheet: Sheet, video_id: str, *, by: str, table: Table | None = None, now: datetime | None = None
) -> None:
    """Add a video; `video_id` is the form's own, so that a double click adds one."""
    at = now or real_now()
    video = Video(video_id, sheet)
    _change(table or open_table(), lambda shelf: add_video(shelf, video, by=by, at=at))


def drop_video(
    video_id: str, *, by: str, table: Table | None = None, now: datetime | None = None
) -> None:
    """Take a video off the list. Raises NotFound when it is not on it."""
    at = now or real_now()
    _change(table or open_table(), lambda shelf: remove_video(shelf, video_id, by=by, at=at))


def _change(table: Table, decide: Callable[[Shelf], Shelf | None]) -> None:
    for _attempt in range(ATTEMPTS):
        after = decide(read_shelf(table, consistent=True))
        if after is None:
            return
        try:
            table.write(put_shelf(after))
        except ConditionFailed:
            continue
        return
    raise ChangedMeanwhile

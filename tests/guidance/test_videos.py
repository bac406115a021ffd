"""The list of training videos: what an address may be, and how the list changes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws.table import Table
from chalicelib.guidance.change_videos import drop_video, keep_video, list_videos
from chalicelib.guidance.model import (
    MOST_ACTS,
    MOST_VIDEOS,
    Act,
    Sheet,
    SpokenLanguage,
    is_web_address,
    read_sheet,
)
from chalicelib.guidance.refusals import TooManyVideos
from chalicelib.refusals import InvalidFields, NotFound

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def sheet(number: int) -> Sheet:
    address = f"https://videos.example.fr/depot-{number}"
    return Sheet(f"Déposer un dossier {number}", address, SpokenLanguage.FRENCH, 4)


@pytest.mark.parametrize(
    "address",
    [
        "http://videos.example.fr/a",
        "javascript:alert(1)",
        "https://user@videos.example.fr/a",
        "https://videos.example.fr:8443/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://[/a",
        "https://localhost/a",
        "https://videos.example.fr/a b",
        'https://videos.example.fr/"onload',
        "https://videos.example.fr/" + "a" * 300,
        "https://videos.exämple.fr/a",
        "",
    ],
)
def test_what_is_no_public_https_address_is_refused(address: str) -> None:
    assert not is_web_address(address)


def test_the_address_of_a_video_is_taken() -> None:
    assert is_web_address("https://videos.example.fr/w/depot?t=30s&langue=fr#debut")


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=8), st.text(max_size=8))
def test_a_sheet_is_read_or_refused_field_by_field(
    title: str, address: str, language: str, minutes: str
) -> None:
    try:
        read = read_sheet(title, address, language, minutes)
    except InvalidFields as invalid:
        fields = {one.field for one in invalid.problems}
        assert fields <= {"title", "address", "language", "minutes"}
    else:
        assert is_web_address(read.address)
        assert 0 < read.minutes <= 240


@pytest.mark.parametrize("minutes", ["0", "241", "02409", "0240" + "9" * 5000, "²", "٣"])
def test_minutes_outside_their_bounds_are_told_at_their_field(minutes: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        read_sheet("Déposer un dossier", "https://videos.example.fr/a", "fr", minutes)
    assert [one.field for one in refused.value.problems] == ["minutes"]


def test_a_video_is_added_once_and_removed_with_its_trace(table: Table) -> None:
    for _click in range(2):
        keep_video(sheet(1), "vid-1", by="usr_9", table=table, now=NOW)
    keep_video(sheet(1), "vid-2", by="usr_9", table=table, now=NOW)
    assert [one.video_id for one in list_videos(table).videos] == ["vid-1"]
    drop_video("vid-1", by="usr_8", table=table, now=NOW)
    shelf = list_videos(table)
    assert shelf.videos == ()
    assert [(one.act, one.by) for one in shelf.traces] == [
        (Act.REMOVED, "usr_8"),
        (Act.ADDED, "usr_9"),
    ]
    with pytest.raises(NotFound):
        drop_video("vid-1", by="usr_8", table=table, now=NOW)


def test_the_list_and_its_traces_are_bounded(table: Table) -> None:
    for number in range(MOST_VIDEOS):
        keep_video(sheet(number), f"vid-{number}", by="usr_9", table=table, now=NOW)
    with pytest.raises(TooManyVideos):
        keep_video(sheet(99), "vid-99", by="usr_9", table=table, now=NOW)
    for _turn in range(MOST_ACTS):
        drop_video("vid-0", by="usr_9", table=table, now=NOW)
        keep_video(sheet(0), "vid-0", by="usr_9", table=table, now=NOW)
    assert len(list_videos(table).traces) == MOST_ACTS


def test_two_agents_at_once_lose_nothing(table: Table) -> None:
    writes: list[int] = []

    class Slow(Table):
        """A table whose first write comes after somebody else's."""

        def write(self, operation: object) -> None:
            if not writes:
                writes.append(1)
                keep_video(sheet(1), "vid-1", by="usr_8", table=table, now=NOW)
            super().write(operation)  # type: ignore[arg-type] # what the room hands over

    slow = Slow(table.name, table._client)
    keep_video(sheet(2), "vid-2", by="usr_9", table=slow, now=NOW)
    assert {one.video_id for one in list_videos(table).videos} == {"vid-1", "vid-2"}

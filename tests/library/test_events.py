"""The documents' Lambdas serve the library too: its arrivals, and its turn of the sweep."""

from collections import Counter

import pytest

from chalicelib.aws.trouble import BusyRetry
from chalicelib.documents import events, sweep_pending
from chalicelib.documents.keys import list_arrivals
from chalicelib.library import sweep_library
from chalicelib.library.keys import UPLOADS_PREFIX
from chalicelib.library.model import VersionState
from tests.documents.test_events import batch, handle, load, s3_event
from tests.library.worlds import World


def test_what_arrives_for_the_library_goes_to_the_library(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_open_desk", lambda: world.desk)
    item_id = world.add().item_id
    _, first = world.deposit(item_id)
    _, second = world.deposit(item_id)
    assert handle(batch(s3_event(first, second))) == []
    states = {one.state for one in world.whole(item_id).versions}
    assert states == {VersionState.ACCEPTED}


def test_the_sweep_gives_the_library_its_turn_whatever_becomes_of_the_pieces(
    monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    turns: list[str] = []

    def broken(**_: object) -> Counter[str]:
        turns.append("pieces")
        raise BusyRetry("dynamodb", "Throttling")

    def swept(**_: object) -> Counter[str]:
        turns.append("library")
        return Counter(held=1)

    monkeypatch.setattr(sweep_pending, "sweep_pending", broken)
    monkeypatch.setattr(sweep_library, "sweep_library", swept)
    with pytest.raises(ExceptionGroup):
        events.sweep_documents(load("schedule.json"), None)
    assert turns == ["pieces", "library"]


def test_the_keys_of_the_library_are_none_of_the_pieces(world: World) -> None:
    _, arrival = world.deposit(world.add().item_id)
    (told,) = list_arrivals(s3_event(arrival))
    assert told.key.startswith(UPLOADS_PREFIX)

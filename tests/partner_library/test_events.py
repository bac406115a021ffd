"""The documents' Lambdas serve the library too: its arrivals go one way with all others."""

import pytest

from chalicelib.cases.files.model import FileState
from chalicelib.documents import events
from tests.documents.test_events import batch, handle, s3_event
from tests.partner_library.worlds import World


def test_what_arrives_for_the_library_goes_to_the_library(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_open_desk", lambda: world.desk)
    item_id = world.add().item_id
    _, first = world.deposit(item_id)
    _, second = world.deposit(item_id)
    assert handle(batch(s3_event(first, second))) == []
    states = {one.state for one in world.whole(item_id).versions}
    assert states == {FileState.ACCEPTED}

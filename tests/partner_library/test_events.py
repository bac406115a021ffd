"""The documents' Lambdas serve the library too: its arrivals, and its turn of the sweep."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus

import pytest

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Page, Table
from chalicelib.aws.trouble import TransientError
from chalicelib.documents import events
from chalicelib.documents.keys import list_arrivals
from chalicelib.documents.sweep_documents import sweep_documents
from chalicelib.partner_library.model import VersionState
from chalicelib.rows.objects import LIBRARY_UPLOAD
from chalicelib.settings import load_settings
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
    assert states == {VersionState.ACCEPTED}


class WithoutPieces(Table):
    """A table that fails whoever asks for pending pieces."""

    def query(self, pk: str, **named: Any) -> Page:
        if pk == "PENDING":
            raise TransientError("dynamodb", "Throttling")
        return super().query(pk, **named)


def test_the_sweep_gives_the_library_its_turn_whatever_becomes_of_the_pieces(
    world: World,
) -> None:
    _, arrival = world.deposit(world.add().item_id)
    sent: list[object] = []
    with pytest.raises(ExceptionGroup):
        sweep_documents(
            table=WithoutPieces(world.table.name, world.table._client),
            settings=load_settings(),
            send=sent.extend,
            real=real_now() + timedelta(minutes=11),
        )
    assert quote_plus(arrival.key) in json.dumps(sent)


def test_the_keys_of_the_library_are_none_of_the_pieces(world: World) -> None:
    _, arrival = world.deposit(world.add().item_id)
    (told,) = list_arrivals(s3_event(arrival))
    assert told.key.startswith(LIBRARY_UPLOAD.prefix)

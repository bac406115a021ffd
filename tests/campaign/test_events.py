"""The short form of events repeated and reordered, and a consumer that hears twice is found out."""

from typing import Any

import pytest

from bench.campaign import events
from bench.campaign.events import SECTION
from chalicelib.notices import model, plan


def test_events_twice_and_out_of_order_end_as_events_once() -> None:
    figures = events.run(seed=3, count=5)
    assert SECTION.missed(figures, is_short=True) == []
    assert figures["messages duplicated"] > 10
    assert figures["messages reordered"] > 10


def test_a_mail_written_for_each_coming_of_its_event_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, heard = model.queue_notice, list[Any]()

    def queue_again(event_id: str, *told: Any, **more: Any) -> Any:
        heard.append(event_id)
        return whole(f"{event_id}-{len(heard)}", *told, **more)

    monkeypatch.setattr(plan, "queue_notice", queue_again)
    assert events.run(seed=3, count=5)["different"]

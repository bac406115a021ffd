"""The short form of hostile file names, and a header that takes a name as it is is found out."""

import pytest

from bench.campaign import names


def test_hostile_names_reach_no_key_and_no_header() -> None:
    figures = names.run(seed=1, count=40)
    assert names.SECTION.missed(figures, is_short=True) == []
    assert figures["taken"] > 5


def test_a_name_that_stands_in_a_header_as_it_is_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(names, "content_disposition", lambda name: f'attachment; filename="{name}"')
    assert names.run(seed=1, count=40)["injections"]

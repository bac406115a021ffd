"""The short form of sixteen writers a dossier, and a table without conditions is found out."""

from dataclasses import replace
from typing import Any

import pytest

from bench.campaign import writers
from bench.campaign.writers import SECTION, WRITERS
from chalicelib.dossiers import typing_rows


def test_sixteen_writers_of_one_dossier_lose_nothing() -> None:
    figures = writers.run(seed=2, count=1)
    assert SECTION.missed(figures, is_short=True) == []
    assert figures["acknowledged"] == WRITERS


def test_without_its_condition_typing_loses_updates_and_they_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = typing_rows.update_typing

    def update_without(*told: Any) -> Any:
        return replace(whole(*told), expect={})

    monkeypatch.setattr("chalicelib.deposit.keep_typing.update_typing", update_without)
    figures = writers.run(seed=2, count=2)
    assert figures["lost updates"]

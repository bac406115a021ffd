"""The short form of dossiers under faults: promises are kept, and one that is broken is counted."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from bench.campaign import dossiers
from bench.campaign.dossiers import SECTION
from bench.campaign.figures import Figures
from chalicelib.aws.clock import business_now
from chalicelib.aws.items import Operation
from chalicelib.aws.table import Table
from chalicelib.cases.change import create_case


def test_nothing_acknowledged_is_lost_doubled_or_stuck_under_faults() -> None:
    figures = dossiers.run(seed=5, count=5)
    assert SECTION.missed(figures, is_short=True) == []
    assert figures["faults"] > 20
    assert figures["sent"] == figures["dossiers"] == 5


def test_without_the_key_of_a_creation_doubled_dossiers_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def create_again(kind: Any, begin: Any, *, by: Any, **_more: Any) -> Any:
        return create_case(kind, begin(business_now()), by=by)

    monkeypatch.setattr("chalicelib.dossiers.create_draft.create_once", create_again)
    assert run_until("duplicated")["duplicated"]


def test_when_a_mail_is_not_named_by_its_cause_second_mails_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = Random(1)
    any_name = lambda *_cause: f"ntc_{random.getrandbits(128):032x}"  # noqa: E731 # one line says it
    monkeypatch.setattr("chalicelib.notices.model.notice_id_of", any_name)
    assert run_until("stuck or different")["stuck or different"]


def test_what_is_acknowledged_and_forgotten_is_counted_as_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random, whole = Random(1), Table.transact

    def forget_some(table: Table, operations: Sequence[Operation]) -> None:
        if random.random() < 0.9:
            whole(table, operations)

    monkeypatch.setattr(Table, "transact", forget_some)
    counted = run_until("lost")
    assert counted["lost"] + counted["refused"] + counted["journal gaps"]


def run_until(name: str) -> Figures:
    """Run some seeds, until something of a name is counted."""
    figures = Figures()
    for seed in range(4):
        figures.merge(dossiers.run(seed, 3))
        if figures[name]:
            break
    return figures
